package dev.punctual.ledger;

import dev.punctual.ledger.Freshness.Event;
import dev.punctual.rule.Rule;
import io.micronaut.context.event.ApplicationEventPublisher;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Freshness rules: their present, breaches and gaps. Of two writers one wins. */
@Singleton
public class FreshnessLedger {

  private static final String READ =
      """
      select f.rule_id, f.state, f.newest_at, f.since, f.reason, b.from_at as breach_from,
        g.from_at as gap_from
      from freshness f
      left join breach b on b.rule_id = f.rule_id and b.to_at is null
      left join freshness_gap g on g.rule_id = f.rule_id and g.to_at is null\
      """;

  private static final String UPDATE =
      """
      update freshness set state = ?, newest_at = ?, since = ?, reason = ?
      where rule_id = ? and state = ? and since = ?\
      """;

  private static final String INSERT =
      """
      insert into freshness (state, newest_at, since, reason, rule_id)
      values (?, ?, ?, ?, ?) on conflict do nothing\
      """;

  private final TransactionOperations<Connection> transactions;
  private final ApplicationEventPublisher<TransitionsRecorded> events;

  FreshnessLedger(
      TransactionOperations<Connection> transactions,
      ApplicationEventPublisher<TransitionsRecorded> events) {
    this.transactions = transactions;
    this.events = events;
  }

  /** The present of all freshness rules ever asked about, by rule id. */
  public Map<String, Freshness> presents() {
    return transactions.executeRead(
        status -> {
          Map<String, Freshness> presents = new HashMap<>();
          try (PreparedStatement read = status.getConnection().prepareStatement(READ);
              ResultSet row = read.executeQuery()) {
            while (row.next()) {
              Freshness present =
                  new Freshness(
                      DeadlineRows.text(row, "rule_id"),
                      Freshness.State.of(DeadlineRows.text(row, "state")),
                      DeadlineRows.instant(row, "newest_at"),
                      Objects.requireNonNull(DeadlineRows.instant(row, "since")),
                      DeadlineRows.text(row, "reason"),
                      DeadlineRows.instant(row, "breach_from"),
                      DeadlineRows.instant(row, "gap_from"));
              presents.put(present.rule(), present);
            }
          }
          return presents;
        });
  }

  /**
   * A step of one rule.
   *
   * @param before as it was read, null when nothing was known; loses against a newer present
   */
  public record Step(Rule rule, @Nullable Freshness before, Freshness next, List<Event> events) {
    public Step {
      events = List.copyOf(events);
    }
  }

  /**
   * Writes steps with what they tell.
   *
   * @return false when somebody else was first with one of them; that one was not written
   */
  public boolean record(List<Step> steps, Instant now) {
    if (steps.isEmpty()) {
      return true;
    }
    List<Transition> told = new ArrayList<>();
    boolean all =
        transactions.executeWrite(
            status -> {
              boolean won = true;
              for (Step step : steps) {
                if (stand(status.getConnection(), step)) {
                  for (Event event : step.events()) {
                    apply(status.getConnection(), step.rule(), event, told);
                  }
                } else {
                  won = false;
                }
              }
              Transition.insert(status.getConnection(), told, now);
              return won;
            });
    if (!told.isEmpty()) {
      events.publishEvent(new TransitionsRecorded());
    }
    return all;
  }

  private static boolean stand(Connection connection, Step step) throws SQLException {
    Freshness before = step.before();
    Freshness next = step.next();
    try (PreparedStatement write = connection.prepareStatement(before == null ? INSERT : UPDATE)) {
      write.setString(1, next.state().word());
      DeadlineRows.setInstant(write, 2, next.newestAt());
      DeadlineRows.setInstant(write, 3, next.since());
      write.setString(4, next.reason());
      write.setString(5, next.rule());
      if (before != null) {
        write.setString(6, before.state().word());
        DeadlineRows.setInstant(write, 7, before.since());
      }
      return write.executeUpdate() == 1;
    }
  }

  private static void apply(Connection connection, Rule rule, Event event, List<Transition> told)
      throws SQLException {
    switch (event) {
      case Event.BreachBegan began -> {
        Long id = begin(connection, rule, began);
        if (id != null) {
          told.add(ofBreach(id, rule, TransitionKind.BREACH_BEGAN, began.reason(), began.from()));
        }
      }
      case Event.BreachEnded ended -> {
        Long id = end(connection, rule, ended);
        if (id != null) {
          told.add(ofBreach(id, rule, TransitionKind.BREACH_ENDED, ended.reason(), ended.to()));
        }
      }
      case Event.GapBegan began -> beginGap(connection, rule, began);
      case Event.GapEnded ended ->
          gap(
              connection,
              "update freshness_gap set to_at = ? where rule_id = ? and from_at = ?",
              ended.to(),
              rule,
              ended.from());
      case Event.GapExplained gap ->
          gap(
              connection,
              "delete from freshness_gap where rule_id = ? and from_at = ?",
              null,
              rule,
              gap.from());
      case Event.Broken broken ->
          told.add(
              new Transition(
                  null,
                  null,
                  rule.id(),
                  rule.source(),
                  rule.team(),
                  null,
                  TransitionKind.ABSENT,
                  null,
                  null,
                  broken.reason(),
                  null,
                  broken.at()));
    }
  }

  private static Transition ofBreach(
      long id, Rule rule, TransitionKind kind, String reason, Instant at) {
    return Transition.ofBreach(id, rule.id(), rule.team(), kind, reason, at);
  }

  private static @Nullable Long begin(Connection connection, Rule rule, Event.BreachBegan began)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            insert into breach (rule_id, team, from_at, worst_age_seconds, reason)
            values (?, ?, ?, 0, ?) on conflict do nothing\
            """,
            new String[] {"id"})) {
      insert.setString(1, rule.id());
      insert.setString(2, rule.team());
      DeadlineRows.setInstant(insert, 3, began.from());
      insert.setString(4, began.reason());
      return insert.executeUpdate() == 1 ? id(insert) : null;
    }
  }

  private static @Nullable Long end(Connection connection, Rule rule, Event.BreachEnded ended)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            update breach set to_at = ?, worst_age_seconds = ?
            where rule_id = ? and from_at = ? and to_at is null\
            """,
            new String[] {"id"})) {
      DeadlineRows.setInstant(update, 1, ended.to());
      update.setLong(2, ended.worstAgeSeconds());
      update.setString(3, rule.id());
      DeadlineRows.setInstant(update, 4, ended.from());
      return update.executeUpdate() == 1 ? id(update) : null;
    }
  }

  private static @Nullable Long id(Statement statement) throws SQLException {
    try (ResultSet keys = statement.getGeneratedKeys()) {
      return keys.next() ? keys.getLong(1) : null;
    }
  }

  private static void beginGap(Connection connection, Rule rule, Event.GapBegan began)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            insert into freshness_gap (rule_id, from_at, reason)
            values (?, ?, ?) on conflict do nothing\
            """)) {
      insert.setString(1, rule.id());
      DeadlineRows.setInstant(insert, 2, began.from());
      insert.setString(3, began.reason());
      insert.executeUpdate();
    }
  }

  private static void gap(
      Connection connection, String sql, @Nullable Instant to, Rule rule, Instant from)
      throws SQLException {
    try (PreparedStatement write = connection.prepareStatement(sql)) {
      int i = 1;
      if (to != null) {
        DeadlineRows.setInstant(write, i++, to);
      }
      write.setString(i++, rule.id());
      DeadlineRows.setInstant(write, i, from);
      write.executeUpdate();
    }
  }
}
