package dev.punctual.rule;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code maintenance}: windows in which deadlines are excused. */
final class MaintenanceReader {

  private static final int LONGEST_REASON = 2_000;

  private final Set<String> ids;

  /**
   * @param ids of all rules, to warn of patterns that match none
   */
  MaintenanceReader(Set<String> ids) {
    this.ids = ids;
  }

  /**
   * Null after telling what is wrong.
   *
   * @param fallback the zone of the file's defaults, null without one
   */
  RuleSet.@Nullable Maintenance read(Value value, @Nullable ZoneId fallback) {
    Fields fields = value.fields(Keys.MAINTENANCE);
    if (fields == null) {
      return null;
    }
    LocalDateTime from = fields.require("from", MaintenanceReader::time);
    LocalDateTime to = fields.require("to", MaintenanceReader::time);
    List<String> rules = fields.require("rules", this::patterns);
    String reason = fields.require("reason", v -> v.text(LONGEST_REASON));
    ZoneId zone = fields.has("timezone") ? fields.read("timezone", Value::zone) : fallback;
    if (zone == null && !fields.has("timezone")) {
      value.wrong("\"timezone\" is missing. Write timezone: Asia/Tokyo here or under defaults.");
    }
    if (from == null || to == null || rules == null || reason == null || zone == null) {
      return null;
    }
    RuleSet.Maintenance window =
        new RuleSet.Maintenance(
            from.atZone(zone).toInstant(),
            to.atZone(zone).toInstant(),
            rules,
            reason,
            value.spot().file(),
            value.spot().line());
    if (!window.from().isBefore(window.to())) {
      Objects.requireNonNull(fields.get("to")).wrong("The window ends before it begins.");
      return null;
    }
    return window;
  }

  private static @Nullable LocalDateTime time(Value value) {
    return value.scalar(MaintenanceReader::parse);
  }

  private static LocalDateTime parse(String text) {
    int t = text.indexOf('T');
    if (t < 0) {
      throw new BadScalarException(
          "\""
              + text
              + "\" is not a local date and time. Write it as 2026-11-22T01:00, without a zone.",
          0);
    }
    LocalDate date = DateRange.parseDate(text.substring(0, t));
    try {
      return date.atTime(LocalClock.parse(text.substring(t + 1)));
    } catch (BadScalarException e) {
      throw new BadScalarException(
          "\""
              + text.substring(t + 1)
              + "\" is not a time of day. Write it as 2026-11-22T01:00, without seconds or a zone.",
          t + 1 + e.offset());
    }
  }

  private @Nullable List<String> patterns(Value value) {
    List<String> patterns = new ArrayList<>();
    for (Value item : value.items()) {
      String pattern = item.text();
      if (pattern == null) {
        continue;
      }
      patterns.add(pattern);
      if (ids.stream().noneMatch(id -> RulePattern.matches(pattern, id))) {
        value
            .scope()
            .problems()
            .warn(
                item.spot(),
                "No rule matches \""
                    + pattern
                    + "\"; nothing is excused by it."
                    + DidYouMean.question(pattern, ids));
      }
    }
    return patterns.isEmpty() ? null : patterns;
  }
}
