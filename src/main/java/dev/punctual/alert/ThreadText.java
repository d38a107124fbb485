package dev.punctual.alert;

import dev.punctual.alert.CardView.Line;
import dev.punctual.alert.CardView.Span;
import dev.punctual.alert.CardView.Tone;
import dev.punctual.judge.State;
import dev.punctual.ledger.TransitionKind;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the thread of a message says: one line for what changed alike, and one word to the channel
 * for new misses.
 *
 * @param zone of the team
 * @param titles of rules in force
 * @param source of a source's message, null for others
 */
record ThreadText(Wording wording, ZoneId zone, Member.Titles titles, @Nullable String source) {

  private static final int NAMED = 5;
  private static final int LINES = 10;

  /** Who did what no person did. */
  private static final String NOBODY = "Punctual";

  CardView view(List<Line> lines) {
    List<Line> rest = lines.subList(1, Math.min(lines.size(), LINES));
    List<Line> shown = new ArrayList<>(rest);
    if (lines.size() > LINES) {
      shown.add(wording.counted("reply.more", lines.size() - LINES));
    }
    return new CardView(
        wording.language(), Tone.PLAIN, lines.getFirst(), shown, List.of(), List.of());
  }

  private record Group(TransitionKind kind, @Nullable String author, String detail) {}

  List<Line> lines(List<News> news) {
    Map<Group, List<News>> groups = new LinkedHashMap<>();
    for (News each : news) {
      if (speaks(each)) {
        groups.computeIfAbsent(group(each), g -> new ArrayList<>()).add(each);
      }
    }
    return groups.entrySet().stream()
        .map(g -> Line.of(Span.plain(line(g.getKey(), g.getValue()))))
        .toList();
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

  private String line(Group group, List<News> news) {
    List<String> names = news.stream().map(this::named).distinct().toList();
    String those = wording.list(names, NAMED);
    String key = "reply." + group.kind().word();
    String author = group.author() == null ? NOBODY : group.author();
    return switch (group.kind()) {
      case AT_RISK, OFF_RISK, MET, LATE, MISSED -> wording.say(key, those);
      case FAILED, CHECK_FAILING, ABSENT, ALLOWANCE_USED ->
          said(
              wording.say(key, those),
              names.size() == 1 ? wording.reason(news.getFirst().reason()) : "");
      case ESCALATED -> wording.say(key, those, wording.reason(group.detail()));
      case SNOOZED -> wording.say(key, those, author, until(news.getFirst()));
      case RERUN -> said(wording.say(key, those, author), wording.reason(group.detail()));
      case ACKNOWLEDGED, EXCUSED, EXCUSAL_WITHDRAWN, CAUSE, CORRECTED ->
          said(wording.say(key, those, author), group.detail());
      case BREACH_BEGAN, SOURCE_DOWN, RULES_REJECTED ->
          wording.say("reply.bad", wording.reason(news.getLast().reason()));
      case BREACH_ENDED, SOURCE_UP, RULES_ACCEPTED ->
          wording.say("reply.good", wording.reason(news.getLast().reason()));
      case OVERDUE, UNKNOWN, DUE, SETTLED, REMINDER -> those;
    };
  }

  private String said(String line, String reason) {
    return reason.isBlank() ? line : wording.say("reply.said", line, reason);
  }

  /** The ledger keeps an instant; people read their own clock. */
  private String until(News news) {
    String instant = news.reason().replaceFirst("^until ", "");
    try {
      return wording.timeBeside(Instant.parse(instant), news.happenedAt(), zone);
    } catch (DateTimeParseException e) {
      return instant;
    }
  }

  private String named(News news) {
    String rule = news.rule();
    if (rule == null) {
      return source == null ? "" : source;
    }
    String title = titles.of(rule);
    String name = title == null ? rule : title;
    boolean arrived = news.kind() == TransitionKind.LATE || news.kind() == TransitionKind.MET;
    return arrived ? name + " " + wording.time(news.happenedAt(), zone) : name;
  }

  /**
   * New misses, in counts.
   *
   * @param all that the message is about
   * @param mention markup of who is called, null for nobody
   */
  CardView misses(List<Member> untold, List<Member> all, @Nullable String mention) {
    boolean more = all.stream().anyMatch(m -> m.isAlarm() && m.told());
    List<Span> spans = new ArrayList<>();
    spans.add(Span.plain(wording.say(more ? "nowMore" : "now", counts(untold))));
    if (mention != null) {
      spans.add(Span.plain(" "));
      spans.add(Span.mention(mention));
    }
    return CardView.of(wording.language(), Tone.OVERDUE, new Line(spans));
  }

  private String counts(List<Member> untold) {
    long overdue = untold.stream().filter(m -> m.state() == State.OVERDUE).count();
    long unknown = untold.stream().filter(m -> m.state() == State.UNKNOWN).count();
    long over = untold.size() - overdue - unknown;
    List<String> parts = new ArrayList<>();
    if (overdue > 0) {
      parts.add(wording.say("part.overdue", overdue));
    }
    if (over > 0) {
      parts.add(wording.say("now.missed", over));
    }
    if (unknown > 0) {
      parts.add(wording.say("part.unknown", unknown));
    }
    return wording.all(parts);
  }
}
