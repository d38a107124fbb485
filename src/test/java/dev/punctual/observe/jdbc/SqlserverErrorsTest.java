package dev.punctual.observe.jdbc;

import static dev.punctual.observe.jdbc.Tables.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.punctual.observe.Probe;
import dev.punctual.observe.Probes;
import dev.punctual.observe.Source;
import dev.punctual.observe.Source.Ask;
import dev.punctual.observe.SourceType.Settings;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The network's words come from Microsoft's own driver, the server's numbers from its manual. */
class SqlserverErrorsTest {

  private static final SqlserverErrors ERRORS = new SqlserverErrors();

  @ParameterizedTest
  @CsvSource({
    "1222, S00045, LOCKED", // lock request time out period exceeded
    "229, S0005, FORBIDDEN", // the SELECT permission was denied on the object
    "300, S0001, FORBIDDEN", // VIEW SERVER STATE permission was denied
    "596, S0001, WHOLE", // cannot continue the execution because the session is in the kill state
    "10928, S0001, WHOLE", // the request limit for the database has been reached
    "0, HY008, TOO_SLOW", // the query has timed out
    "0, 08S01, WHOLE",
    "207, S0001, OTHER", // invalid column name
  })
  void errors_are_classified_by_number(int number, String state, Dialect.Fault fault) {
    assertThat(ERRORS.fault(new SQLException("said", state, number))).isEqualTo(fault);
  }

  @Test
  void what_differs_from_call_to_call_is_left_out() {
    String said =
        "Cannot open database \"dwh\" requested by the login. The login failed."
            + " ClientConnectionId:93cbea16-0378-4a17-b2f7-45a3f702b02e";
    assertThat(ERRORS.refused(new SQLException(said, "S0001", 4060), "sql01/dwh", "punctual"))
        .isEqualTo(
            "there is no such database at sql01/dwh or it is hidden from this login: Cannot open"
                + " database \"dwh\" requested by the login. The login failed; check the url");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "localhost:1 | dwh: localhost:1/dwh refused the connection; is the server running and the"
            + " port right?",
        "no-such-host.invalid | dwh: the host of no-such-host.invalid/dwh is unknown; check the url"
            + " and name resolution",
      })
  void a_server_that_is_not_there_is_told_with_what_to_do(String host, String says)
      throws Exception {
    String url = "jdbc:sqlserver://" + host + ";databaseName=dwh";
    Settings settings =
        new Settings(
            "dwh", Map.of("url", url, "username", "u", "password", "p", "connect-timeout", "2s"));
    Probe probe = Probes.on(LocalDate.of(2026, 11, 20)).of(query("select 1"));
    Ask ask = new Ask(Instant.EPOCH, Map.of(), Map.of());
    try (Source source = new SqlserverType().open(settings)) {
      for (String time : List.of("first", "second")) {
        assertThatThrownBy(() -> source.observe(List.of(probe), ask)).as(time).hasMessage(says);
      }
    }
  }
}
