package dev.punctual.observe.sftp;

import dev.punctual.observe.Probe;
import dev.punctual.observe.Source.Finding;
import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.file.Examination;
import dev.punctual.observe.file.Walk;
import java.util.ArrayList;
import java.util.List;

/** Tries everything a round needs, one finding a thing. */
final class SftpExamination {

  private SftpExamination() {}

  static List<Finding> of(SftpSettings settings, List<Probe> probes) throws InterruptedException {
    List<Finding> findings = new ArrayList<>();
    String trying = "log in to " + settings.server().address() + " as " + settings.login();
    try (Visit visit = Visit.begin(settings)) {
      findings.add(new Finding(true, trying, "the host key is " + visit.hostKey()));
      trying = "list the root";
      SftpShelf shelf = SftpShelf.of(visit, settings);
      findings.add(new Finding(true, trying, "allowed"));
      trying = "list folders";
      findings.addAll(Examination.of(probes, new Walk(shelf, settings.mostFiles())));
    } catch (SourceFailure e) {
      findings.add(new Finding(false, trying, String.valueOf(e.getMessage())));
    }
    return findings;
  }
}
