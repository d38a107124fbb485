package dev.punctual.observe.jdbc;

import dev.punctual.observe.jdbc.Dialect.Errors;
import dev.punctual.observe.jdbc.Dialect.Fault;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The errors of MySQL and MariaDB, by number: many share one state. */
final class MysqlErrors implements Errors {

  @Override
  public Fault fault(SQLException e) {
    return switch (e.getErrorCode()) {
      // Shutting down, too many connections, a quota of the account, killed.
      case 1053, 1040, 1203, 1226, 1927 -> Fault.WHOLE;
      case 1205 -> Fault.LOCKED;
      // MariaDB's limit, MySQL's limit, a cancel.
      case 1969, 3024, 1317 -> Fault.TOO_SLOW;
      // Database, table, column, view, privilege, routine.
      case 1044, 1142, 1143, 1345, 1227, 1370 -> Fault.FORBIDDEN;
      default -> Failures.state(e).startsWith("08") ? Fault.WHOLE : Fault.OTHER;
    };
  }

  /** Without the number of the connection, which differs from round to round. */
  @Override
  public String said(SQLException e) {
    return Errors.super.said(e).replaceFirst("^\\(conn=\\d+\\) ", "");
  }

  @Override
  public String tlsAdvice() {
    return "check sslMode and serverSslCert in the url";
  }

  @Override
  public @Nullable String refused(SQLException e, String address, @Nullable String user) {
    return switch (e.getErrorCode()) {
      case 1045, 1698, 1130 ->
          "login "
              + (user == null ? "without a username" : "as " + user)
              + " was refused by "
              + address
              + ": "
              + said(e)
              + "; check username and password, and that the account may log in from this host";
      case 1044, 1049 ->
          "there is no such database at "
              + address
              + " or it is hidden from this login: "
              + said(e)
              + "; check the url";
      case 1040, 1203 ->
          address
              + " has no connection left: "
              + said(e)
              + "; raise max_connections or close others";
      case 1226 ->
          address + " takes no more work now: " + said(e) + "; raise the limits of the account";
      default -> null;
    };
  }
}
