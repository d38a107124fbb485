package dev.punctual.observe.jdbc;

import dev.punctual.observe.jdbc.Dialect.Errors;
import dev.punctual.observe.jdbc.Dialect.Fault;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** SQL Server's errors, by number: its states say little. */
final class SqlserverErrors implements Errors {

  /** In the words of the driver, which tells what the network said in no other way. */
  private static final Pattern REFUSED = Pattern.compile("Connection\\srefused");

  /** Asked for once more, Java knows without looking, and says nothing but the name. */
  private static final Pattern UNKNOWN_HOST =
      Pattern.compile("(?:servname|service)\\s.*known|^[^\\s\"]+\\.\\sVerify\\s");

  private static final String ADDRESS = "^The\\sTCP/IP\\sconnection.*failed\\.\\sError: \"(.*)\"$";

  @Override
  public Fault fault(SQLException e) {
    return switch (e.getErrorCode()) {
      case 1222 -> Fault.LOCKED;
      // Object, column, server state, any, database, database-wide.
      case 229, 230, 300, 297, 916, 262 -> Fault.FORBIDDEN;
      // Shutting down, killed, and what Azure says when it moves or throttles a database.
      case 6005, 596, 40197, 40501, 40613, 49918, 49919, 49920, 10928, 10929, 18456, 4060 ->
          Fault.WHOLE;
      default -> byState(e);
    };
  }

  private static Fault byState(SQLException e) {
    String state = Failures.state(e);
    if (e instanceof SQLTimeoutException || state.equals("HY008")) {
      return Fault.TOO_SLOW;
    }
    return state.startsWith("08") ? Fault.WHOLE : Fault.OTHER;
  }

  /** Without the number of the connection, which differs each time, and the address. */
  @Override
  public String said(SQLException e) {
    return Errors.super
        .said(e)
        .replaceFirst("\\.? ?ClientConnectionId:[0-9a-f-]+$", "")
        .replaceFirst(ADDRESS, "$1")
        .replaceFirst("\\.$", "");
  }

  @Override
  public String tlsAdvice() {
    return "check encrypt, trustStore and hostNameInCertificate in the url";
  }

  @Override
  public @Nullable String refused(SQLException e, String address, @Nullable String user) {
    return switch (e.getErrorCode()) {
      case 18456 ->
          "login "
              + (user == null ? "without a username" : "as " + user)
              + " was refused by "
              + address
              + ": "
              + said(e)
              + "; check username and password";
      case 4060, 916 ->
          "there is no such database at "
              + address
              + " or it is hidden from this login: "
              + said(e)
              + "; check the url";
      case 10928, 10929, 40501, 49918, 49919, 49920 ->
          address + " takes no more work now: " + said(e) + "; it will again by itself";
      default -> network(said(e), address);
    };
  }

  private static @Nullable String network(String said, String address) {
    if (REFUSED.matcher(said).find()) {
      return Failures.nobodyListens(address);
    }
    return UNKNOWN_HOST.matcher(said).find() ? Failures.unknownHost(address) : null;
  }
}
