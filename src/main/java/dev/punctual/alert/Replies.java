package dev.punctual.alert;

import dev.punctual.alert.CardView.Line;
import dev.punctual.alert.CardView.Span;
import dev.punctual.alert.CardView.Tone;
import dev.punctual.alert.Outbox.Wish;
import dev.punctual.judge.State;
import dev.punctual.ledger.TransitionKind;
import dev.punctual.rule.RuleSet.Team;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lines in the thread of a card: one reply a round, and one to the channel for new misses. */
@Singleton
class Replies {

  private static final int NAMED = 5;
  private static final int LINES = 10;

  private final Outbox outbox;
  private final Audience audience;

  Replies(Outbox outbox, Audience audience) {
    this.outbox = outbox;
    this.audience = audience;
  }

  /**
   * Wants one reply that tells what a round brought; joined to one that has not been sent yet. New
   * misses are not told here: {@link #misses} tells the channel.
   */
  void round(Rows rows, Card card, List<News> news, Instant now) throws SQLException {
    List<Line> lines = lines(news, card);
    if (lines.isEmpty()) {
      return;
    }
    Instant from =
        audience.notBefore(news.getFirst().rule(), card.team(), now.plus(Outbox.DEBOUNCE));
    Optional<Card> open =
        rows.first(
            """
            select * from message where parent_id = ? and kind = 'reply' and broadcast = false
              and outcome = 'waiting' and attempts = 0 and lease_until is null
              and in_doubt_since is null
            order by id desc limit 1
            """,
            Card::read,
            card.id());
    if (open.isPresent() && open.get().content() != null) {
      append(rows, open.get(), lines);
    } else {
      CardView view = view(lines);
      long newest = news.stream().mapToLong(News::id).max().orElse(0);
      outbox.want(
          rows, Wish.reply(card, "reply|" + card.uid() + "|" + newest, false, view), now, from);
    }
  }

  private void append(Rows rows, Card reply, List<Line> lines) throws SQLException {
    CardView before = outbox.read(java.util.Objects.requireNonNull(reply.content()));
    List<Line> all = new ArrayList<>();
    all.add(before.headline());
    all.addAll(before.lines());
    all.addAll(lines);
    rows.update(
        "update message set content = ?, wanted = wanted + 1 where id = ?",
        outbox.write(view(all)),
        reply.id());
  }

  private static CardView view(List<Line> lines) {
    List<Line> rest = lines.subList(1, Math.min(lines.size(), LINES));
    List<Line> shown = new ArrayList<>(rest);
    if (lines.size() > LINES) {
      shown.add(Line.of("and " + (lines.size() - LINES) + " more changes"));
    }
    return new CardView(Tone.PLAIN, lines.getFirst(), shown, List.of(), List.of());
  }

  private record Group(TransitionKind kind, @Nullable String author, String detail) {}

  private List<Line> lines(List<News> news, Card card) {
    Map<Group, List<News>> groups = new LinkedHashMap<>();
    for (News each : news) {
      if (speaks(each)) {
        groups.computeIfAbsent(group(each), g -> new ArrayList<>()).add(each);
      }
    }
    return groups.entrySet().stream().map(g -> line(g.getKey(), g.getValue(), card)).toList();
  }

  private static Group group(News news) {
    boolean own = news.author() != null || news.kind() == TransitionKind.ESCALATED;
    return new Group(news.kind(), news.author(), own ? news.reason() : "");
  }

  private static boolean speaks(News news) {
    return switch (news.kind()) {
      case OVERDUE, UNKNOWN, DUE, SETTLED, REMINDER -> false;
      case AT_RISK,
          OFF_RISK,
          FAILED,
          CHECK_FAILING,
          ABSENT,
          ESCALATED,
          MET,
          LATE,
          MISSED,
          ACKNOWLEDGED,
          SNOOZED,
          EXCUSED,
          EXCUSAL_WITHDRAWN,
          CAUSE,
          CORRECTED,
          RERUN,
          ALLOWANCE_USED,
          SOURCE_DOWN,
          SOURCE_UP,
          RULES_REJECTED,
          RULES_ACCEPTED,
          BREACH_BEGAN,
          BREACH_ENDED ->
          true;
    };
  }

