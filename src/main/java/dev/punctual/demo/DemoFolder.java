package dev.punctual.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** The rules of the demo: the samples, and three that fall due within minutes of the start. */
final class DemoFolder {

  private static final List<String> SAMPLES =
      List.of("study.yaml", "finance.yaml", "partner.yaml", "ml.yaml");
  private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");

  private DemoFolder() {}

  /** Writes the rule files into a new temporary directory. */
  static Path write(Instant now) throws IOException {
    Path folder = Files.createTempDirectory("punctual-demo").resolve("sla-rules");
    Files.createDirectories(folder);
    for (String sample : SAMPLES) {
      try (InputStream content = DemoFolder.class.getResourceAsStream("/sla-rules/" + sample)) {
        if (content == null) {
          throw new IOException("the sample rules " + sample + " are not packaged");
        }
        Files.copy(content, folder.resolve(sample), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    Files.writeString(folder.resolve("live.yaml"), live(now), StandardCharsets.UTF_8);
    return folder;
  }

  private static String live(Instant now) {
    ZonedDateTime start = now.atZone(TOKYO).truncatedTo(ChronoUnit.MINUTES);
    return """
        # Written when the demo started: watch these three come and go.
        version: 1
        teams:
          Live demo: {}
        defaults: { timezone: Asia/Tokyo, team: Live demo, objective: 90%%, trial: false }
        rules:
          - id: live-met
            title: "Live: lands a minute before it is due"
            table: dwh.live.met
            ready_when: { where: "dt = :business_date" }
            ready_by: "%s"
          - id: live-late
            title: "Live: lands two minutes late"
            table: dwh.live.late
            ready_when: { where: "dt = :business_date" }
            ready_by: "%s"
          - id: live-missed
            title: "Live: never lands"
            table: dwh.live.missed
            ready_when: { where: "dt = :business_date" }
            ready_by: "%s"
        """
        .formatted(time(start, 3), time(start, 4), time(start, 4));
  }

  /** A time of today's business date, after midnight too. */
  private static String time(ZonedDateTime start, int minutes) {
    ZonedDateTime due = start.plus(Duration.ofMinutes(minutes));
    String days = due.toLocalDate().equals(start.toLocalDate()) ? "" : " +1d";
    return "%02d:%02d%s".formatted(due.getHour(), due.getMinute(), days);
  }
}
