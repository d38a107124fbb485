package dev.punctual.observe.file;

import dev.punctual.observe.Probe;
import dev.punctual.observe.Source;
import dev.punctual.observe.SourceFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A folder of this machine, or one that is mounted. */
final class FilesSource implements Source {

  private final FilesSettings settings;
  private final Disk disk;
  private final Patience patience;

  FilesSource(FilesSettings settings, Disk disk) {
    this.settings = settings;
    this.disk = disk;
    this.patience = new Patience(settings);
  }

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public String description() {
    return "Files, " + settings.root();
  }

  @Override
  public Duration lag(Probe probe) {
    return settings.lag();
  }

  @Override
  public Round observe(List<Probe> probes, Ask ask) throws SourceFailure, InterruptedException {
    if (probes.isEmpty()) {
      return new Round(List.of(), Map.of(), 0, null, "nothing to ask");
    }
    return patience.within(() -> round(probes, ask));
  }

  private Round round(List<Probe> probes, Ask ask) throws SourceFailure, InterruptedException {
    Walk walk = new Walk(LocalShelf.of(settings, disk), settings.mostFiles());
    List<Answer> answers = new ArrayList<>(probes.size());
    for (Probe probe : probes) {
      answers.add(new Answer(probe, walk.answer(Wanted.of(probe), Stamp.WRITER, ask)));
    }
    int folders = walk.folders();
    return new Round(answers, Map.of(), folders, null, "lists folders: " + folders);
  }

  @Override
  public List<Finding> check(List<Probe> probes) throws InterruptedException {
    String tried = "read " + settings.root();
    try {
      return patience.within(
          () -> {
            Walk walk = new Walk(LocalShelf.of(settings, disk), settings.mostFiles());
            List<Finding> findings = new ArrayList<>(List.of(new Finding(true, tried, "allowed")));
            findings.addAll(Examination.of(probes, walk));
            return findings;
          });
    } catch (SourceFailure e) {
      return List.of(new Finding(false, tried, String.valueOf(e.getMessage())));
    }
  }

  @Override
  public void close() {
    patience.close();
  }
}
