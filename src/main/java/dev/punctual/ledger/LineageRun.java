package dev.punctual.ledger;

import dev.punctual.observe.LineageEvent.Output;
import dev.punctual.observe.LineageEvent.Run;
import dev.punctual.observe.LineageEvent.Span;
import dev.punctual.observe.LineageEvent.State;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * A run as folded from its events: the first start and success and the last failure, so that
 * neither order nor repetition of events matters.
 */
record LineageRun(
    @Nullable Instant startedAt,
    @Nullable Instant succeededAt,
    @Nullable Instant failedAt,
    @Nullable String failedAs,
    @Nullable Instant nominalStart,
    @Nullable Instant nominalEnd,
    @Nullable Instant newestAt,
    @Nullable String parent,
    @Nullable String note) {

  private static final String INSERT =
      """
      insert into lineage_run (subject, run_key, heard_at)
      values (?, ?, ?) on conflict do nothing\
      """;

  /** Locks the row: events of one run are folded one after the other. */
  private static final String READ =
      """
      select id, started_at, succeeded_at, failed_at, failed_as, nominal_start, nominal_end,
        newest_at, parent, note
      from lineage_run where subject = ? and run_key = ? for update\
      """;

  private static final String UPDATE =
      """
      update lineage_run set started_at = ?, succeeded_at = ?, failed_at = ?, failed_as = ?,
        nominal_start = ?, nominal_end = ?, newest_at = ?, parent = ?, note = ?, heard_at = ?
      where id = ?\
      """;

  /** Folds an event into its run; gives the run's id. */
  static long fold(Connection connection, long subject, Run run, Instant now) throws SQLException {
    Rows.update(connection, INSERT, subject, run.id(), now);
    long id;
    LineageRun before;
    try (PreparedStatement read = Rows.prepared(connection, READ, subject, run.id());
        ResultSet row = read.executeQuery()) {
      if (!row.next()) {
        throw new IllegalStateException("the run that was just written is not there");
      }
      id = row.getLong("id");
      before = of(row);
    }
    LineageRun after = before.with(run);
    if (!after.equals(before)) {
      after.write(connection, id, now);
    }
    return id;
  }

  /** What the run says of a dataset it writes: the most rows, and the last word on its state. */
  static void writes(Connection connection, long run, long dataset, Output output, Instant at)
      throws SQLException {
    Rows.update(
        connection,
        "insert into lineage_write (run, dataset) values (?, ?) on conflict do nothing",
        run,
        dataset);
    if (output.rows() != null) {
      Rows.update(
          connection,
          "update lineage_write set written_rows = ? where run = ? and dataset = ?"
              + " and (written_rows is null or written_rows < ?)",
          output.rows(),
          run,
          dataset,
          output.rows());
    }
    if (output.written() != null) {
      Rows.update(
          connection,
          "update lineage_write set written = ?, said_at = ? where run = ? and dataset = ?"
              + " and (said_at is null or said_at < ?)",
          output.written(),
          at,
          run,
          dataset,
          at);
    }
  }

  LineageRun with(Run run) {
    State state = run.state();
    boolean failsLast = state == State.FAILED && (failedAt == null || failedAt.isBefore(run.at()));
    Span nominal = run.nominal();
    return new LineageRun(
        state == State.STARTED ? first(startedAt, run.at()) : startedAt,
        state == State.SUCCEEDED ? first(succeededAt, run.at()) : succeededAt,
        failsLast ? run.at() : failedAt,
        failsLast ? run.word() : failedAs,
        nominalStart != null || nominal == null ? nominalStart : nominal.start(),
        nominalEnd != null || nominal == null ? nominalEnd : nominal.end(),
        newestAt == null ? run.newestAt() : newestAt,
        parent == null ? run.parent() : parent,
        run.note() != null && (failsLast || note == null) ? run.note() : note);
  }

  private static Instant first(@Nullable Instant known, Instant told) {
    return known == null || told.isBefore(known) ? told : known;
  }

  private static LineageRun of(ResultSet row) throws SQLException {
    return new LineageRun(
        Rows.orNull(row, "started_at"),
        Rows.orNull(row, "succeeded_at"),
        Rows.orNull(row, "failed_at"),
        row.getString("failed_as"),
        Rows.orNull(row, "nominal_start"),
        Rows.orNull(row, "nominal_end"),
        Rows.orNull(row, "newest_at"),
        row.getString("parent"),
        row.getString("note"));
  }

  private void write(Connection connection, long id, Instant now) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(UPDATE)) {
      instant(update, 1, startedAt);
      instant(update, 2, succeededAt);
      instant(update, 3, failedAt);
      update.setString(4, failedAs);
      instant(update, 5, nominalStart);
      instant(update, 6, nominalEnd);
      instant(update, 7, newestAt);
      update.setString(8, parent);
      update.setString(9, note);
      instant(update, 10, now);
      update.setLong(11, id);
      update.executeUpdate();
    }
  }

  private static void instant(PreparedStatement statement, int index, @Nullable Instant at)
      throws SQLException {
    if (at == null) {
      statement.setNull(index, Types.TIMESTAMP_WITH_TIMEZONE);
    } else {
      statement.setObject(index, at.atOffset(ZoneOffset.UTC));
    }
  }
}
