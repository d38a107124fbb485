package dev.punctual.observe.drive;

import dev.punctual.observe.Probes;
import dev.punctual.observe.TroubleContract;
import dev.punctual.observe.drive.FakeDrive.File;
import dev.punctual.observe.drive.FakeDrive.Refused;
import dev.punctual.observe.wire.GoogleLogin;
import dev.punctual.rule.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class DriveTroubleTest extends TroubleContract {

  @TempDir Path folder;
  private final List<FakeDrive> running = new ArrayList<>();

  @AfterEach
  void stop() {
    running.forEach(FakeDrive::close);
  }

  @Override
  protected String type() {
    return "google-drive";
  }

  @Override
  protected String title() {
    return "Google Drive and Sheets";
  }

  @Override
  protected List<String> secrets() {
    return GoogleLogin.secrets();
  }

  @Override
  protected Scene scene(Trouble trouble) throws Exception {
    FakeDrive drive = new FakeDrive();
    running.add(drive);
    File sheet = drive.file("Export");
    switch (trouble) {
      case CREDENTIALS_WRONG -> drive.login.delete();
      case PERMISSION_MISSING -> sheet.hidden = true;
      case TARGET_MISSING -> drive.files.clear();
      case SERVER_HANGS -> drive.hangs = true;
      case TOO_MANY_REQUESTS ->
          drive.always = new Refused(429, "rateLimitExceeded", "Rate Limit Exceeded");
      case ANSWER_MALFORMED -> drive.garbled = true;
      case CLOCK_AN_HOUR_AHEAD -> drive.server.ahead(Duration.ofHours(1));
    }
    return new Scene.Played(
        DriveTest.source(drive, folder, "request-timeout", "1s"),
        Probes.on(LocalDate.parse("2026-11-20")).of(new Target.File("drive", sheet.id)),
        Instant.parse("2026-11-20T09:30:00Z"));
  }
}
