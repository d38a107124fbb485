package dev.punctual.observe.jdbc;

import dev.punctual.observe.jdbc.Dialect.Errors;
import dev.punctual.observe.jdbc.Dialect.Fault;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** PostgreSQL's errors, by the standard's states. */
final class PostgresqlErrors implements Errors {

  private static final Set<String> WHOLE = Set.of("57P01", "57P02", "57P03", "57P05", "53300");

  @Override
  public Fault fault(SQLException e) {
    String state = Failures.state(e);
    if (state.startsWith("08") || WHOLE.contains(state)) {
      return Fault.WHOLE;
    }
    return switch (state) {
      case "55P03" -> Fault.LOCKED;
      case "57014" -> Fault.TOO_SLOW;
      case "42501" -> Fault.FORBIDDEN;
      default -> Fault.OTHER;
    };
  }

  @Override
  public String said(SQLException e) {
    ServerErrorMessage server = server(e);
    if (server == null) {
      return Errors.super.said(e).replaceFirst("^(ERROR|FATAL): ", "").strip();
    }
    String hint = server.getHint();
    String message = String.valueOf(server.getMessage());
    return (hint == null ? message : message + "; " + hint)
        .replaceAll("\\s+", " ")
        .strip()
        .replaceAll("[.\\s]+$", "");
  }

  @Override
  public int position(SQLException e) {
    ServerErrorMessage server = server(e);
    return server == null ? 0 : server.getPosition();
  }

  private static @Nullable ServerErrorMessage server(SQLException e) {
    return e instanceof PSQLException p ? p.getServerErrorMessage() : null;
  }

  @Override
  public @Nullable String refused(SQLException e, String address, @Nullable String user) {
    String who = user == null ? "without a username" : "as " + user;
    return switch (Failures.state(e)) {
      case "28P01", "28000" ->
          "login "
              + who
              + " was refused by "
              + address
              + ": "
              + said(e)
              + "; check username, "
              + "password and the server's access rules (pg_hba.conf)";
      case "3D000" ->
          "there is no such database at " + address + ": " + said(e) + "; check the url";
      case "42501" ->
          "login "
              + who
              + " is not allowed: "
              + said(e)
              + "; run: grant connect on database … to "
              + user;
      case "53300" ->
          address
              + " has no connection left: "
              + said(e)
              + "; raise max_connections or close others";
      case "57P03" -> address + " is not ready for connections: " + said(e);
      default -> null;
    };
  }
}
