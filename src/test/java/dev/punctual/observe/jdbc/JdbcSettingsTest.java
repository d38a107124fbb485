package dev.punctual.observe.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.punctual.observe.SourceType.SettingException;
import dev.punctual.observe.SourceType.Settings;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JdbcSettingsTest {

  private static final String URL = "jdbc:postgresql://warehouse:5432/dwh?sslmode=verify-full";

  @Test
  void defaults_are_pinned() {
    JdbcSettings settings = read(Map.of("url", URL));
    assertThat(settings.limits())
        .isEqualTo(
            new JdbcSettings.Limits(
                Duration.ofSeconds(30), Duration.ofSeconds(1), Duration.ofSeconds(10)));
    assertThat(settings.fullEvery()).isEqualTo(Duration.ofMinutes(10));
    assertThat(settings.timezone()).isNull();
  }

  @Test
  void every_setting_is_read() {
    JdbcSettings settings =
        read(
            Map.of(
                "url", URL,
                "username", "punctual_ro",
                "password", "s3cret",
                "timezone", "Asia/Tokyo",
                "statement-timeout", "1m",
                "lock-timeout", "2s",
                "connect-timeout", "3s",
                "full-every", "5m"));
    assertThat(settings.timezone()).isEqualTo(ZoneId.of("Asia/Tokyo"));
    assertThat(settings.fullEvery()).isEqualTo(Duration.ofMinutes(5));
    assertThat(settings.login().address()).isEqualTo("warehouse:5432/dwh");
    assertThat(settings.toString()).doesNotContain("s3cret");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "user-name         | x        | user-name is not a setting. Did you mean \"username\"?",
        "statement-timeout | 30       | statement-timeout is wrong. \"30\" has no unit.",
        "timezone          | JST      | timezone is wrong.",
        "url               | postgres://u:s3cret@h/d | url is not a JDBC address of PostgreSQL.",
        "url               | jdbc:postgresql://h/d?user=u&password=s3cret | url holds a password.",
        "url               | jdbc:h2:mem:x | url is not a JDBC address of PostgreSQL.",
        "password-file     | /x       | password-file and password are both set.",
      })
  void a_wrong_setting_is_named_without_what_may_be_secret(String key, String value, String says) {
    Map<String, String> values = new java.util.HashMap<>(Map.of("url", URL, "password", "s3cret"));
    values.put(key, value);
    assertThatThrownBy(() -> read(values))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining("Source dwh: " + says)
        .message()
        .doesNotContain("s3cret");
  }

  @Test
  void a_missing_url_is_told_with_its_form() {
    assertThatThrownBy(() -> read(Map.of()))
        .hasMessage("Source dwh: url is missing. Write jdbc:postgresql://host:5432/database.");
  }

  @Test
  void a_password_file_is_read_each_time(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("password"), "one\n");
    JdbcSettings settings = read(Map.of("url", URL, "password-file", file.toString()));
    assertThat(settings.login().secret()).isEqualTo("one");
    Files.writeString(file, "two\n");
    assertThat(settings.login().secret()).isEqualTo("two");
  }

  @Test
  void a_driver_that_is_not_there_is_named_with_where_to_put_it() {
    Dialect without =
        (Dialect)
            Proxy.newProxyInstance(
                Dialect.class.getClassLoader(),
                new Class<?>[] {Dialect.class},
                (proxy, method, arguments) ->
                    method.getName().equals("driver")
                        ? new Dialect.Driver("org.example.NoDriver", "org.example:no-driver")
                        : method.invoke(new PostgresqlDialect(), arguments));
    assertThatThrownBy(() -> JdbcSettings.of(without, new Settings("dwh", Map.of("url", URL))))
        .isInstanceOf(SettingException.class)
        .hasMessage(
            "Source dwh: the driver of PostgreSQL is not on the class path. Put"
                + " org.example:no-driver into the lib folder beside the other jars.");
  }

  @Test
  void every_database_finds_its_driver() {
    assertThat(
            List.of(
                new PostgresqlDialect(),
                new H2Dialect(),
                MysqlDialect.mysql(),
                MysqlDialect.mariadb(),
                new SqlserverDialect()))
        .extracting(Dialect::driver)
        .allSatisfy(driver -> assertThat(Class.forName(driver.className())).isNotNull());
  }

  private static JdbcSettings read(Map<String, String> values) {
    return JdbcSettings.of(new PostgresqlDialect(), new Settings("dwh", values));
  }
}
