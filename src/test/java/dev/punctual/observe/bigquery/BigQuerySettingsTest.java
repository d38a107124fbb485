package dev.punctual.observe.bigquery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.punctual.observe.SourceType.SettingException;
import dev.punctual.observe.SourceType.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BigQuerySettingsTest {

  private static BigQuerySettings read(Map<String, String> values) {
    return BigQuerySettings.of(new Settings("bq", values));
  }

  @Test
  void a_project_is_enough() {
    assertThat(read(Map.of("project", "acme-warehouse")))
        .isEqualTo(
            new BigQuerySettings(
                "bq",
                URI.create("https://bigquery.googleapis.com"),
                new BigQuerySettings.Billing("acme-warehouse", null, 1_000_000_000),
                null,
                null,
                new BigQuerySettings.Limits(Duration.ofSeconds(20), Duration.ofMinutes(1))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "location | Tokyo! | location is a region",
        "maximum-bytes-billed | 1000 | maximum-bytes-billed is a size such as 500 MB",
        "maximum-bytes-billed | 5 MB | the least that BigQuery bills",
        "project | 123456 | is not the id of a project (its number is none)",
        "projet | x | Did you mean",
        "url | bigquery | is not an http(s) address",
        "query-timeout | 5 | query-timeout is wrong",
      })
  void what_is_wrong_is_said_with_what_to_write(String key, String value, String said) {
    Map<String, String> values = new HashMap<>(Map.of("project", "acme-warehouse"));
    values.put(key, value);
    assertThatThrownBy(() -> read(values))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining("Source bq: " + key)
        .hasMessageContaining(said);
  }

  @Test
  void the_project_is_required() {
    assertThatThrownBy(() -> read(Map.of())).hasMessageContaining("project is missing. Write");
  }
}
