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
      Breach breach, @Nullable Rule rule, @Nullable String mention, Wording wording, Place place) {
    ZoneId zone = rule == null ? place.zone() : rule.timezone();
    String title = rule == null ? breach.rule() : rule.title();
    Instant back = breach.toAt();
    List<Span> head = new ArrayList<>(List.of(Span.plain(back == null ? "✕ " : "✓ ")));
    head.addAll(
        back == null
            ? wording.spans("stale", title, wording.time(breach.fromAt(), zone))
            : wording.spans("fresh", title, wording.timeBeside(back, breach.fromAt(), zone)));
    if (mention != null) {
      head.add(Span.plain(" "));
      head.add(Span.mention(mention));
    }
    return new CardView(
        wording.language(),
        back == null ? Tone.OVERDUE : Tone.LATE,
        new Line(head),
        List.of(promise(breach, rule, zone, wording)),
        notes(breach, wording),
        buttons(breach, rule, wording, place.url()));
  }

  /** Where the service is: its zone, for rules that were removed, and its address. */
  record Place(ZoneId zone, String url) {}

  private static Line promise(Breach breach, @Nullable Rule rule, ZoneId zone, Wording wording) {
    String promised =
        rule != null && rule.promise() instanceof Promise.FreshWithin fresh
            ? wording.say("promisedFresh", wording.span(fresh.freshWithin()))
            : "";
    String where = wording.say("where.stop", zone.getId(), wording.date(breach.fromAt(), zone));
    return Line.of(wording.sentences(promised, wording.sentence(breach.reason()), where));
  }

  private static List<Line> notes(Breach breach, Wording wording) {
    List<String> facts = new ArrayList<>();
    if (breach.toAt() != null) {
      facts.add(wording.say("worstAge", wording.span(breach.worstAge())));
    }
    if (breach.acknowledgedBy() != null) {
      facts.add(wording.say("breach.acknowledged", breach.acknowledgedBy()));
    }
    if (breach.excusal() != null) {
      facts.add(wording.say("breach.excused", breach.excusal()));
    }
    if (breach.cause() != null) {
      facts.add(wording.say("breach.cause", wording.category(breach.cause())));
    }
    return facts.isEmpty() ? List.of() : List.of(Line.of(String.join(" · ", facts)));
  }

  private static List<Button> buttons(
      Breach breach, @Nullable Rule rule, Wording wording, String url) {
    List<Button> buttons = new ArrayList<>();
    if (breach.isOpen()) {
      if (breach.acknowledgedBy() == null) {
        buttons.add(Button.act(wording.say("button.acknowledge"), "acknowledge", breach.uid()));
      }
      buttons.add(Button.act(wording.say("button.snooze"), "snooze", breach.uid()));
    }
    buttons.addAll(CardButtons.explaining(wording, breach.uid()));
    if (rule != null && rule.about().runbook() != null) {
      buttons.add(Button.open(wording.say("button.runbook"), rule.about().runbook()));
    }
    buttons.add(Button.open(wording.say("button.open"), url + "/rules/" + breach.rule()));
    return buttons;
  }
}
