package dev.punctual.bench;

import dev.punctual.bench.BackfillTruth.Due;
import dev.punctual.bench.BackfillTruth.Told;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Compares a filled ledger with the truth, day by day. */
final class BackfillCount {

  /** Days that were judged live, whole and in an order of their own. */
  static final String LIVE =
      "select string_agg(d::text, chr(10) order by id) from deadline d where backfilled_at is null";

  private final String ledger;
  private final Map<String, List<String>> findings = new TreeMap<>();

  BackfillCount(String ledger) {
    this.ledger = ledger;
  }

  /** Rows filled in so far; zero while there is no table. */
  static long filled(Connection connection) throws SQLException {
    return number(connection, "select count(*) from deadline where backfilled_at is not null");
  }

  static long number(Connection connection, String sql) throws SQLException {
    return Long.parseLong(text(connection, sql));
  }

  static String text(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return String.valueOf(row.getString(1));
    }
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(ledger, "postgres", "");
  }

  /**
   * Says it.
   *
   * @param live what {@link #LIVE} gave before
   * @return whether nothing was lost, doubled, invented or wrong
   */
  boolean tell(BackfillTruth truth, String live) throws SQLException {
    try (Connection connection = connect()) {
      Map<Due, List<Told>> found = read(connection);
      truth.days().forEach((key, told) -> compare(key, told, found.getOrDefault(key, List.of())));
      found.keySet().stream()
          .filter(key -> !truth.days().containsKey(key))
          .forEach(key -> note("days told of which nothing is known", key));
      if (!live.equals(text(connection, LIVE))) {
        note("verdicts judged live that changed", "see the ledger");
      }
      rest(connection);
      say("days filled in " + found.size() + " of " + truth.days().size() + " that can be told");
    }
    findings.forEach((what, days) -> say(what + ": " + days.size() + " " + days));
    say(findings.isEmpty() ? "nothing lost, doubled, invented or wrong" : "NOT GOOD");
    return findings.isEmpty();
  }

  private void rest(Connection connection) throws SQLException {
    if (number(connection, "select count(*) from transition") > 0) {
      note("people told of a past day", "see transition");
    }
    long tallied =
        number(connection, "select coalesce(sum(met + missed + excused), 0) from month_tally");
    long judged =
        number(connection, "select count(*) from deadline where backfilled_at is not null");
    if (tallied != judged) {
      note("months that do not add up", tallied + " in months, " + judged + " in days");
    }
  }

  private void compare(Due key, Told told, List<Told> found) {
    if (found.size() != 1) {
      note(found.isEmpty() ? "days lost" : "days doubled", key);
    } else if (!found.getFirst().equals(told)) {
      note("days wrong", key + ": " + found.getFirst() + " and not " + told);
    }
  }

  private static Map<Due, List<Told>> read(Connection connection) throws SQLException {
    Map<Due, List<Told>> found = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select rule_id, business_date, due_at, verdict, arrival_earliest, arrival_at,"
                    + " backfill_basis from deadline where backfilled_at is not null")) {
      while (row.next()) {
        Instant arrival = instant(row, "arrival_at");
        Instant earliest = instant(row, "arrival_earliest");
        boolean exact = arrival == null ? earliest == null : arrival.equals(earliest);
        found
            .computeIfAbsent(
                new Due(
                    row.getString("rule_id"),
                    row.getObject("business_date", LocalDate.class),
                    row.getObject("due_at", OffsetDateTime.class).toInstant()),
                key -> new ArrayList<>())
            .add(
                new Told(
                    row.getString("verdict"),
                    arrival,
                    row.getString("backfill_basis") + (exact ? "" : " as an interval")));
      }
    }
    return found;
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime moment = row.getObject(column, OffsetDateTime.class);
    return moment == null ? null : moment.toInstant();
  }

  private void note(String what, Object day) {
    findings.computeIfAbsent(what, key -> new ArrayList<>()).add(day.toString());
  }

  static void say(String text) {
    System.out.println(text);
  }
}
