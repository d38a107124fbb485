package dev.punctual.observe.sftp;

import dev.punctual.observe.Probe;
import dev.punctual.observe.Source;
import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.file.Stamp;
import dev.punctual.observe.file.Walk;
import dev.punctual.observe.file.Wanted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An SFTP server. Times of its files are those that whoever uploaded them may have kept. */
final class SftpSource implements Source {

  private final SftpSettings settings;

  SftpSource(SftpSettings settings) {
    this.settings = settings;
  }

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public String description() {
    String root = settings.root();
    return "SFTP, " + settings.server().address() + (root == null ? "" : " " + root);
  }

  @Override
  public Duration lag(Probe probe) {
    return Duration.ZERO;
  }

  @Override
  public Round observe(List<Probe> probes, Ask ask) throws SourceFailure, InterruptedException {
    if (probes.isEmpty()) {
      return new Round(List.of(), Map.of(), 0, null, "nothing to ask");
    }
    try (Visit visit = Visit.begin(settings)) {
      SftpShelf shelf = SftpShelf.of(visit, settings);
      Walk walk = new Walk(shelf, settings.mostFiles());
      List<Answer> answers = new ArrayList<>(probes.size());
      for (Probe probe : probes) {
        answers.add(new Answer(probe, walk.answer(Wanted.of(probe), Stamp.WRITER, ask)));
      }
      String note = "lists folders: " + walk.folders();
      return new Round(answers, Map.of(), shelf.requests(), null, note);
    }
  }

  @Override
  public List<Finding> check(List<Probe> probes) throws InterruptedException {
    return SftpExamination.of(settings, probes);
  }

  @Override
  public void close() {}
}
