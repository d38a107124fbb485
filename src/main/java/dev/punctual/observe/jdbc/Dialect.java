package dev.punctual.observe.jdbc;

import dev.punctual.observe.Source.Finding;
import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.jdbc.JdbcSettings.Limits;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A database: all that differs between one and another. To add one, implement this, its {@link
 * Catalog}, {@link Grammar} and {@link Errors}, and a {@code SourceType}; nothing else asks which
 * database it is.
 */
interface Dialect {

  /** The value of {@code type:} in the deployment configuration. */
  String type();

  String title();

  Address address();

  Driver driver();

  /** A new one for each source. */
  Catalog catalog();

  Grammar grammar();

  Errors errors();

  /** The most questions one statement may hold. */
  int branches();

  Counting counting();

  LastWrite lastWrite();

  /** Whether days gone by are asked for, which takes SQL that not every database has. */
  default boolean recalls() {
    return false;
  }

  /** What the driver is told beside the login. */
  Map<String, String> properties(Limits limits);

  /** The address as the driver wants it. */
  default String driverUrl(String url) {
    return url;
  }

  /** What makes a new session read-only, patient to a limit, and speak ISO in UTC. */
  List<String> sessionSettings(Connection opened, Limits limits) throws SQLException;

  /** Makes a new connection fit for asking: one statement a transaction, in one snapshot. */
  default void prepare(Connection opened, Limits limits) throws SQLException {
    try (Statement statement = opened.createStatement()) {
      for (String setting : sessionSettings(opened, limits)) {
        statement.execute(setting);
      }
    }
    opened.setReadOnly(true);
    opened.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    opened.setAutoCommit(false);
  }

  /** Tries that nothing can be written. */
  Finding readOnly(Session session) throws SourceFailure;

  /**
   * How addresses look.
   *
   * @param prefixes what one may begin with, the one to recommend first
   * @param example what may follow the first
   */
  record Address(List<String> prefixes, String example) {}

  /**
   * What has to be on the class path.
   *
   * @param artifact where it is had from, as {@code group:artifact}
   */
  record Driver(String className, String artifact) {}

  /**
   * What the counters of writes are.
   *
   * @param lag how late they may be reported after the commit
   * @param reset what is said when they went backwards, before and after the table's name
   */
  record Counting(Duration lag, String reset, String anew) {
    static Counting ofRows(Duration lag) {
      return new Counting(lag, "the row counters of ", " began anew");
    }
  }

  /** What proves {@code modified}. */
  sealed interface LastWrite {

    /**
     * The commit times of rows.
     *
     * @param expression the newest one of the rows of {@code t}
     */
    record OfRows(String expression) implements LastWrite {}

    /** The counters of writes, compared from round to round; there is no time. */
    record Counted() implements LastWrite {}

    /**
     * The time of the last statement that wrote, as the catalogue has it: it may lie before the
     * commit, and is forgotten now and then.
     *
     * @param forgotten why it may be unknown
     */
    record OfStatement(String forgotten) implements LastWrite {}
  }

  /** What went wrong with a statement. */
  enum Fault {
    /** The connection or the server is gone. */
    WHOLE,
    /** Another transaction holds the table. */
    LOCKED,
    /** The statement time-out, or a cancel. */
    TOO_SLOW,
    FORBIDDEN,
    OTHER
  }

  /** How the database tells what went wrong. */
  interface Errors {

    Fault fault(SQLException e);

    /** What the database said, on one line, without the place in a statement nobody wrote. */
    default String said(SQLException e) {
      String message = e.getMessage();
      String line = message == null ? "no message" : message.lines().findFirst().orElse("");
      return line.strip().replaceAll("[.\\s]+$", "");
    }

    /** 1-based place of the error in the statement as sent; 0 where the server does not say. */
    default int position(SQLException e) {
      return 0;
    }

    /** Where to look when the server's certificate is not trusted. */
    default String tlsAdvice() {
      return "check sslmode and sslrootcert in the url";
    }

    /**
     * Why no connection could be had, and what to do; null where the server says nothing special.
     *
     * @param user null where none is configured
     */
    @Nullable String refused(SQLException e, String address, @Nullable String user);
  }
}
