package dev.punctual;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Lints and renders the chart as Helm does. */
@EnabledOnOs(
    value = OS.LINUX,
    architectures = "amd64",
    disabledReason = "the Helm library is built in for Linux on amd64 only")
class HelmChartTest {

  private static final Path CHART = Path.of("helm/punctual");

  /** Whoever names a source chooses its key. */
  private static final Set<String> ENTRIES_HAVE_NAMES = Set.of("punctual.sources");

  /** application.yml hands these on, and the readers of lists and of sources take theirs whole. */
  private static final Set<String> READ_WITHOUT_A_RECORD =
      Set.of(
          "punctual.database.url",
          "punctual.database.username",
          "punctual.sources",
          "punctual.api.tokens",
          "punctual.auth.mode");

  @TempDir Path folder;

  private Path chart;

  /**
   * A copy without the links to the dashboards folder, each of which Helm would write a line about.
   */
  @BeforeEach
  void copy_the_chart() throws IOException {
    chart = folder.resolve("punctual");
    try (Stream<Path> files = Files.walk(CHART, FileVisitOption.FOLLOW_LINKS)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path to = chart.resolve(CHART.relativize(file));
        Files.createDirectories(Objects.requireNonNull(to.getParent()));
        Files.copy(file, to);
      }
    }
  }

  /** The two values files beside the chart: rules from a ConfigMap, and from git. */
  enum Variant {
    CONFIG_MAP("configmap"),
    GIT("git");

    final Path values;

    Variant(String name) {
      values = CHART.resolve("ci").resolve(name + "-values.yaml");
    }
  }

  @ParameterizedTest
  @EnumSource
  void it_passes_a_strict_lint(Variant variant) throws IOException {
    LintResult lint = new Helm(chartWith(variant)).lint().strict().call();

    assertThat(lint.isFailed()).describedAs("%s", lint.getMessages()).isFalse();
  }

  @Test
  void it_is_refused_while_no_authentication_mode_is_said() {
    String others =
        """
        database: { url: "jdbc:postgresql://db/p", username: p, existingSecret: s }
        rules: { existingConfigMap: rules }
        """;

    assertThatThrownBy(() -> render(others))
        .hasMessageContaining("auth")
        .hasMessageContaining("mode");
    assertThat(render(others + "auth: { mode: none }\n")).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "auth: { mode: off }",
        "auth: { mode: everybody }",
        "database: { url: \"jdbc:h2:file:./data\" }",
        "database: { existingSecret: \"\" }",
        "database: { password: hunter2 }",
        "sources: { dwh: { type: postgresql, password: hunter2 } }",
        "sources: { dwh: { url: \"jdbc:postgresql://w/d\" } }",
        "rules: { from: git }",
        "rules: { from: configMap, files: null, existingConfigMap: \"\" }",
        "rules: { files: { rules.txt: \"version: 1\" } }",
        "timezone: \"+09:00\"",
        "slack: { token: xoxb-1 }",
        "api: { tokens: [{ name: etl, sha256: secret, scopes: [read] }] }",
        "ingress: { enabled: true }",
        "replicaCount: 0",
        "replicas: 2",
      })
  void it_refuses(String values) {
    assertThatThrownBy(() -> renderWith(Variant.CONFIG_MAP, values))
        .hasMessageContaining("don't meet the specifications of the schema");
  }

  @ParameterizedTest
  @EnumSource
  void no_container_runs_as_root_or_writes_to_its_file_system(Variant variant) {
    Node pod = pod(render(variant));

    assertThat(pod.at("securityContext").value("runAsNonRoot")).isEqualTo(true);
    assertThat(containers(pod))
        .isNotEmpty()
        .extracting(container -> container.at("securityContext").fields())
        .allSatisfy(
            security ->
                assertThat(security)
                    .containsEntry("readOnlyRootFilesystem", true)
                    .containsEntry("allowPrivilegeEscalation", false)
                    .containsEntry("capabilities", Map.of("drop", List.of("ALL"))));
  }

  @ParameterizedTest
  @EnumSource
  void every_container_says_what_it_needs(Variant variant) {
    assertThat(containers(pod(render(variant))))
        .allSatisfy(
            container ->
                assertThat(container.at("resources").fields()).containsKeys("requests", "limits"));
  }

  @ParameterizedTest
  @EnumSource
  void the_probes_ask_the_addresses_punctual_answers(Variant variant) {
    Node punctual = container(pod(render(variant)), "punctual");

    assertThat(punctual.at("livenessProbe").at("httpGet").value("path"))
        .isEqualTo("/health/liveness");
    assertThat(punctual.at("readinessProbe").at("httpGet").value("path"))
        .isEqualTo("/health/readiness");
    assertThat(punctual.items("ports").getFirst().value("containerPort")).isEqualTo(8080);
  }

  @Test
  void secrets_come_by_reference() {
    Node punctual = container(pod(render(Variant.GIT)), "punctual");

    assertThat(secretReferences(punctual))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "PUNCTUAL_DATABASE_PASSWORD", "punctual-db/db-password",
                "PUNCTUAL_SLACK_TOKEN", "punctual-slack/token",
                "PUNCTUAL_SLACK_SIGNING_SECRET", "punctual-slack/signing-secret",
                "DWH_PASSWORD", "dwh/password"));
  }

  @Test
  void slack_is_left_out_where_it_is_not_configured() {
    Node punctual = container(pod(render(Variant.CONFIG_MAP)), "punctual");

    assertThat(secretReferences(punctual)).containsOnlyKeys("PUNCTUAL_DATABASE_PASSWORD");
  }

  @Test
  void the_configuration_speaks_punctuals_own_keys() {
    Node config = yaml(find(render(Variant.GIT), "ConfigMap", "sla-punctual").at("data"));

    assertThat(config.at("punctual").fields())
        .isEqualTo(
            yaml("""
            rules: /rules/current/rules
            url: https://sla.example.com
            timezone: Asia/Tokyo
            auth: { mode: none }
            database: { url: "jdbc:postgresql://db/punctual", username: punctual }
            slack: { channel: "#data-sla" }
            report: { fiscal-year-starts: april, freeze-after: 7d }
            alerts: { max-age: 6h, language: en, digest: "09:00" }
            api:
              tokens:
                - name: etl
                  sha256: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
                  scopes: ["push:month-end-*"]
            sources:
              dwh:
                type: postgresql
                url: jdbc:postgresql://warehouse/dwh
                username: punctual_ro
                password: ${DWH_PASSWORD}
            """)
                .fields());
  }

  @Test
  void every_key_of_the_configuration_is_one_punctual_reads() throws IOException {
    Node config = yaml(find(render(Variant.GIT), "ConfigMap", "sla-punctual").at("data"));
    Set<String> keys = new TreeSet<>();
    config.at("punctual").fields().forEach((key, value) -> leaves("punctual." + key, value, keys));

    assertThat(keys).isSubsetOf(configurable());
  }

  @Test
  void rules_of_the_values_are_mounted_where_punctual_reads_them() {
    List<Node> rendered = render(Variant.CONFIG_MAP);
    Node pod = pod(rendered);

    assertThat(find(rendered, "ConfigMap", "sla-punctual-rules").at("data").fields())
        .hasEntrySatisfying(
            "learner.yaml",
            content -> assertThat((String) content).startsWith("version: 1\n").contains("  - id:"));
    assertThat(volume(pod, "rules").at("configMap").value("name")).isEqualTo("sla-punctual-rules");
    assertThat(mounts(container(pod, "punctual"))).containsEntry("rules", "/rules");
    assertThat(arguments(pod)).endsWith("--rules", "/rules");
  }

  @Test
  void rules_of_git_are_there_before_punctual_starts_and_kept_up_to_date() {
    Node pod = pod(render(Variant.GIT));

    assertThat(pod.items("initContainers").getFirst().value("args"))
        .isEqualTo(List.of("--one-time"));
    assertThat(mounts(container(pod, "rules"))).containsEntry("rules", "/rules");
    assertThat(volume(pod, "rules").fields()).containsKey("emptyDir");
    assertThat(arguments(pod)).endsWith("--rules", "/rules/current/rules");
  }

  @ParameterizedTest
  @EnumSource
  void the_service_finds_the_pods(Variant variant) {
    List<Node> rendered = render(variant);
    Node labels =
        find(rendered, "Deployment", "sla-punctual").at("spec").at("template").at("metadata");

    assertThat(labels.at("labels").fields())
        .containsAllEntriesOf(
            find(rendered, "Service", "sla-punctual").at("spec").at("selector").fields());
  }

  @Test
  void only_what_is_asked_for_is_made() {
    assertThat(render(Variant.CONFIG_MAP))
        .extracting(made -> made.value("kind"))
        .containsExactlyInAnyOrder(
            "ServiceAccount", "ConfigMap", "ConfigMap", "Service", "Deployment");
    assertThat(render(Variant.GIT))
        .extracting(made -> made.value("kind"))
        .containsExactlyInAnyOrder(
            "PodDisruptionBudget",
            "ServiceAccount",
            "ConfigMap",
            "ConfigMap",
            "Service",
            "Deployment",
            "Ingress",
            "ServiceMonitor",
            "PrometheusRule");
  }

  @Test
  void alerts_and_dashboard_are_those_of_the_dashboards_folder() throws IOException {
    List<Node> rendered = render(Variant.GIT);

    assertThat(find(rendered, "PrometheusRule", "sla-punctual").at("spec").fields())
        .isEqualTo(yaml(Files.readString(Path.of("dashboards/alerts.yml"))).fields());
    assertThat(
            yaml(find(rendered, "ConfigMap", "sla-punctual-dashboard").at("data"), "punctual.json")
                .fields())
        .isEqualTo(yaml(Files.readString(Path.of("dashboards/punctual.json"))).fields());
  }

  private static void leaves(String path, Object value, Set<String> keys) {
    if (value instanceof Map<?, ?> map && !ENTRIES_HAVE_NAMES.contains(path)) {
      map.forEach((key, inner) -> leaves(path + "." + key, Objects.requireNonNull(inner), keys));
    } else {
      keys.add(path);
    }
  }

  /** The keys of every configuration record, as the annotation processor lists them. */
  private static Set<String> configurable() throws IOException {
    Set<String> keys = new TreeSet<>(READ_WITHOUT_A_RECORD);
    URL list = HelmChartTest.class.getResource("/META-INF/spring-configuration-metadata.json");
    try (InputStream stream = Objects.requireNonNull(list).openStream()) {
      Node metadata = yaml(new String(stream.readAllBytes(), UTF_8));
      metadata.items("properties").forEach(property -> keys.add((String) property.value("name")));
    }
    return keys;
  }

  // --- rendering

  private List<Node> render(Variant variant) {
    return documents(template().withValuesFile(variant.values));
  }

  private List<Node> render(String values) {
    return documents(template().withValuesFile(file(values)));
  }

  private List<Node> renderWith(Variant variant, String values) {
    return documents(template().withValuesFile(variant.values).withValuesFile(file(values)));
  }

  private TemplateCommand template() {
    return new Helm(chart).template().withName("sla").withKubeVersion("1.30.0");
  }

  private Path file(String values) {
    try {
      return Files.writeString(folder.resolve("values.yaml"), values);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Node> documents(TemplateCommand template) {
    List<Node> documents = new ArrayList<>();
    for (Object document :
        new Load(LoadSettings.builder().build()).loadAllFromString(template.call())) {
      if (document != null) {
        documents.add(new Node(document));
      }
    }
    return documents;
  }

  /** Lint takes no values: they become the chart's own. */
  private Path chartWith(Variant variant) throws IOException {
    Path own = chart.resolve("values.yaml");
    Map<String, Object> values = new LinkedHashMap<>(yaml(Files.readString(own)).fields());
    merge(values, yaml(Files.readString(variant.values)).fields());
    Files.writeString(own, new Dump(DumpSettings.builder().build()).dumpToString(values));
    return chart;
  }

  @SuppressWarnings("unchecked")
  private static void merge(Map<String, Object> into, Map<String, Object> from) {
    from.forEach(
        (key, value) -> {
          if (value instanceof Map<?, ?> deeper && into.get(key) instanceof Map<?, ?> there) {
            Map<String, Object> merged = new LinkedHashMap<>((Map<String, Object>) there);
            merge(merged, (Map<String, Object>) deeper);
            into.put(key, merged);
          } else {
            into.put(key, value);
          }
        });
  }

  // --- reading what was rendered

  private static Node find(List<Node> rendered, String kind, String name) {
    return rendered.stream()
        .filter(made -> made.value("kind").equals(kind))
        .filter(made -> made.at("metadata").value("name").equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + kind + " " + name));
  }

  private static Node pod(List<Node> rendered) {
    return find(rendered, "Deployment", "sla-punctual").at("spec").at("template").at("spec");
  }

  private static List<Node> containers(Node pod) {
    List<Node> all = new ArrayList<>(pod.items("containers"));
    all.addAll(pod.items("initContainers"));
    return all;
  }

  private static Node container(Node pod, String name) {
    return named(pod.items("containers"), name);
  }

  private static Node volume(Node pod, String name) {
    return named(pod.items("volumes"), name);
  }

  private static Node named(List<Node> nodes, String name) {
    return nodes.stream()
        .filter(node -> node.value("name").equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + name));
  }

  private static List<String> arguments(Node pod) {
    return ((List<?>) container(pod, "punctual").value("args"))
        .stream().map(String::valueOf).toList();
  }

  private static Map<String, String> mounts(Node container) {
    Map<String, String> mounts = new LinkedHashMap<>();
    for (Node mount : container.items("volumeMounts")) {
      mounts.put((String) mount.value("name"), (String) mount.value("mountPath"));
    }
    return mounts;
  }

  private static Map<String, String> secretReferences(Node container) {
    Map<String, String> references = new LinkedHashMap<>();
    for (Node variable : container.items("env")) {
      if (variable.fields().containsKey("valueFrom")) {
        Node secret = variable.at("valueFrom").at("secretKeyRef");
        references.put(
            (String) variable.value("name"), secret.value("name") + "/" + secret.value("key"));
      }
    }
    return references;
  }

  private static Node yaml(Node data) {
    return yaml(data, "punctual.yaml");
  }

  private static Node yaml(Node data, String file) {
    return yaml((String) data.value(file));
  }

  private static Node yaml(String text) {
    return new Node(new Load(LoadSettings.builder().build()).loadFromString(text));
  }

  /** A place in a YAML document; asking for what is not there fails with what is. */
  private record Node(Object content) {

    @SuppressWarnings("unchecked")
    Map<String, Object> fields() {
      return (Map<String, Object>) content;
    }

    Object value(String key) {
      Object value = fields().get(key);
      assertThat(value).describedAs("%s in %s", key, fields().keySet()).isNotNull();
      return Objects.requireNonNull(value);
    }

    Node at(String key) {
      return new Node(value(key));
    }

    List<Node> items(String key) {
      return fields().containsKey(key)
          ? ((List<?>) value(key)).stream().map(Object.class::cast).map(Node::new).toList()
          : List.of();
    }
  }
}
