package dev.punctual;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What Grafana and Prometheus are given to ask, held against what Punctual exposes. */
@MicronautTest
class DashboardsTest {

  private static final Path FOLDER = Path.of("dashboards");
  private static final Pattern METRIC = Pattern.compile("\\bpunctual_[a-z_]+");
  private static final Pattern PART_OF_A_DISTRIBUTION = Pattern.compile("_(sum|count|bucket)$");

  /** The names Punctual promises to expose. */
  private static final Set<String> PROMISED =
      Set.of(
          "punctual_deadline_state",
          "punctual_deadline_due_timestamp_seconds",
          "punctual_deadline_arrival_timestamp_seconds",
          "punctual_verdicts_total",
          "punctual_attainment_ratio",
          "punctual_misses_used",
          "punctual_misses_allowed",
          "punctual_freshness_age_seconds",
          "punctual_poll_duration_seconds",
          "punctual_poll_queries_total",
          "punctual_source_up",
          "punctual_last_successful_poll_timestamp_seconds",
          "punctual_messages_total",
          "punctual_message_delay_seconds",
          "punctual_messages_pending",
          "punctual_rules_last_reload_successful",
          "punctual_rules_info");

  @Test
  void every_metric_they_name_is_one_punctual_promises() throws IOException {
    assertThat(metrics(expressions("punctual.json", "alerts.yml"))).isSubsetOf(PROMISED);
  }

  @Test
  void every_metric_they_name_is_exposed_by_a_running_punctual(EmbeddedServer server)
      throws Exception {
    Set<String> exposed = exposed(server);
    assertThat(metrics(expressions("punctual.json", "alerts.yml"))).isSubsetOf(exposed);
  }

  @Test
  void the_dashboard_shows_every_metric_punctual_promises() throws IOException {
    assertThat(metrics(expressions("punctual.json"))).containsAll(PROMISED);
  }

  @Test
  void every_panel_asks_the_chosen_data_source() throws IOException {
    assertThat(values(document("punctual.json"), "datasource"))
        .isNotEmpty()
        .containsOnly(Map.of("type", "prometheus", "uid", "${datasource}"));
  }

  @Test
  void every_panel_has_a_number_of_its_own() throws IOException {
    assertThat(values(document("punctual.json"), "id"))
        .filteredOn(Integer.class::isInstance)
        .doesNotHaveDuplicates();
  }

  @Test
  void every_alert_says_how_bad_it_is_and_what_it_means() throws IOException {
    assertThat(values(document("alerts.yml"), "labels")).allSatisfy(DashboardsTest::saysHowBad);
    assertThat(values(document("alerts.yml"), "annotations"))
        .allSatisfy(
            annotations ->
                assertThat(((Map<?, ?>) annotations).keySet())
                    .isEqualTo(Set.of("summary", "description")));
  }

  @Test
  void promtool_finds_the_alerts_to_fire_when_they_should_and_only_then() throws Exception {
    String promtool = promtool();

    assertThat(run(promtool, "check", "rules", "alerts.yml")).contains("SUCCESS");
    assertThat(run(promtool, "test", "rules", "alerts.test.yml")).contains("SUCCESS");
  }

  @Test
  void promtool_reads_every_expression_of_the_dashboard() throws Exception {
    String promtool = promtool();
    StringBuilder rules = new StringBuilder("groups:\n  - name: dashboard\n    rules:\n");
    List<String> expressions = expressions("punctual.json");
    for (int i = 0; i < expressions.size(); i++) {
      String expression = expressions.get(i).replace("$team", ".*").replace("'", "''");
      rules.append("      - { record: 'panel:").append(i).append("', expr: '");
      rules.append(expression).append("' }\n");
    }
    Path file = Files.createTempFile("dashboard", ".yml");
    Files.writeString(file, rules);

    try {
      assertThat(run(promtool, "check", "rules", file.toString()))
          .contains("SUCCESS: " + expressions.size() + " rules found");
    } finally {
      Files.delete(file);
    }
  }

  /** Exposition names a metric in a TYPE line, also while it has no value yet. */
  private static Set<String> exposed(EmbeddedServer server) throws Exception {
    URI address = server.getURI().resolve("/metrics");
    try (HttpClient client = HttpClient.newHttpClient()) {
      String text =
          client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString()).body();
      return text.lines()
          .filter(line -> line.startsWith("# TYPE "))
          .map(line -> line.split(" ", -1)[2])
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static void saysHowBad(Object labels) {
    assertThat(((Map<?, ?>) labels).get("severity")).isIn("warning", "critical");
  }

  private static Set<String> metrics(List<String> expressions) {
    Set<String> names = new TreeSet<>();
    for (String expression : expressions) {
      Matcher matcher = METRIC.matcher(expression);
      while (matcher.find()) {
        names.add(PART_OF_A_DISTRIBUTION.matcher(matcher.group()).replaceFirst(""));
      }
    }
    return names;
  }

  private static List<String> expressions(String... files) throws IOException {
    List<String> expressions = new ArrayList<>();
    for (String file : files) {
      values(document(file), "expr").forEach(value -> expressions.add((String) value));
    }
    assertThat(expressions).isNotEmpty();
    return expressions;
  }

  private static Object document(String file) throws IOException {
    return new Load(LoadSettings.builder().build())
        .loadFromString(Files.readString(FOLDER.resolve(file)));
  }

  /** Everything that stands under this key, at any depth. */
  private static List<Object> values(Object node, String key) {
    List<Object> found = new ArrayList<>();
    switch (node) {
      case Map<?, ?> map ->
          map.forEach(
              (name, value) -> {
                if (name.equals(key)) {
                  found.add(value);
                } else {
                  found.addAll(values(value, key));
                }
              });
      case List<?> list -> list.forEach(item -> found.addAll(values(item, key)));
      case null, default -> {}
    }
    return found;
  }

  /** Its path; where there is none the test is skipped, and says so. */
  private static String promtool() {
    String named = System.getenv("PROMTOOL");
    if (named != null && !named.isBlank()) {
      return named;
    }
    return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
        .map(place -> Path.of(place, "promtool"))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst()
        .orElseGet(
            () -> {
              String missing =
                  "SKIPPED: promtool is not installed, so the alert rules were not tried."
                      + " Install Prometheus (apt install prometheus) or set PROMTOOL.";
              System.err.println(missing);
              return abort(missing);
            });
  }

  private static String run(String... command) throws Exception {
    Path out = Files.createTempFile("promtool", ".txt");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(FOLDER.toFile())
              .redirectErrorStream(true)
              .redirectOutput(out.toFile())
              .start();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      String said = Files.readString(out, UTF_8);
      assertThat(process.exitValue()).describedAs("%s", said).isZero();
      return said;
    } finally {
      Files.delete(out);
    }
  }
}
