package dev.punctual.observe.jdbc;

import dev.punctual.observe.Source.Finding;
import dev.punctual.observe.jdbc.JdbcSettings.Limits;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** H2, for the demo and small set-ups. */
final class H2Dialect implements Dialect {

  @Override
  public String type() {
    return "h2";
  }

  @Override
  public String title() {
    return "H2";
  }

  @Override
  public Address address() {
    return new Address(List.of("jdbc:h2:"), "file:./data/warehouse");
  }

  @Override
  public Driver driver() {
    return new Driver("org.h2.Driver", "com.h2database:h2");
  }

  @Override
  public Catalog catalog() {
    return new H2Catalog();
  }

  @Override
  public Grammar grammar() {
    return new Grammar() {};
  }

  @Override
  public Errors errors() {
    return new H2Errors();
  }

  /** H2 nests the branches of a union, so a long one exhausts the stack. */
  @Override
  public int branches() {
    return 100;
  }

  @Override
  public Counting counting() {
    return Counting.ofRows(Duration.ZERO);
  }

  @Override
  public LastWrite lastWrite() {
    return new LastWrite.Counted();
  }

  @Override
  public Map<String, String> properties(Limits limits) {
    return Map.of();
  }

  @Override
  public List<String> sessionSettings(Connection opened, Limits limits) {
    return List.of(
        "set query_timeout " + limits.statement().toMillis(),
        "set lock_timeout " + limits.lock().toMillis(),
        "set time zone 'UTC'");
  }

  @Override
  public Finding readOnly(Session session) {
    return new Finding(
        true,
        "read-only transactions",
        "H2 has none; give the login SELECT on its tables and nothing else");
  }

  /** H2's errors, in part by states of its own. */
  private static final class H2Errors implements Errors {

    private static final Set<String> WHOLE = Set.of("90067", "90007", "90098", "90121");

    @Override
    public Fault fault(SQLException e) {
      String state = Failures.state(e);
      if (state.startsWith("08") || WHOLE.contains(state)) {
        return Fault.WHOLE;
      }
      return switch (state) {
        case "HYT00" -> Fault.LOCKED;
        case "57014" -> Fault.TOO_SLOW;
        case "90096" -> Fault.FORBIDDEN;
        default -> Fault.OTHER;
      };
    }

    @Override
    public String said(SQLException e) {
      return Errors.super.said(e).replaceFirst("; SQL statement:.*", "").replaceAll("[.\\s]+$", "");
    }

    @Override
    public @Nullable String refused(SQLException e, String address, @Nullable String user) {
      return switch (Failures.state(e)) {
        case "28000" ->
            "login "
                + (user == null ? "without a username" : "as " + user)
                + " was refused by "
                + address
                + ": "
                + said(e)
                + "; check username and password";
        case "90146", "90149" ->
            "there is no such database at " + address + ": " + said(e) + "; check the url";
        default -> null;
      };
    }
  }
}
