package dev.punctual.poll;

import dev.punctual.observe.PushInbox.Report;
import dev.punctual.rule.DidYouMean;
import dev.punctual.web.ProblemException;
import io.micronaut.http.HttpStatus;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a job says: {@code at} (default: now), {@code data_date}, {@code status} (default: success),
 * {@code key}, {@code note}. Every member that is wrong is named by its JSON pointer.
 */
record ArrivalBody(Report report, String key) {

  private static final Set<String> MEMBERS = Set.of("at", "data_date", "status", "key", "note");
  private static final int LONGEST_KEY = 200;
  private static final int LONGEST_NOTE = 2_000;

  /** How far the clock of a job may be ahead of ours. */
  private static final Duration AHEAD = Duration.ofMinutes(5);

  static ArrivalBody read(String job, @Nullable Map<String, Object> body, Instant now) {
    return new Reader(body == null ? Map.of() : body).read(job, now);
  }

  /** Whether a kept report is this one, whenever it was received. */
  boolean says(Report kept) {
    return kept.success() == report.success()
        && Objects.equals(kept.dataDate(), report.dataDate())
        && Objects.equals(kept.note(), report.note());
  }

  /** Reads all members before it complains. */
  private static final class Reader {
    private final Map<String, Object> body;
    private final List<Map<String, String>> errors = new ArrayList<>();

    Reader(Map<String, Object> body) {
      this.body = body;
    }

    ArrivalBody read(String job, Instant now) {
      for (String member : new TreeSet<>(body.keySet())) {
        if (!MEMBERS.contains(member)) {
          wrong(member, "there is no such member." + DidYouMean.question(member, MEMBERS));
        }
      }
      Instant at = at(now);
      LocalDate dataDate = dataDate();
      boolean success = success();
      String note = text("note", LONGEST_NOTE);
      String key = text("key", LONGEST_KEY);
      if (!errors.isEmpty()) {
        throw new ProblemException(
            HttpStatus.UNPROCESSABLE_ENTITY,
            "The report cannot be read",
            errors.getFirst().get("pointer") + ": " + errors.getFirst().get("detail"),
            Map.of("errors", List.copyOf(errors)));
      }
      Report report = new Report(job, at, dataDate, success, note, now);
      return new ArrivalBody(report, key == null ? derived(at, dataDate, success, note) : key);
    }

    private void wrong(String member, String detail) {
      errors.add(
          Map.of("pointer", "/" + member.replace("~", "~0").replace("/", "~1"), "detail", detail));
    }

    private @Nullable String text(String member, int longest) {
      Object value = body.get(member);
      if (value == null) {
        return null;
      }
      if (!(value instanceof String text) || text.isBlank()) {
        wrong(member, "must be a text that is not empty");
        return null;
      }
      if (text.length() > longest || text.indexOf('\0') >= 0) {
        wrong(member, "must have at most " + longest + " characters, none of them NUL");
        return null;
      }
      return text;
    }

    private Instant at(Instant now) {
      String text = text("at", LONGEST_KEY);
      if (text == null) {
        return now;
      }
      try {
        Instant at = OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MICROS);
        if (at.isAfter(now.plus(AHEAD))) {
          wrong("at", "lies in the future; say when the data was ready, or leave it out for now");
        }
        return at;
      } catch (DateTimeParseException e) {
        wrong("at", "must be an instant with its offset, such as 2026-11-20T09:41:00+09:00");
        return now;
      }
    }

    private @Nullable LocalDate dataDate() {
      String text = text("data_date", LONGEST_KEY);
      try {
        return text == null ? null : LocalDate.parse(text);
      } catch (DateTimeParseException e) {
        wrong("data_date", "must be a date, such as 2026-11-20");
        return null;
      }
    }

    private boolean success() {
      String status = text("status", LONGEST_KEY);
      if (status != null && !status.equals("success") && !status.equals("failure")) {
        wrong("status", "must be \"success\" or \"failure\"");
      }
      return !"failure".equals(status);
    }

    /** The same words twice are the same report. */
    private static String derived(
        Instant at, @Nullable LocalDate dataDate, boolean success, @Nullable String note) {
      String words = at + "|" + dataDate + "|" + success + "|" + note;
      try {
        byte[] hash =
            MessageDigest.getInstance("SHA-256").digest(words.getBytes(StandardCharsets.UTF_8));
        return "content:" + HexFormat.of().formatHex(hash);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
