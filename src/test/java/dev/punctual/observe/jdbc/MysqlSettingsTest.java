package dev.punctual.observe.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.punctual.observe.SourceType.SettingException;
import dev.punctual.observe.SourceType.Settings;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is told to servers that no test can start: MySQL 8, Aurora, MySQL 5.7. */
class MysqlSettingsTest {

  private static final JdbcSettings.Limits LIMITS =
      new JdbcSettings.Limits(
          Duration.ofMillis(30_500), Duration.ofMillis(1200), Duration.ofSeconds(10));

  @Test
  void mysql_8_is_told_to_forget_its_day_old_times() {
    assertThat(MysqlDialect.sessionSettings(false, 8, LIMITS))
        .containsExactly(
            "set session transaction read only",
            "set session time_zone = '+00:00'",
            "set session lock_wait_timeout = 2",
            "set session innodb_lock_wait_timeout = 2",
            "set session max_execution_time = 30500",
            "set session information_schema_stats_expiry = 0");
  }

  @Test
  void mysql_5_7_and_mariadb_do_not_know_that_setting() {
    assertThat(MysqlDialect.sessionSettings(false, 5, LIMITS))
        .contains("set session max_execution_time = 30500")
        .noneMatch(setting -> setting.contains("stats_expiry"));
    assertThat(MysqlDialect.sessionSettings(true, 11, LIMITS))
        .contains("set session max_statement_time = 30.5")
        .noneMatch(setting -> setting.contains("stats_expiry"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mysql   | jdbc:mysql://db:3306/mart?sslMode=verify-full   | db:3306/mart",
        "mysql   | jdbc:mariadb://db/mart                          | db/mart",
        "mariadb | jdbc:mysql://db/mart                            | db/mart",
      })
  void either_scheme_is_taken_and_the_driver_gets_its_own(String type, String url, String address) {
    Dialect dialect = type.equals("mysql") ? MysqlDialect.mysql() : MysqlDialect.mariadb();
    JdbcSettings settings = JdbcSettings.of(dialect, new Settings("dwh", Map.of("url", url)));
    assertThat(settings.login().address()).isEqualTo(address);
    assertThat(dialect.driverUrl(settings.login().url())).startsWith("jdbc:mariadb://db");
  }

  @Test
  void a_wrong_url_is_told_with_the_form_of_its_type() {
    assertThatThrownBy(
            () ->
                JdbcSettings.of(
                    MysqlDialect.mysql(), new Settings("dwh", Map.of("url", "jdbc:h2:mem:x"))))
        .isInstanceOf(SettingException.class)
        .hasMessage(
            "Source dwh: url is not a JDBC address of MySQL. Write"
                + " jdbc:mysql://host:3306/database.");
  }

  /** Numbers of MySQL that MariaDB has not, or has under another. */
  @ParameterizedTest
  @CsvSource({
    "3024, HY000, TOO_SLOW", // max_execution_time
    "1227, 42000, FORBIDDEN", // access denied; you need (at least one of) the … privilege
    "1226, 42000, WHOLE", // the account's max_queries_per_hour
    "0, 08S01, WHOLE",
    "1064, 42000, OTHER",
  })
  void errors_are_classified_by_number(int number, String state, Dialect.Fault fault) {
    assertThat(new MysqlErrors().fault(new SQLException("(conn=7) said", state, number)))
        .isEqualTo(fault);
  }
}
