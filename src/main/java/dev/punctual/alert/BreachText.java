package dev.punctual.alert;

import dev.punctual.alert.CardView.Button;
import dev.punctual.alert.CardView.Line;
import dev.punctual.alert.CardView.Span;
import dev.punctual.alert.CardView.Tone;
import dev.punctual.rule.Promise;
import dev.punctual.rule.Rule;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a card of a freshness breach says. */
final class BreachText {

  private BreachText() {}

  /** A breach as it stands. */
  record Breach(
      long id,
      String uid,
      String rule,
      Instant fromAt,
      @Nullable Instant toAt,
      Duration worstAge,
      String reason,
      @Nullable String excusal,
      @Nullable String cause,
      @Nullable String acknowledgedBy) {
    boolean isExcused() {
      return excusal != null;
    }

    /** Whether somebody should still do something about it. */
    boolean isOpen() {
      return toAt == null && !isExcused();
    }
  }

  static @Nullable Breach read(Rows rows, long message) throws SQLException {
    return rows.first(
            """
            select b.*, m.uid from message m join message_breach mb on mb.message_id = m.id
              join breach b on b.id = mb.breach_id
            where m.id = ?
            """,
            row ->
                new Breach(
                    row.getLong("id"),
                    row.getString("uid"),
                    row.getString("rule_id"),
                    Rows.someInstant(row, "from_at"),
                    Rows.instant(row, "to_at"),
                    Duration.ofSeconds(row.getLong("worst_age_seconds")),
                    row.getString("reason"),
                    row.getString("excusal_reason"),
                    row.getString("cause_category"),
                    row.getString("acknowledged_by")),
            message)
        .orElse(null);
  }

  static CardView of(
      Breach breach, @Nullable Rule rule, @Nullable String mention, Audience audience) {
    ZoneId zone = rule == null ? audience.zone(null) : rule.timezone();
    String title = rule == null ? breach.rule() : rule.title();
    Instant back = breach.toAt();
    boolean over = back != null;
    List<Span> head = new ArrayList<>();
    head.add(Span.plain(over ? "✓ " : "✕ "));
    head.add(Span.strong(title));
    head.add(
        Span.plain(
            back != null
                ? " is fresh again since " + Wording.timeBeside(back, breach.fromAt(), zone)
                : " is stale since " + Wording.time(breach.fromAt(), zone)));
    if (mention != null) {
      head.add(Span.plain(" "));
      head.add(Span.mention(mention));
    }
    return new CardView(
        over ? Tone.LATE : Tone.OVERDUE,
        new Line(head),
        List.of(promise(breach, rule, zone)),
        notes(breach, over),
        buttons(breach, rule, audience.url()));
  }

  private static Line promise(Breach breach, @Nullable Rule rule, ZoneId zone) {
    String promised =
        rule != null && rule.promise() instanceof Promise.FreshWithin fresh
            ? "Promised never older than " + Wording.span(fresh.freshWithin()) + ". "
            : "";
    return Line.of(
        promised
            + ReasonText.sentence(breach.reason())
            + " "
            + zone.getId()
            + ", "
            + Wording.date(breach.fromAt(), zone)
            + ".");
  }

  private static List<Line> notes(Breach breach, boolean over) {
    List<String> facts = new ArrayList<>();
    if (over) {
      facts.add("worst age " + Wording.span(breach.worstAge()));
    }
    if (breach.acknowledgedBy() != null) {
      facts.add("acknowledged by " + breach.acknowledgedBy());
    }
    if (breach.excusal() != null) {
      facts.add("excused: " + breach.excusal());
    }
    if (breach.cause() != null) {
      facts.add("cause: " + breach.cause().replace('_', ' '));
    }
    return facts.isEmpty() ? List.of() : List.of(Line.of(String.join(" · ", facts)));
  }

  private static List<Button> buttons(Breach breach, @Nullable Rule rule, String url) {
    List<Button> buttons = new ArrayList<>();
    if (breach.isOpen()) {
      if (breach.acknowledgedBy() == null) {
        buttons.add(Button.act("Acknowledge", "acknowledge", breach.uid()));
      }
      buttons.add(Button.act("Snooze", "snooze", breach.uid()));
    }
    buttons.addAll(CardButtons.explaining(breach.uid()));
    if (rule != null && rule.about().runbook() != null) {
      buttons.add(Button.open("Runbook", rule.about().runbook()));
    }
    buttons.add(Button.open("Open", url + "/rules/" + breach.rule()));
    return buttons;
  }
}
