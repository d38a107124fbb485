package dev.punctual.observe.jdbc;

import dev.punctual.observe.SourceFailure;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What an error of a database means, classified once. */
final class Failures {

  private static final Set<String> WHOLE =
      Set.of("57P01", "57P02", "57P03", "57P05", "53300", "90067", "90007", "90098", "90121");

  private final JdbcSettings settings;

  Failures(JdbcSettings settings) {
    this.settings = settings;
  }

  /** Whether the connection or the server is gone, as against one bad statement. */
  static boolean isWhole(SQLException e) {
    String state = state(e);
    return state.startsWith("08") || WHOLE.contains(state);
  }

  /** Another transaction holds the table. */
  static boolean isLocked(SQLException e) {
    return state(e).equals("55P03") || state(e).equals("HYT00");
  }

  /** The statement time-out, or a cancel. */
  static boolean isTooSlow(SQLException e) {
    return state(e).equals("57014");
  }

  static boolean isForbidden(SQLException e) {
    return state(e).equals("42501") || state(e).equals("90096");
  }

  /** What the database said, on one line, without the place in a statement nobody wrote. */
  static String said(SQLException e) {
    ServerErrorMessage server = e instanceof PSQLException p ? p.getServerErrorMessage() : null;
    String message = server == null ? firstLine(e.getMessage()) : line(server);
    return message.strip().replaceAll("[.\\s]+$", "");
  }

  /** 1-based place of the error in the statement as sent; 0 where the server does not say. */
  static int position(SQLException e) {
    ServerErrorMessage server = e instanceof PSQLException p ? p.getServerErrorMessage() : null;
    return server == null ? 0 : server.getPosition();
  }

  private static String line(ServerErrorMessage server) {
    String hint = server.getHint();
    String message = String.valueOf(server.getMessage());
    return (hint == null ? message : message + "; " + hint).replaceAll("\\s+", " ");
  }

  private static String firstLine(@Nullable String message) {
    String line = message == null ? "no message" : message.lines().findFirst().orElse("");
    return line.replaceFirst("; SQL statement:.*", "").replaceFirst("^(ERROR|FATAL): ", "");
  }

  /** Why no connection could be had, and what to do. */
  SourceFailure connecting(SQLException e) {
    return new SourceFailure(settings.name() + ": " + cause(e), e);
  }

  SourceFailure password(IOException e) {
    return new SourceFailure(
        settings.name()
            + ": the file under password-file cannot be read ("
            + e.getClass().getSimpleName()
            + "); mount it and let the service read it",
        e);
  }

  /** Why a round broke off. */
  SourceFailure during(SQLException e) {
    return new SourceFailure(
        settings.name() + ": the connection to " + address() + " broke: " + said(e), e);
  }

  private String cause(SQLException e) {
    String user = settings.login().username();
    String who = user == null ? "without a username" : "as " + user;
    return switch (state(e)) {
      case "28P01", "28000" ->
          "login "
              + who
              + " was refused by "
              + address()
              + ": "
              + said(e)
              + "; check username, "
              + "password and the server's access rules (pg_hba.conf)";
      case "3D000", "90146", "90149" ->
          "there is no such database at " + address() + ": " + said(e) + "; check the url";
      case "42501" ->
          "login "
              + who
              + " is not allowed: "
              + said(e)
              + "; run: grant connect on database … to "
              + user;
      case "53300" ->
          address()
              + " has no connection left: "
              + said(e)
              + "; raise max_connections or close others";
      case "57P03" -> address() + " is not ready for connections: " + said(e);
      default -> network(e);
    };
  }

  private String network(SQLException e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      switch (t) {
        case UnknownHostException u -> {
          return "the host of " + address() + " is unknown; check the url and name resolution";
        }
        case SocketTimeoutException u -> {
          return address() + " did not answer within the connect-timeout; check the network";
        }
        case ConnectException u -> {
          return address() + " refused the connection; is the server running and the port right?";
        }
        case NoRouteToHostException u -> {
          return "there is no way to " + address() + "; check the network";
        }
        case SSLException u -> {
          return "no trusted TLS connection to "
              + address()
              + ": "
              + firstLine(u.getMessage())
              + "; check sslmode and sslrootcert in the url";
        }
        default -> {}
      }
    }
    return "no connection to " + address() + ": " + said(e);
  }

  private String address() {
    return settings.login().address();
  }

  private static String state(SQLException e) {
    String state = e.getSQLState();
    return state == null ? "" : state;
  }
}
