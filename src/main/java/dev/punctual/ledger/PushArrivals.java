package dev.punctual.ledger;

import dev.punctual.observe.PushInbox;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The push inbox as a table: a report is kept once, whatever its job repeats. */
@Singleton
public class PushArrivals implements PushInbox {

  private static final String INSERT =
      """
      insert into push_arrival (job, name_key, arrived_at, data_date, success, note, author, received_at)
      values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing\
      """;

  private static final String COLUMNS =
      "select job, arrived_at, data_date, success, note, received_at from push_arrival ";

  private final TransactionOperations<Connection> transactions;
  private volatile @Nullable Instant openSince;

  PushArrivals(TransactionOperations<Connection> transactions) {
    this.transactions = transactions;
  }

  /**
   * Keeps a report unless its key is known.
   *
   * @param key what makes the report unique for its job
   * @param author name of the token that sent it, null without one
   * @return the report that is kept under that key: this one or an earlier one
   */
  public Report keep(Report report, String key, @Nullable String author) {
    return transactions.executeWrite(
        status -> {
          Connection connection = status.getConnection();
          return insert(connection, report, key, author)
              ? report
              : Objects.requireNonNull(find(connection, report.job(), key));
        });
  }

  private static boolean insert(
      Connection connection, Report report, String key, @Nullable String author)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      insert.setString(1, report.job());
      insert.setString(2, key);
      insert.setObject(3, report.at().atOffset(ZoneOffset.UTC));
      if (report.dataDate() == null) {
        insert.setNull(4, Types.DATE);
      } else {
        insert.setObject(4, report.dataDate());
      }
      insert.setBoolean(5, report.success());
      insert.setString(6, report.note());
      insert.setString(7, author);
      insert.setObject(8, report.receivedAt().atOffset(ZoneOffset.UTC));
      return insert.executeUpdate() == 1;
    }
  }

  private static @Nullable Report find(Connection connection, String job, String key)
      throws SQLException {
    try (PreparedStatement read =
        connection.prepareStatement(COLUMNS + "where job = ? and name_key = ?")) {
      read.setString(1, job);
      read.setString(2, key);
      List<Report> found = read(read);
      return found.isEmpty() ? null : found.getFirst();
    }
  }

  /** From now on reports can be handed in to this process. */
  public void opened(Instant now) {
    openSince = now;
  }

  @Override
  public @Nullable Instant openSince() {
    return openSince;
  }

  @Override
  public List<Report> reports(Set<String> jobs, Instant since) {
    return transactions.executeRead(
        status -> {
          Connection connection = status.getConnection();
          try (PreparedStatement read =
              connection.prepareStatement(
                  COLUMNS + "where job = any (?) and received_at >= ? order by received_at, id")) {
            read.setArray(1, connection.createArrayOf("varchar", jobs.toArray()));
            read.setObject(2, since.atOffset(ZoneOffset.UTC));
            return read(read);
          }
        });
  }

  private static List<Report> read(PreparedStatement read) throws SQLException {
    List<Report> reports = new ArrayList<>();
    try (ResultSet row = read.executeQuery()) {
      while (row.next()) {
        reports.add(
            new Report(
                row.getString("job"),
                row.getObject("arrived_at", OffsetDateTime.class).toInstant(),
                row.getObject("data_date", LocalDate.class),
                row.getBoolean("success"),
                row.getString("note"),
                row.getObject("received_at", OffsetDateTime.class).toInstant()));
      }
    }
    return reports;
  }
}
