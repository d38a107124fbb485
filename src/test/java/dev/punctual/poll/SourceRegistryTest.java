package dev.punctual.poll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.punctual.TestDatabase;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.MapPropertySource;
import io.micronaut.context.env.PropertySource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceRegistryTest {

  /** Environment variables, as Micronaut takes them. */
  private static final class Variables extends MapPropertySource {
    Variables(Map<String, Object> values) {
      super("variables", values);
    }

    @Override
    public PropertyConvention getConvention() {
      return PropertyConvention.ENVIRONMENT_VARIABLE;
    }
  }

  private static Map<String, Map<String, String>> read(Map<String, Object> properties) {
    try (ApplicationContext context =
        ApplicationContext.builder()
            .environments("test")
            .propertySources(PropertySource.of("t", properties))
            .build()) {
      context.getEnvironment().start();
      return SourceSettings.read(context.getEnvironment());
    }
  }

  @Test
  void names_and_settings_are_read_as_written() {
    assertThat(
            read(
                Map.of(
                    "punctual.sources.dwh_Prod.type", "postgresql",
                    "punctual.sources.dwh_Prod.url", "jdbc:postgresql://h/${db.name}",
                    "punctual.sources.dwh_Prod.statement-timeout", "10s",
                    "db.name", "dwh")))
        .isEqualTo(
            Map.of(
                "dwh_Prod",
                Map.of(
                    "type", "postgresql",
                    "url", "jdbc:postgresql://h/dwh",
                    "statement-timeout", "10s")));
  }

  @Test
  void environment_variables_add_to_what_is_written() {
    Map<String, Object> written = new HashMap<>();
    written.put("punctual.sources.dwh.type", "postgresql");
    Map<String, Object> variables = new HashMap<>();
    variables.put("PUNCTUAL_SOURCES_DWH_PASSWORD", "secret");
    variables.put("PUNCTUAL_SOURCES_DWH_POLL_INTERVAL", "1m");
    variables.put("PUNCTUAL_SOURCES_AIR_TYPE", "airflow");
    try (ApplicationContext context =
        ApplicationContext.builder()
            .environments("test")
            .propertySources(PropertySource.of("t", written), new Variables(variables))
            .build()) {
      context.getEnvironment().start();
      assertThat(SourceSettings.read(context.getEnvironment()))
          .isEqualTo(
              Map.of(
                  "dwh",
                  Map.of("type", "postgresql", "password", "secret", "poll-interval", "1m"),
                  "air",
                  Map.of("type", "airflow")));
    }
  }

  @Test
  void a_secret_may_lie_in_a_mounted_file(@TempDir Path folder) throws IOException {
    Path secret = Files.writeString(folder.resolve("dwh"), "hush\n");
    assertThat(
            read(
                Map.of(
                    "punctual.sources.dwh.type",
                    "postgresql",
                    "punctual.sources.dwh.password-file",
                    secret.toString())))
        .isEqualTo(Map.of("dwh", Map.of("type", "postgresql", "password", "hush")));
  }

  @Test
  void every_wrong_entry_is_named_with_what_was_probably_meant() {
    Map<String, Object> properties = new HashMap<>(TestDatabase.h2());
    properties.put("test.scripts", "true");
    properties.put("punctual.sources.a.type", "scriptet");
    properties.put("punctual.sources.b.url", "x");
    properties.put("punctual.sources.c.type", "scripted");
    properties.put("punctual.sources.c.poll-interval", "5 minutes");
    try (ApplicationContext context =
        ApplicationContext.builder()
            .environments("test")
            .singletons(new ScriptedSources.Script())
            .propertySources(PropertySource.of("t", properties))
            .start()) {
      assertThat(refusal(context).lines())
          .satisfiesExactly(
              a ->
                  assertThat(a)
                      .startsWith("punctual.sources.a.type: ")
                      .contains("Did you mean \"scripted\"?"),
              b -> assertThat(b).startsWith("punctual.sources.b: type is missing"),
              c -> assertThat(c).startsWith("punctual.sources.c.poll-interval: "));
    }
  }

  @Test
  void the_push_inbox_needs_no_configuration() {
    try (Desk desk = new Desk(TestDatabase.h2(), new ScriptedSources.Script())) {
      SourceRegistry registry = desk.context.getBean(SourceRegistry.class);
      assertThat(registry.names()).containsExactly("dwh", "push");
      assertThat(registry.known().targets().get("push")).containsExactly("job");
    }
  }

  private static RefusedStart refusal(ApplicationContext context) {
    Throwable thrown = catchThrowable(() -> context.getBean(SourceRegistry.class));
    while (thrown != null && !(thrown instanceof RefusedStart)) {
      thrown = thrown.getCause();
    }
    return (RefusedStart) Objects.requireNonNull(thrown);
  }
}
