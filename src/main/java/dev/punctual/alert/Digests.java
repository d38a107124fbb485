package dev.punctual.alert;

import dev.punctual.alert.CardView.Button;
import dev.punctual.alert.CardView.Line;
import dev.punctual.alert.CardView.Span;
import dev.punctual.alert.CardView.Tone;
import dev.punctual.alert.Outbox.Wish;
import dev.punctual.ledger.Allowance;
import dev.punctual.ledger.Allowances;
import dev.punctual.rule.DayTime;
import dev.punctual.rule.RuleSet.Digest;
import dev.punctual.rule.RuleSet.Team;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The daily word to a team: what is promised today, how yesterday went, what is at risk. */
@Singleton
class Digests {

  /** A digest that could not be written within this time is left out. */
  private static final Duration LATE = Duration.ofHours(2);

  private static final int NAMED = 12;

  private final Outbox outbox;
  private final Audience audience;
  private final Allowances allowances;
  private final @Nullable DayTime usual;
  private final Set<String> written = new HashSet<>();

  Digests(Outbox outbox, Audience audience, Allowances allowances, AlertConfig config) {
    this.outbox = outbox;
    this.audience = audience;
    this.allowances = allowances;
    String digest = config.digest();
    this.usual =
        digest == null || digest.isBlank() || digest.equalsIgnoreCase("off")
            ? null
            : DayTime.parse(digest);
  }

  /** Wants the digests that are due; each is written once, whoever looks how often. */
  synchronized void write(Rows rows, Instant now) throws SQLException {
    write(rows, null, usual, now);
    for (Team team : audience.teams()) {
      write(rows, team.name(), time(team.digest()), now);
    }
  }

  private void write(Rows rows, @Nullable String team, @Nullable DayTime time, Instant now)
      throws SQLException {
    if (time != null) {
      ZoneId zone = audience.zone(team);
      LocalDate today = now.atZone(zone).toLocalDate();
      Instant at = today.atTime(time.time()).atZone(zone).toInstant();
      String key = "digest|" + team + "|" + today;
      boolean due = !now.isBefore(at) && now.isBefore(at.plus(LATE));
      if (due && written.add(key)) {
        write(rows, team, today, zone, now);
      }
    }
  }

  private @Nullable DayTime time(@Nullable Digest wish) {
    return wish == null ? usual : wish.at();
  }

  private void write(Rows rows, @Nullable String team, LocalDate today, ZoneId zone, Instant now)
      throws SQLException {
    List<Row> all = read(rows, team, today);
    List<Row> due = all.stream().filter(r -> r.date().equals(today)).toList();
    List<Row> yesterday = all.stream().filter(r -> !r.date().equals(today)).toList();
    if (all.isEmpty()) {
      return;
    }
    List<Line> lines = new ArrayList<>();
    yesterday(yesterday).ifPresent(lines::add);
    long risky = due.stream().filter(Row::isAtRisk).count();
    if (risky > 0) {
      lines.add(Line.of(Wording.count(risky, "promise is", "promises are") + " at risk."));
    }
    CardView view =
        new CardView(
            Tone.PLAIN,
            Line.of(Span.strong(Wording.day(today) + ": " + first(due, zone))),
            lines,
            List.of(),
            List.of(Button.open("Open Today", audience.url() + "/")));
    Optional<CardView> names = names(due, yesterday, zone, now);
    Instant from = audience.notBefore(null, team, now);
    for (String receiver : audience.receivers(team)) {
      String key = "digest|" + receiver + "|" + team + "|" + today;
      if (outbox.want(rows, Wish.line(key, Card.Kind.DIGEST, receiver, team, view), now, from)
          && names.isPresent()) {
        Card digest = outbox.named(rows, key);
        Wish reply = Wish.reply(digest, "names|" + digest.uid(), false, names.get());
        outbox.want(rows, reply, now, from);
      }
    }
  }

