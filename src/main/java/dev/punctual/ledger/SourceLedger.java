package dev.punctual.ledger;

import io.micronaut.context.event.ApplicationEventPublisher;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is kept of sources: heartbeats, what they asked to remember, and whether they are up. */
@Singleton
public class SourceLedger {

  private final TransactionOperations<Connection> transactions;
  private final ApplicationEventPublisher<TransitionsRecorded> events;

  SourceLedger(
      TransactionOperations<Connection> transactions,
      ApplicationEventPublisher<TransitionsRecorded> events) {
    this.transactions = transactions;
    this.events = events;
  }

  /** The newest answered round of a source by evidence kind. */
  public Map<String, Instant> heartbeats(String source) {
    return transactions.executeRead(
        status -> {
          Map<String, Instant> beats = new HashMap<>();
          try (PreparedStatement read =
              status
                  .getConnection()
                  .prepareStatement("select kind, answered_at from heartbeat where source = ?")) {
            read.setString(1, source);
            try (ResultSet row = read.executeQuery()) {
              while (row.next()) {
                Instant at = DeadlineRows.instant(row, "answered_at");
                if (at != null) {
                  beats.put(DeadlineRows.text(row, "kind"), at);
                }
              }
            }
          }
          return beats;
        });
  }

  /** What the source asked to remember. */
  public Map<String, String> memory(String source) {
    return transactions.executeRead(
        status -> {
          Map<String, String> memory = new HashMap<>();
          try (PreparedStatement read =
              status
                  .getConnection()
                  .prepareStatement(
                      "select name_key, memory_value from source_memory where source = ?")) {
            read.setString(1, source);
            try (ResultSet row = read.executeQuery()) {
              while (row.next()) {
                memory.put(
                    DeadlineRows.text(row, "name_key"), DeadlineRows.text(row, "memory_value"));
              }
            }
          }
          return memory;
        });
  }

  /** A round was answered: counts as "no" for everything of these kinds that said nothing else. */
  public void heartbeat(
      String source, Collection<String> kinds, Instant askedAt, Map<String, String> remember) {
    transactions.executeWrite(
        status -> {
          Connection connection = status.getConnection();
          for (String kind : kinds) {
            put(
                connection,
                "update heartbeat set answered_at = ? where source = ? and kind = ?",
                "insert into heartbeat (answered_at, source, kind) values (?, ?, ?)"
                    + " on conflict do nothing",
                askedAt,
                source,
                kind);
          }
          for (Map.Entry<String, String> memo : remember.entrySet()) {
            put(
                connection,
                "update source_memory set memory_value = ? where source = ? and name_key = ?",
                "insert into source_memory (memory_value, source, name_key) values (?, ?, ?)"
                    + " on conflict do nothing",
                memo.getValue(),
                source,
                memo.getKey());
          }
          return true;
        });
  }

  private static void put(
      Connection connection,
      String update,
      String insert,
      Object content,
      String source,
      String name)
      throws SQLException {
    if (run(connection, update, content, source, name) == 0) {
      run(connection, insert, content, source, name);
    }
  }

  private static int run(
      Connection connection, String sql, Object content, String source, String name)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      if (content instanceof Instant instant) {
        DeadlineRows.setInstant(statement, 1, instant);
      } else {
        statement.setString(1, content.toString());
      }
      statement.setString(2, source);
      statement.setString(3, name);
      return statement.executeUpdate();
    }
  }

  /** Forgets heartbeats and memory of other sources than these that were silent since then. */
  public void forgetSilent(Collection<String> configured, Instant since) {
    String[] names = configured.toArray(String[]::new);
    transactions.executeWrite(
        status -> {
          Connection connection = status.getConnection();
          try (PreparedStatement memory =
                  connection.prepareStatement(
                      """
                      delete from source_memory where source <> all (?) and not exists (
                        select 1 from heartbeat
                        where heartbeat.source = source_memory.source and answered_at >= ?)\
                      """);
              PreparedStatement beats =
                  connection.prepareStatement(
                      "delete from heartbeat where source <> all (?) and answered_at < ?")) {
            for (PreparedStatement delete : List.of(memory, beats)) {
              delete.setArray(1, connection.createArrayOf("varchar", names));
              DeadlineRows.setInstant(delete, 2, since);
              delete.executeUpdate();
            }
          }
          return true;
        });
  }

  /** Up or down, since when, as last told; null when nothing was told yet. */
  public @Nullable Health health(String source) {
    return transactions.executeRead(
        status -> {
          try (PreparedStatement read =
              status
                  .getConnection()
                  .prepareStatement(
                      "select up, since, last_good_at, error from source_health where source = ?")) {
            read.setString(1, source);
            try (ResultSet row = read.executeQuery()) {
              return row.next() ? health(row) : null;
            }
          }
        });
  }

  private static Health health(ResultSet row) throws SQLException {
    Instant since = DeadlineRows.instant(row, "since");
    return new Health(
        row.getBoolean("up"),
        since == null ? Instant.EPOCH : since,
        DeadlineRows.instant(row, "last_good_at"),
        row.getString("error"));
  }

  /**
   * Tells that a source went down or came back, once: nothing happens when that is known already.
   *
   * @param since when the state began
   * @param lastGoodAt the last answered round, null for none
   * @param reason in words, without secrets
   * @return whether it was news
   */
  public boolean went(
      String source,
      boolean up,
      Instant since,
      @Nullable Instant lastGoodAt,
      String reason,
      Instant now) {
    boolean news =
        transactions.executeWrite(
            status -> {
              Connection connection = status.getConnection();
              boolean first = insertHealth(connection, source, up, since, lastGoodAt, reason);
              boolean changed =
                  first ? !up : updateHealth(connection, source, up, since, lastGoodAt, reason);
              if (changed) {
                TransitionKind kind = up ? TransitionKind.SOURCE_UP : TransitionKind.SOURCE_DOWN;
                Transition.insert(
                    connection, List.of(Transition.ofSource(source, kind, reason, since)), now);
              }
              return changed;
            });
    if (news) {
      events.publishEvent(new TransitionsRecorded());
    }
    return news;
  }

  private static boolean insertHealth(
      Connection connection,
      String source,
      boolean up,
      Instant since,
      @Nullable Instant lastGoodAt,
      String reason)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            insert into source_health (source, up, since, last_good_at, failures, error)
            values (?, ?, ?, ?, 0, ?) on conflict do nothing\
            """)) {
      insert.setString(1, source);
      insert.setBoolean(2, up);
      DeadlineRows.setInstant(insert, 3, since);
      DeadlineRows.setInstant(insert, 4, lastGoodAt);
      insert.setString(5, up ? null : reason);
      return insert.executeUpdate() == 1;
    }
  }

  private static boolean updateHealth(
      Connection connection,
      String source,
      boolean up,
      Instant since,
      @Nullable Instant lastGoodAt,
      String reason)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            update source_health set up = ?, since = ?, last_good_at = ?, error = ?
            where source = ? and up <> ?\
            """)) {
      update.setBoolean(1, up);
      DeadlineRows.setInstant(update, 2, since);
      DeadlineRows.setInstant(update, 3, lastGoodAt);
      update.setString(4, up ? null : reason);
      update.setString(5, source);
      update.setBoolean(6, up);
      return update.executeUpdate() == 1;
    }
  }

  /**
   * A source's health as told.
   *
   * @param error null while up
   */
  public record Health(
      boolean up, Instant since, @Nullable Instant lastGoodAt, @Nullable String error) {}
}
