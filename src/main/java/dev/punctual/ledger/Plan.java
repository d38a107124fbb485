package dev.punctual.ledger;

import dev.punctual.judge.Progress;
import dev.punctual.ledger.Tallies.RuleMonth;
import dev.punctual.rule.Deadline;
import dev.punctual.rule.Rule;
import dev.punctual.rule.RuleSet;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Planned deadlines against the rows that are there. */
final class Plan {

  private static final String EXISTING =
      """
      select id, rule_id, business_date, slot, opens_at, due_at, state, source, team, rule_version
      from deadline where due_at >= ? and verdict is null\
      """;

  private static final String INSERT =
      """
      insert into deadline (rule_id, business_date, slot, slotted, data_date, opens_at, due_at,
        closes_at, timezone, objective, rule_version, source, team, trial, state, reason)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting', ?) on conflict do nothing\
      """;

  private static final String WITHDRAW =
      """
      delete from deadline where id = ? and opens_at > ? and state = 'waiting'
        and not exists (select 1 from act where act.deadline_id = deadline.id and act.origin <> 'rules')\
      """;

  private static final String FOLLOW = "update deadline set source = ?, team = ? where id = ?";

  private final RuleSet rules;
  private final Map<Deadline.Key, Deadline> planned = new HashMap<>();
  private final Map<String, Instant> horizon = new HashMap<>();
  private final Instant now;
  private final Set<RuleMonth> touched = new HashSet<>();

  private Plan(RuleSet rules, List<Deadline> deadlines, Instant now) {
    this.rules = rules;
    this.now = now;
    for (Deadline deadline : deadlines) {
      planned.put(deadline.key(), deadline);
      horizon.merge(deadline.rule(), deadline.dueAt(), (a, b) -> a.isAfter(b) ? a : b);
    }
  }

  static Plan of(RuleSet rules, List<Deadline> planned, Instant now) {
    return new Plan(rules, planned, now);
  }

  /** A row that is there and not settled. */
  private record Existing(
      long id,
      Deadline.Key key,
      Instant opensAt,
      Instant dueAt,
      String source,
      @Nullable String team,
      String version) {}

  int realise(Connection connection) throws SQLException {
    List<Existing> outdated = new ArrayList<>();
    List<Existing> led = new ArrayList<>();
    for (Existing row : existing(connection)) {
      if (isOutdated(row)) {
        outdated.add(row);
      } else {
        planned.remove(row.key());
        if (mustFollow(row)) {
          led.add(row);
        }
      }
    }
    withdraw(connection, outdated);
    follow(connection, led);
    int made = insert(connection);
    touched.addAll(Maintenances.excuse(connection, Windows.and(connection, rules, now), now));
    Tallies.recount(connection, touched);
    return made;
  }

  private List<Existing> existing(Connection connection) throws SQLException {
    List<Existing> rows = new ArrayList<>();
    try (PreparedStatement read = connection.prepareStatement(EXISTING)) {
      DeadlineRows.setInstant(read, 1, now);
      try (ResultSet row = read.executeQuery()) {
        while (row.next()) {
          Instant slot = Objects.requireNonNull(DeadlineRows.instant(row, "slot"));
          rows.add(
              new Existing(
                  row.getLong("id"),
                  new Deadline.Key(
                      DeadlineRows.text(row, "rule_id"),
                      row.getObject("business_date", LocalDate.class),
                      slot),
                  Objects.requireNonNull(DeadlineRows.instant(row, "opens_at")),
                  Objects.requireNonNull(DeadlineRows.instant(row, "due_at")),
                  DeadlineRows.text(row, "source"),
                  row.getString("team"),
                  DeadlineRows.text(row, "rule_version")));
        }
      }
    }
    return rows;
  }

  /** Not opened yet, and planned no more or with other terms. */
  private boolean isOutdated(Existing row) {
    if (!row.opensAt().isAfter(now)) {
      return false;
    }
    Rule rule = rules.rules().get(row.key().rule());
    if (rule == null) {
      return true;
    }
    Deadline wanted = planned.get(row.key());
    if (wanted != null) {
      return !rule.version().equals(row.version());
    }
    Instant last = horizon.get(row.key().rule());
    return last == null || !row.dueAt().isAfter(last);
  }

  /**
   * An opened deadline keeps its promise, but the current rule says who is asked and who is told.
   */
  private boolean mustFollow(Existing row) {
    Rule rule = rules.rules().get(row.key().rule());
    return rule != null
        && (!rule.source().equals(row.source()) || !Objects.equals(rule.team(), row.team()));
  }

  private void withdraw(Connection connection, List<Existing> rows) throws SQLException {
    Batch.run(
        connection,
        WITHDRAW,
        rows,
        (delete, row) -> {
          delete.setLong(1, row.id());
          DeadlineRows.setInstant(delete, 2, now);
        });
    rows.forEach(row -> touched.add(RuleMonth.of(row.key().rule(), row.key().businessDate())));
  }

  private void follow(Connection connection, List<Existing> rows) throws SQLException {
    Batch.run(
        connection,
        FOLLOW,
        rows,
        (update, row) -> {
          Rule rule = rule(row.key().rule());
          update.setString(1, rule.source());
          update.setString(2, rule.team());
          update.setLong(3, row.id());
        });
  }

  private int insert(Connection connection) throws SQLException {
    List<Deadline> made =
        Batch.run(
            connection,
            INSERT,
            List.copyOf(planned.values()),
            (insert, deadline) -> bind(insert, deadline, rule(deadline.rule())));
    made.forEach(each -> touched.add(RuleMonth.of(each.rule(), each.businessDate())));
    return made.size();
  }

  private Rule rule(String id) {
    return Objects.requireNonNull(rules.rules().get(id));
  }

  private static void bind(PreparedStatement insert, Deadline deadline, Rule rule)
      throws SQLException {
    insert.setString(1, deadline.rule());
    insert.setObject(2, deadline.businessDate());
    DeadlineRows.setInstant(insert, 3, deadline.key().slot());
    insert.setBoolean(4, deadline.slot() != null);
    insert.setObject(5, deadline.dataDate());
    DeadlineRows.setInstant(insert, 6, deadline.opensAt());
    DeadlineRows.setInstant(insert, 7, deadline.dueAt());
    DeadlineRows.setInstant(insert, 8, deadline.closesAt());
    insert.setString(9, deadline.timezone().getId());
    insert.setBigDecimal(10, deadline.objective());
    insert.setString(11, rule.version());
    insert.setString(12, rule.source());
    insert.setString(13, rule.team());
    insert.setBoolean(14, rule.counting().trial());
    insert.setString(15, Progress.unasked().reason());
  }
}