  /**
   * The names, in the thread: the title of a missed rule stands in one message of the channel, its
   * card.
   */
  private Optional<CardView> names(List<Row> due, List<Row> yesterday, ZoneId zone, Instant now) {
    List<Line> lines = new ArrayList<>();
    line(lines, "Due today: ", due.stream().map(r -> at(r, zone)).toList());
    line(lines, "At risk: ", due.stream().filter(Row::isAtRisk).map(r -> at(r, zone)).toList());
    line(lines, "Yesterday missed: ", titles(yesterday.stream().filter(Row::isMissed)));
    line(lines, "Yesterday could not be told: ", titles(yesterday.stream().filter(Row::isUnknown)));
    used(due, now).ifPresent(lines::add);
    return lines.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new CardView(
                Tone.PLAIN,
                lines.getFirst(),
                lines.subList(1, lines.size()),
                List.of(),
                List.of()));
  }

  private static void line(List<Line> lines, String words, List<String> names) {
    if (!names.isEmpty()) {
      lines.add(Line.of(words + Wording.list(names, NAMED)));
    }
  }

  private List<String> titles(Stream<Row> rows) {
    return rows.map(this::title).distinct().toList();
  }

  private String at(Row row, ZoneId zone) {
    return Wording.time(row.dueAt(), zone) + " " + title(row);
  }

  private static String first(List<Row> due, ZoneId zone) {
    if (due.isEmpty()) {
      return "nothing is promised today";
    }
    Row first = due.getFirst();
    return Wording.count(due.size(), "promise", "promises")
        + " today, the first by "
        + Wording.time(first.dueAt(), zone);
  }

  private static Optional<Line> yesterday(List<Row> rows) {
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    long met = rows.stream().filter(r -> "met".equals(r.verdict())).count();
    long missed = rows.stream().filter(Row::isMissed).count();
    long unknown = rows.stream().filter(Row::isUnknown).count();
    if (met == rows.size()) {
      return Optional.of(Line.of("Yesterday all " + met + " were met."));
    }
    return Optional.of(
        Line.of(
            "Yesterday "
                + met
                + " of "
                + rows.size()
                + " were met, "
                + missed
                + " missed"
                + (unknown == 0 ? "" : ", " + unknown + " could not be told")
                + "."));
  }

  private Optional<Line> used(List<Row> due, Instant now) {
    Map<String, Allowance> all = due.isEmpty() ? Map.of() : allowances.of(now);
    List<String> words =
        due.stream()
            .map(Row::rule)
            .distinct()
            .filter(rule -> all.containsKey(rule) && all.get(rule).isUsedUp())
            .map(rule -> titleOf(rule) + " (" + all.get(rule) + ")")
            .sorted()
            .toList();
    return words.isEmpty()
        ? Optional.empty()
        : Optional.of(Line.of("Allowance used up: " + Wording.list(words, NAMED) + "."));
  }

  private String title(Row row) {
    return titleOf(row.rule());
  }

  private String titleOf(String rule) {
    String title = audience.title(rule);
    return title == null ? rule : title;
  }

  private record Row(
      String rule,
      LocalDate date,
      Instant dueAt,
      String state,
      @Nullable String verdict,
      boolean excused) {

    boolean isAtRisk() {
      return state.equals("at_risk");
    }

    boolean isMissed() {
      return "missed".equals(verdict) && !excused;
    }

    boolean isUnknown() {
      return state.equals("unknown") && !excused;
    }
  }

  private static List<Row> read(Rows rows, @Nullable String team, LocalDate today)
      throws SQLException {
    return rows.list(
        """
        select rule_id, business_date, due_at, state, verdict, excusal_category from deadline
        where business_date >= ? and business_date <= ? and trial = false
          and coalesce(team, '') = ?
        order by due_at, id
        """,
        row ->
            new Row(
                row.getString("rule_id"),
                Objects.requireNonNull(row.getObject("business_date", LocalDate.class)),
                Rows.someInstant(row, "due_at"),
                row.getString("state"),
                row.getString("verdict"),
                row.getString("excusal_category") != null),
        today.minusDays(1),
        today,
        team == null ? "" : team);
  }
}
