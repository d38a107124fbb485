package dev.punctual.observe.file;

import dev.punctual.observe.Probe;
import dev.punctual.observe.Probes;
import dev.punctual.observe.Source;
import dev.punctual.observe.SourceContract;
import dev.punctual.observe.SourceType.Settings;
import dev.punctual.rule.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Against a real folder. */
class FilesContractTest extends SourceContract {

  private static final Probes DAILY = Probes.on(LocalDate.of(2026, 11, 20));

  @TempDir Path root;

  @BeforeEach
  void deliver() throws IOException {
    Path folder = Files.createDirectories(root.resolve("out/2026-11-20"));
    Path file = Files.writeString(folder.resolve("a.csv"), "id\n1\n");
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-11-20T08:00:00Z")));
  }

  private static Source open(Path root) {
    return new FilesType().open(new Settings("delivery", Map.of("path", root.toString())));
  }

  @Override
  protected Source working() {
    return open(root);
  }

  @Override
  protected Source broken() {
    return open(root.resolve("unmounted"));
  }

  @Override
  protected List<Probe> answerable() {
    return List.of(probe("out/{data_date}/a.csv"), probe("out/{data_date}/b.csv"));
  }

  @Override
  protected Probe missing() {
    return probe("uot/{data_date}/a.csv");
  }

  private static Probe probe(String template) {
    return DAILY.of(new Target.File("delivery", template));
  }

  @Override
  protected Instant now() {
    return Instant.parse("2026-11-20T09:00:00Z");
  }

  @Override
  protected List<String> secrets() {
    return List.of("a-folder-has-no-password");
  }
}
