package dev.punctual.observe.gcs;

import dev.punctual.observe.Probe;
import dev.punctual.observe.Probes;
import dev.punctual.observe.Source;
import dev.punctual.observe.SourceContract;
import dev.punctual.rule.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Against a local server that knows no more than the published description. */
class GcsContractTest extends SourceContract {

  private static final Probes DAILY = Probes.on(LocalDate.of(2026, 11, 20));

  @TempDir Path folder;
  private GcsHere here;

  @BeforeEach
  void start() throws IOException {
    here = new GcsHere(folder).put("out/2026-11-20/a.csv", 7, "2026-11-20T08:00:00.123Z");
  }

  @AfterEach
  void stop() throws IOException {
    here.close();
  }

  @Override
  protected Source working() {
    return here.open();
  }

  @Override
  protected Source broken() {
    return here.open("credentials-file", folder.resolve("none.json").toString());
  }

  @Override
  protected List<Probe> answerable() {
    return List.of(
        probe("deliveries/out/{data_date}/a.csv"), probe("deliveries/out/{data_date}/b.csv"));
  }

  @Override
  protected Probe missing() {
    return probe("deliverise/out/{data_date}/a.csv");
  }

  private static Probe probe(String template) {
    return DAILY.of(new Target.File("lake", template));
  }

  @Override
  protected Instant now() {
    return Instant.parse("2026-11-20T09:00:00Z");
  }

  @Override
  protected List<String> secrets() {
    return List.of(GcsHere.TOKEN, "BEGIN PRIVATE KEY");
  }
}