  private Line line(Group group, List<News> news, Card card) {
    List<String> names = news.stream().map(n -> named(n, card)).distinct().toList();
    String those = Wording.list(names, NAMED);
    String by = group.author() == null ? "" : " by " + group.author();
    String said = group.detail().isBlank() ? "" : ": " + group.detail();
    String because = names.size() == 1 ? ": " + news.getFirst().reason() : "";
    String text =
        switch (group.kind()) {
          case AT_RISK -> "▲ At risk: " + those;
          case OFF_RISK -> "Likely in time again: " + those;
          case FAILED -> "▲ Failed: " + those + because;
          case CHECK_FAILING -> "▲ There, but a check says no: " + those + because;
          case ABSENT -> "? The rule is broken: " + those + because;
          case ESCALATED -> "▲ Escalated, " + group.detail() + ": " + those;
          case MET -> "✓ In time: " + those;
          case LATE -> "✕ Arrived late: " + those;
          case MISSED -> "✕ Never arrived: " + those;
          case ACKNOWLEDGED -> "Acknowledged" + by + ": " + those + said;
          case SNOOZED -> "Snoozed" + by + " " + until(news.getFirst(), card) + ": " + those;
          case EXCUSED -> "Excused" + by + ": " + those + said;
          case EXCUSAL_WITHDRAWN -> "Excusal withdrawn" + by + ": " + those + said;
          case CAUSE -> "Cause" + by + ": " + those + said;
          case RERUN -> "Re-run" + by + ": " + those + said;
          case CORRECTED -> "Corrected" + by + ": " + those + said;
          case ALLOWANCE_USED -> "▲ Allowance used up: " + those + because;
          case BREACH_BEGAN, SOURCE_DOWN, RULES_REJECTED -> "✕ " + news.getLast().reason();
          case BREACH_ENDED, SOURCE_UP, RULES_ACCEPTED -> "✓ " + news.getLast().reason();
          case OVERDUE, UNKNOWN, DUE, SETTLED, REMINDER -> those;
        };
    return Line.of(Span.plain(text));
  }

  /** The ledger keeps an instant; people read their own clock. */
  private String until(News news, Card card) {
    String instant = news.reason().replaceFirst("^until ", "");
    try {
      return "until "
          + Wording.timeBeside(
              Instant.parse(instant), news.happenedAt(), audience.zone(card.team()));
    } catch (DateTimeParseException e) {
      return news.reason();
    }
  }

  private String named(News news, Card card) {
    String rule = news.rule();
    if (rule == null) {
      return card.source() == null ? "" : card.source();
    }
    String title = audience.title(rule);
    String name = title == null ? rule : title;
    boolean arrived = news.kind() == TransitionKind.LATE || news.kind() == TransitionKind.MET;
    return arrived
        ? name + " " + Wording.time(news.happenedAt(), audience.zone(card.team()))
        : name;
  }

  /**
   * Tells the channel, in counts, of misses it has not heard of: an edit notifies nobody. The first
   * overdue of a card calls the team, once.
   *
   * @param members of a posted card, now
   */
  void misses(Rows rows, Card card, List<Member> members, Instant now) throws SQLException {
    List<Member> untold = members.stream().filter(m -> m.isAlarm() && !m.told()).toList();
    if (untold.isEmpty()) {
      return;
    }
    tell(rows, card, untold);
    boolean overdue = untold.stream().anyMatch(Member::isOpenMiss);
    String mention = overdue && !card.mentioned() ? mention(card) : null;
    List<Span> spans = new ArrayList<>();
    spans.add(Span.plain(counts(untold, members)));
    if (mention != null) {
      spans.add(Span.plain(" "));
      spans.add(Span.mention(mention));
      rows.update("update message set mentioned = true where id = ?", card.id());
    }
    Instant from = now;
    for (Member each : untold) {
      Instant delayed = each.dueAt().plus(audience.alertAfter(each.rule()));
      Instant own =
          audience.notBefore(each.rule(), card.team(), delayed.isAfter(now) ? delayed : now);
      from = each.equals(untold.getFirst()) || own.isBefore(from) ? own : from;
    }
    long newest = untold.stream().mapToLong(Member::deadlineId).max().orElse(0);
    outbox.want(
        rows,
        Wish.reply(
            card,
            "misses|" + card.uid() + "|" + newest + "|" + untold.size(),
            true,
            CardView.of(Tone.OVERDUE, new Line(spans))),
        now,
        from);
  }

  /** The channel has heard of these. */
  void tell(Rows rows, Card card, List<Member> members) throws SQLException {
    rows.update(
        "update message_member set told = true where message_id = ? and deadline_id = any(?)",
        card.id(),
        rows.ids(members.stream().map(Member::deadlineId).toList()));
  }

  @Nullable String mention(Card card) {
    Team team = audience.team(card.team());
    return team == null || !card.channel().startsWith(Audience.SLACK) ? null : team.mention();
  }

  private static String counts(List<Member> untold, List<Member> all) {
    long overdue = untold.stream().filter(m -> m.state() == State.OVERDUE).count();
    long unknown = untold.stream().filter(m -> m.state() == State.UNKNOWN).count();
    long over = untold.size() - overdue - unknown;
    List<String> parts = new ArrayList<>();
    if (overdue > 0) {
      parts.add(overdue + " overdue");
    }
    if (over > 0) {
      parts.add(over + " missed");
    }
    if (unknown > 0) {
      parts.add(unknown + " could not be told");
    }
    boolean more = all.stream().anyMatch(m -> m.isAlarm() && m.told());
    return "✕ Now " + String.join(", ", parts) + (more ? " more" : "");
  }
}
