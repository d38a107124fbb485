package dev.punctual.observe.file;

import dev.punctual.observe.Probe;
import dev.punctual.observe.Probes;
import dev.punctual.observe.Source;
import dev.punctual.observe.SourceType.Settings;
import dev.punctual.observe.TroubleContract;
import dev.punctual.rule.Target;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class FilesTroubleTest extends TroubleContract {

  private static final Instant NOW = Instant.parse("2026-11-20T09:00:00Z");

  private final CountDownLatch back = new CountDownLatch(1);

  @TempDir Path root;

  @BeforeEach
  void deliver() throws IOException {
    Path folder = Files.createDirectories(root.resolve("out/2026-11-20"));
    Files.writeString(folder.resolve("a.csv"), "id\n1\n");
  }

  @Override
  protected String type() {
    return "files";
  }

  @Override
  protected String title() {
    return "Files, local and NFS";
  }

  @Override
  protected Scene scene(Trouble trouble) {
    return switch (trouble) {
      case CREDENTIALS_WRONG -> new Scene.Impossible("there is no login");
      case PERMISSION_MISSING -> played(this::refusing, "out/{data_date}/a.csv");
      case TARGET_MISSING -> played(Disk.THIS, "uot/{data_date}/a.csv");
      case SERVER_HANGS -> played(this::hanging, "out/{data_date}/a.csv");
      case TOO_MANY_REQUESTS -> new Scene.Impossible("a disk counts no requests");
      case ANSWER_MALFORMED -> new Scene.Impossible("the operating system reads the disk");
      case CLOCK_AN_HOUR_AHEAD ->
          new Scene.Impossible("a folder tells no clock, and times of files decide nothing");
    };
  }

  private Scene played(Disk disk, String template) {
    Settings settings =
        new Settings("delivery", Map.of("path", root.toString(), "request-timeout", "1s"));
    Source source = new FilesSource(FilesSettings.of(settings), disk);
    Probe probe = Probes.on(LocalDate.of(2026, 11, 20)).of(new Target.File("delivery", template));
    return new Scene.Played(source, probe, NOW);
  }

  private List<Path> refusing(Path folder) throws IOException {
    if (folder.endsWith("2026-11-20")) {
      throw new AccessDeniedException(folder.toString());
    }
    return Disk.THIS.list(folder);
  }

  /** As an NFS mount whose server is gone: nothing breaks it off. */
  private List<Path> hanging(Path folder) {
    while (back.getCount() > 0) {
      try {
        back.await();
      } catch (InterruptedException e) {
        // goes on
      }
    }
    return List.of(folder);
  }

  @AfterEach
  void comeBack() {
    back.countDown();
  }

  @Override
  protected List<String> secrets() {
    return List.of();
  }
}
