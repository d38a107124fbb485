package dev.punctual.bench;

import dev.punctual.alert.slack.StrictSlack;
import dev.punctual.bench.KillPlan.Due;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What became of each deadline of a {@link KillPlan}: in the ledger, and in Slack. */
final class KillCount {

  private final KillPlan plan;
  private final StrictSlack slack;
  private final Map<String, List<Row>> rows = new HashMap<>();
  private final Map<String, List<String>> findings = new TreeMap<>();

  KillCount(KillPlan plan, String ledger, String user, StrictSlack slack) throws SQLException {
    this.plan = plan;
    this.slack = slack;
    try (Connection connection = DriverManager.getConnection(ledger, user, "");
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select rule_id, due_at, state, verdict, arrival_at, reason from deadline")) {
      while (row.next()) {
        OffsetDateTime arrival = row.getObject(5, OffsetDateTime.class);
        rows.computeIfAbsent(row.getString(1), rule -> new ArrayList<>())
            .add(
                new Row(
                    row.getObject(2, OffsetDateTime.class).toInstant(),
                    row.getString(3),
                    row.getString(4),
                    arrival == null ? null : arrival.toInstant(),
                    row.getString(6)));
      }
    }
  }

  private record Row(
      Instant dueAt,
      String state,
      @Nullable String verdict,
      @Nullable Instant arrival,
      @Nullable String reason) {}

  /**
   * Says it.
   *
   * @return whether nothing was lost, doubled or wrong
   */
  boolean tell() {
    Map<String, Integer> became = new TreeMap<>();
    for (Due due : plan.due()) {
      List<Row> own =
          rows.getOrDefault(due.rule(), List.of()).stream()
              .filter(row -> row.dueAt().equals(due.at()))
              .toList();
      if (own.size() != 1) {
        note(own.isEmpty() ? "verdicts lost" : "verdicts doubled", due.rule());
        continue;
      }
      Row row = own.getFirst();
      String verdict = Objects.requireNonNullElse(row.verdict(), "none");
      became.merge("%s -> %s (%s)".formatted(due.fate(), verdict, row.state()), 1, Integer::sum);
      judge(due, row, verdict);
      listen(due, verdict);
    }
    say("deadlines " + plan.due().size() + ": " + became);
    say(
        "top-level messages "
            + slack.messages("data-sla").stream().filter(m -> m.isTopLevel()).count());
    List<Long> delays = delays();
    say(
        "seconds from due to the message: median %d, longest %d"
            .formatted(delays.get(delays.size() / 2), delays.getLast()));
    say("violations of Slack's rules " + slack.violations());
    findings.forEach((what, rules) -> say(what + " " + rules.size() + " " + rules));
    boolean good =
        findings.keySet().stream().allMatch(what -> what.startsWith("could not be told"));
    say(good ? "nothing lost, doubled or wrong" : "NOT GOOD");
    return good;
  }

  private List<Long> delays() {
    return slack.messages("data-sla").stream()
        .filter(StrictSlack.Message::isTopLevel)
        .flatMap(
            message ->
                plan.due().stream()
                    .filter(due -> message.all().contains(due.title()))
                    .map(due -> Duration.between(due.at(), message.receivedAt).toSeconds())
                    .limit(1))
        .sorted()
        .toList();
  }

  private void judge(Due due, Row row, String verdict) {
    if (row.state().equals("unknown")) {
      note("could not be told", due.rule() + ": " + row.reason());
    } else if (!verdict.equals(due.verdict())) {
      note("verdicts wrong", due.rule() + " " + row);
    }
    Instant comes = due.comesAt();
    Instant arrival = row.arrival();
    // A round of less than a second stamps what it saw with its start.
    if (comes != null && arrival != null && arrival.isBefore(comes.minusSeconds(1))) {
      note("arrivals before the data", due.rule() + " " + row);
    }
    if (due.fate() == KillPlan.Fate.LATE && verdict.equals("missed") && arrival == null) {
      note("arrivals lost", due.rule() + " " + row);
    }
  }

  /** A miss stands in one top-level message, whatever was answered in threads; met is silent. */
  private void listen(Due due, String verdict) {
    long said =
        slack.messages("data-sla").stream()
            .filter(message -> message.isTopLevel() && message.all().contains(due.title()))
            .count();
    boolean met = verdict.equals("met");
    if (said == 0 && !met) {
      note("not told in Slack", due.rule());
    } else if (said > 1) {
      note("told twice in Slack", due.rule());
    } else if (said == 1 && met) {
      note("could not be told at first", due.rule());
    }
  }

  private void note(String what, String rule) {
    findings.computeIfAbsent(what, key -> new ArrayList<>()).add(rule);
  }

  private static void say(String text) {
    System.out.println(text);
  }
}
