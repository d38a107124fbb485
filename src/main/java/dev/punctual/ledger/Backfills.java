package dev.punctual.ledger;

import dev.punctual.judge.Progress;
import dev.punctual.ledger.Change.Excusal;
import dev.punctual.ledger.Tallies.RuleMonth;
import dev.punctual.rule.Deadline;
import dev.punctual.rule.Rule;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes deadlines of days nobody watched, as their source still knows them. They are marked as
 * backfilled, make no transition and so reach nobody; a deadline that is there already, judged live
 * or not, is left as it is.
 */
@Singleton
public class Backfills {

  private static final String INSERT =
      History.insert(
          "backfilled_at, backfill_basis, excusal_category, excusal_reason, excusal_author,"
              + " excusal_at",
          "?, ?, ?, ?, ?, ?");

  private static final String KNOWN =
      """
      select rule_id, business_date, slot
      from unnest (?) wanted (id) join deadline on rule_id = wanted.id
      where business_date >= ? and business_date <= ?\
      """;

  private final TransactionOperations<Connection> transactions;

  Backfills(TransactionOperations<Connection> transactions) {
    this.transactions = transactions;
  }

  /**
   * A deadline as it must have ended.
   *
   * @param end settled as met or missed
   * @param basis what its times rest on, in one word
   * @param excusal an automatic one, null for none
   */
  public record Day(
      Deadline deadline, Rule rule, Progress end, String basis, @Nullable Excusal excusal) {
    public Day {
      if (!end.isSettled()) {
        throw new IllegalArgumentException("Not settled: " + deadline.key());
      }
    }
  }

  /** The deadlines there are of these rules, whatever became of them; both dates included. */
  public Set<Deadline.Key> known(List<Rule> rules, LocalDate from, LocalDate to) {
    return transactions.executeRead(
        status -> {
          Connection connection = status.getConnection();
          Set<Deadline.Key> known = new HashSet<>();
          try (PreparedStatement read = connection.prepareStatement(KNOWN)) {
            for (List<String> ids : RuleParts.of(rules, from, to)) {
              Rows.bind(read, ids, from, to);
              add(known, read);
            }
          }
          return known;
        });
  }

  private static void add(Set<Deadline.Key> known, PreparedStatement read) throws SQLException {
    try (ResultSet row = read.executeQuery()) {
      while (row.next()) {
        known.add(
            new Deadline.Key(
                DeadlineRows.text(row, "rule_id"),
                row.getObject("business_date", LocalDate.class),
                Objects.requireNonNull(DeadlineRows.instant(row, "slot"))));
      }
    }
  }

  /**
   * Writes these days and counts their months anew, all in one transaction.
   *
   * @return those that were written; the others were there already
   */
  public List<Day> write(List<Day> days, Instant now) {
    if (days.isEmpty()) {
      return List.of();
    }
    return transactions.executeWrite(
        status -> {
          Connection connection = status.getConnection();
          List<Day> written = insert(connection, days, now);
          Set<RuleMonth> months = new HashSet<>();
          for (Day day : written) {
            months.add(RuleMonth.of(day.deadline().rule(), day.deadline().businessDate()));
          }
          Tallies.recount(connection, months);
          return written;
        });
  }

  private static List<Day> insert(Connection connection, List<Day> days, Instant now)
      throws SQLException {
    return Batch.run(
        connection,
        INSERT,
        days,
        (insert, day) -> {
          int i = History.bind(insert, day.deadline(), day.rule(), day.end(), now);
          Excusal excusal = day.excusal();
          DeadlineRows.setInstant(insert, i++, now);
          insert.setString(i++, day.basis());
          insert.setString(i++, excusal == null ? null : excusal.category().word());
          insert.setString(i++, excusal == null ? null : excusal.reason());
          insert.setString(i++, excusal == null ? null : excusal.author());
          DeadlineRows.setInstant(insert, i, excusal == null ? null : now);
        });
  }
}
