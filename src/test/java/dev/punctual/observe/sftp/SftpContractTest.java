package dev.punctual.observe.sftp;

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

/** Against a real SFTP server in this process. */
class SftpContractTest extends SourceContract {

  private static final Probes DAILY = Probes.on(LocalDate.of(2026, 11, 20));

  @TempDir Path folder;
  private SftpHere here;

  @BeforeEach
  void start() throws IOException {
    here = new SftpHere(folder);
    here.put("out/2026-11-20/a.csv", "2026-11-20T08:00:00Z");
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
    return here.open("password", "not-the-passw0rd");
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
    return DAILY.of(new Target.File("partner", template));
  }

  @Override
  protected Instant now() {
    return Instant.parse("2026-11-20T09:00:00Z");
  }

  @Override
  protected List<String> secrets() {
    return List.of(SftpHere.PASSWORD, "not-the-passw0rd");
  }
}
