package dev.punctual.observe.jdbc;

import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.jdbc.Dialect.Errors;
import dev.punctual.observe.jdbc.Dialect.Fault;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import javax.net.ssl.SSLException;

/** What an error of a database means for its source, classified once. */
final class Failures {

  private final JdbcSettings settings;
  private final Errors errors;

  Failures(JdbcSettings settings) {
    this.settings = settings;
    this.errors = settings.dialect().errors();
  }

  Fault fault(SQLException e) {
    return errors.fault(e);
  }

  String said(SQLException e) {
    return errors.said(e);
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

  /** Drivers may wrap what the server said. */
  private String cause(SQLException e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      String refused =
          t instanceof SQLException said
              ? errors.refused(said, address(), settings.login().username())
              : null;
      if (refused != null) {
        return refused;
      }
    }
    return network(e);
  }

  private String network(SQLException e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      switch (t) {
        case UnknownHostException u -> {
          return unknownHost(address());
        }
        case SocketTimeoutException u -> {
          return address() + " did not answer within the connect-timeout; check the network";
        }
        case ConnectException u -> {
          return nobodyListens(address());
        }
        case NoRouteToHostException u -> {
          return "there is no way to " + address() + "; check the network";
        }
        case SSLException u -> {
          return "no trusted TLS connection to "
              + address()
              + ": "
              + String.valueOf(u.getMessage()).lines().findFirst().orElse("")
              + "; "
              + errors.tlsAdvice();
        }
        default -> {}
      }
    }
    return "no connection to " + address() + ": " + said(e);
  }

  static String unknownHost(String address) {
    return "the host of " + address + " is unknown; check the url and name resolution";
  }

  static String nobodyListens(String address) {
    return address + " refused the connection; is the server running and the port right?";
  }

  private String address() {
    return settings.login().address();
  }

  static String state(SQLException e) {
    String state = e.getSQLState();
    return state == null ? "" : state;
  }
}
