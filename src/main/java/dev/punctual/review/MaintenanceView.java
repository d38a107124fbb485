package dev.punctual.review;

import dev.punctual.ledger.Window;
import dev.punctual.rule.RuleSet;
import dev.punctual.rule.RuleSet.Maintenance;
import dev.punctual.web.Words;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the template of the maintenance page is given. */
final class MaintenanceView {

  private static final DateTimeFormatter TYPED =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);

  /** More files' windows of the past than this say nothing. */
  private static final Duration BACK = Duration.ofDays(92);

  private final Words words;
  private final ZoneId zone;
  private final Instant now;
  private final RuleSet rules;

  MaintenanceView(Words words, ZoneId zone, Instant now, RuleSet rules) {
    this.words = words;
    this.zone = zone;
    this.now = now;
    this.rules = rules;
  }

  /** What stands in the fields of the form. */
  record Typed(String from, String to, String rules, String reason, String author) {

    static Typed of(Map<String, String> form) {
      return new Typed(
          form.getOrDefault("from", ""),
          form.getOrDefault("to", ""),
          form.getOrDefault("rules", ""),
          form.getOrDefault("reason", ""),
          form.getOrDefault("author", ""));
    }

    /** An example to be changed; the end is for the person to say. */
    static Typed proposing(Instant from, ZoneId zone, String author) {
      return new Typed(TYPED.format(from.atZone(zone)), "", "", "", author);
    }
  }

  /**
   * A window as it is listed.
   *
   * @param id 0 for one of a rule file
   * @param tone of its pill
   * @param matches how many rules it is about
   */
  record Row(
      long id,
      Instant begin,
      String from,
      String to,
      String rules,
      String matches,
      String reason,
      String who,
      String tone,
      String icon,
      String state,
      String note,
      boolean open,
      boolean running,
      boolean standing) {}

  Map<String, Object> model(List<Window> written) {
    List<Row> rows = new ArrayList<>();
    rules.maintenance().stream()
        .filter(window -> window.to().isAfter(now.minus(BACK)))
        .map(this::row)
        .forEach(rows::add);
    written.stream().map(this::row).forEach(rows::add);
    rows.sort(
        Comparator.comparing(Row::open).reversed().thenComparing(Row::begin, this::nearestFirst));
    long open = rows.stream().filter(Row::open).count();
    long running = rows.stream().filter(Row::running).count();
    return Map.of(
        "rows",
        rows,
        "zone",
        zone.getId(),
        "ids",
        List.copyOf(rules.rules().keySet()),
        "sentence",
        running > 0
            ? words.count("maintenance.running", running)
            : open > 0 ? words.count("maintenance.coming", open) : words.say("maintenance.none"));
  }

  private int nearestFirst(Instant a, Instant b) {
    return Duration.between(now, a).abs().compareTo(Duration.between(now, b).abs());
  }

  private Row row(Maintenance window) {
    boolean open = now.isBefore(window.to());
    boolean running = open && !now.isBefore(window.from());
    return row(window, 0, window.origin(), "", open, running, true);
  }

  private Row row(Window window) {
    boolean open = window.isOpen(now);
    boolean running = open && !now.isBefore(window.from());
    String note = "";
    if (window.withdrawnAt() != null && window.withdrawnBy() != null) {
      note =
          words.say(
              "maintenance.withdrawnBy",
              window.withdrawnBy(),
              words.stamp(window.withdrawnAt(), zone));
    } else if (window.endedAt() != null && window.endedBy() != null) {
      note =
          words.say("maintenance.endedBy", window.endedBy(), words.stamp(window.endedAt(), zone));
    }
    String who = words.say("review.by", window.author(), words.stamp(window.writtenAt(), zone));
    return row(
        window.declared(), window.id(), who, note, open, running, window.withdrawnAt() == null);
  }

  private Row row(
      Maintenance window,
      long id,
      String who,
      String note,
      boolean open,
      boolean running,
      boolean standing) {
    long matches = rules.rules().keySet().stream().filter(window::concerns).count();
    String state = !standing ? "withdrawn" : running ? "now" : open ? "ahead" : "over";
    return new Row(
        id,
        window.from(),
        words.moment(window.from(), zone),
        words.moment(window.to(), zone),
        String.join(", ", window.rules()),
        words.count("maintenance.matches", matches),
        window.reason(),
        who,
        running ? "excused" : "",
        running ? "excused" : open ? "waiting" : standing ? "met" : "cross",
        words.say("maintenance.state." + state),
        note,
        open,
        running,
        standing);
  }
}
