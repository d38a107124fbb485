package dev.punctual.ledger;

import dev.punctual.observe.LineageEvent;
import dev.punctual.observe.LineageInbox;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The lineage inbox as tables: a run is one row, whatever its producer repeats and in whatever
 * order; who reads and writes what is kept beside it, for later use.
 */
@Singleton
public class Lineage implements LineageInbox {

  /** How long a run is kept after it was last told of. */
  static final Duration RUNS_KEPT = Duration.ofDays(35);

  /** How long a name, and who reads and writes it, is kept after it was last told of. */
  static final Duration NAMES_KEPT = Duration.ofDays(400);

  private static final int MOST_NAMES = 5_000;

  private static final String RUN =
      """
      n.namespace, n.name, r.started_at, r.succeeded_at, r.failed_at, r.failed_as, r.note,
      r.nominal_start, r.nominal_end, r.newest_at,\
      """;

  private static final String RUNS =
      "select "
          + RUN
          + """
           n.name as ran_by, cast(null as bigint) as written_rows, true as written
          from lineage_name n join lineage_run r on r.subject = n.id
          where n.kind = ? and n.name = any (?) and r.heard_at >= ?\
          """;

  private static final String WRITES =
      "select "
          + RUN
          + """
           j.name as ran_by, w.written_rows, coalesce(w.written, true) as written
          from lineage_name n join lineage_write w on w.dataset = n.id
          join lineage_run r on r.id = w.run join lineage_name j on j.id = r.subject
          where n.kind = ? and n.name = any (?) and r.heard_at >= ?\
          """;

  private static final String KNOWN =
      "select namespace, name from lineage_name where kind = ? and name = any (?)";

  private static final String NAMES =
      "select name, max(last_heard) from lineage_name where kind = ?"
          + " group by name order by 2 desc, 1 limit ?";

  private final TransactionOperations<Connection> transactions;
  private final Rows rows;
  private volatile @Nullable Instant openSince;

  Lineage(TransactionOperations<Connection> transactions, Rows rows) {
    this.transactions = transactions;
    this.rows = rows;
  }

  /** Keeps what an event told; told again it changes nothing. */
  public void keep(LineageEvent event, Instant receivedAt) {
    transactions.executeWrite(
        status -> {
          new LineageEntry(status.getConnection(), event, receivedAt).write();
          return event;
        });
  }

  /** From now on events can be handed in to this process. */
  public void opened(Instant now) {
    openSince = now;
  }

  @Override
  public @Nullable Instant openSince() {
    return openSince;
  }

  @Override
  public Page look(Kind kind, Set<String> names, Instant since) {
    if (names.isEmpty()) {
      return new Page(Set.of(), List.of());
    }
    String word = word(kind);
    return rows.together(
        () -> {
          Set<Name> known = new HashSet<>(rows.list(KNOWN, row -> name(kind, row), word, names));
          String sql = kind == Kind.DATASET ? WRITES : RUNS;
          return new Page(known, rows.list(sql, row -> told(kind, row), word, names, since));
        });
  }

  @Override
  public List<String> names(Kind kind) {
    return rows.list(NAMES, row -> Rows.text(row, "name"), word(kind), MOST_NAMES);
  }

  /** Forgets runs, names and edges that were told of no more. */
  public void forget(Instant now) {
    transactions.executeWrite(
        status -> {
          Connection connection = status.getConnection();
          Instant runs = now.minus(RUNS_KEPT);
          Instant names = now.minus(NAMES_KEPT);
          List<Integer> gone = new ArrayList<>();
          gone.add(
              Rows.update(
                  connection,
                  "delete from lineage_write where run in"
                      + " (select id from lineage_run where heard_at < ?)",
                  runs));
          gone.add(Rows.update(connection, "delete from lineage_run where heard_at < ?", runs));
          gone.add(Rows.update(connection, "delete from lineage_edge where last_seen < ?", names));
          gone.add(Rows.update(connection, "delete from lineage_name where last_heard < ?", names));
          return gone;
        });
  }

  static String word(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private static Name name(Kind kind, ResultSet row) throws SQLException {
    return new Name(kind, Rows.text(row, "namespace"), Rows.text(row, "name"));
  }

  private static Told told(Kind kind, ResultSet row) throws SQLException {
    Instant nominalEnd = Rows.orNull(row, "nominal_end");
    long written = row.getLong("written_rows");
    Long counted = row.wasNull() ? null : Long.valueOf(written);
    return new Told(
        name(kind, row),
        Rows.text(row, "ran_by"),
        Rows.orNull(row, "started_at"),
        Rows.orNull(row, "succeeded_at"),
        Rows.orNull(row, "failed_at"),
        row.getString("failed_as"),
        row.getString("note"),
        nominalEnd == null ? Rows.orNull(row, "nominal_start") : nominalEnd,
        Rows.orNull(row, "newest_at"),
        counted,
        row.getBoolean("written"));
  }
}
