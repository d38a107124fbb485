package dev.punctual.ledger;

import dev.punctual.judge.State;
import dev.punctual.judge.Verdict;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Figures for monitoring, from roll-ups and the last days. */
@Singleton
public class Standings {

  /** A present deadline fell due no longer ago than this. */
  private static final Duration BACK = Duration.ofDays(8);

  private static final Duration AHEAD = Duration.ofDays(3);

  private final TransactionOperations<Connection> transactions;

  Standings(TransactionOperations<Connection> transactions) {
    this.transactions = transactions;
  }

  /** Settled deadlines of a rule. */
  public record Count(String rule, Verdict verdict) {}

  /** The present deadline of each rule that had one in the last week. */
  public List<Standing> present(Instant now) {
    return transactions.executeRead(
        status -> {
          Map<String, Standing> present = new HashMap<>();
          try (PreparedStatement read =
              status
                  .getConnection()
                  .prepareStatement(
                      """
                      select rule_id, team, state, due_at, arrival_at from deadline
                      where due_at >= ? and due_at < ? and opens_at <= ? order by due_at\
                      """)) {
            DeadlineRows.setInstant(read, 1, now.minus(BACK));
            DeadlineRows.setInstant(read, 2, now.plus(AHEAD));
            DeadlineRows.setInstant(read, 3, now);
            try (ResultSet row = read.executeQuery()) {
              while (row.next()) {
                String rule = DeadlineRows.text(row, "rule_id");
                present.put(
                    rule,
                    new Standing(
                        rule,
                        row.getString("team"),
                        State.of(DeadlineRows.text(row, "state")),
                        Objects.requireNonNull(DeadlineRows.instant(row, "due_at")),
                        DeadlineRows.instant(row, "arrival_at")));
              }
            }
          }
          return new ArrayList<>(present.values());
        });
  }

  /** All settled deadlines that were not excused, by rule and verdict. */
  public Map<Count, Long> verdicts() {
    return transactions.executeRead(
        status -> {
          Map<Count, Long> counts = new HashMap<>();
          try (PreparedStatement read =
                  status
                      .getConnection()
                      .prepareStatement(
                          """
                          select rule_id, sum(met) as met, sum(missed) as missed,
                            sum(unproved) as unproved
                          from month_tally group by rule_id\
                          """);
              ResultSet row = read.executeQuery()) {
            while (row.next()) {
              String rule = DeadlineRows.text(row, "rule_id");
              counts.put(new Count(rule, Verdict.MET), row.getLong("met"));
              counts.put(new Count(rule, Verdict.MISSED), row.getLong("missed"));
              counts.put(new Count(rule, Verdict.UNKNOWN), row.getLong("unproved"));
            }
          }
          return counts;
        });
  }
}
