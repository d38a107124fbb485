package dev.punctual.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The schema for editors and the reader agree. */
class SchemaTest {

  private static final Schema SCHEMA = load();

  /** Files that the reader refuses and whose shape alone shows why. */
  private static final Set<String> SHAPELY_WRONG =
      Set.of(
          "key-unknown.yaml",
          "key-wrong-kind.yaml",
          "target-two.yaml",
          "target-missing.yaml",
          "time-dot.yaml",
          "duration-bare.yaml",
          "objective.yaml",
          "zone-offset.yaml",
          "zone-abbreviation.yaml",
          "ready-when-empty.yaml",
          "ready-when-unknown.yaml",
          "version-unknown.yaml",
          "team-slack.yaml",
          "defaults-keys.yaml",
          "on-monthly-range.yaml");

  @Test
  void every_accepted_file_fits_the_schema() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (Path folder : List.of(Path.of("src/test/resources/rules/good"), Path.of("sla-rules"))) {
      for (Path file : files(folder)) {
        SCHEMA
            .validate(Files.readString(file), InputFormat.YAML)
            .forEach(error -> wrong.add(file + ": " + error));
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void what_the_shape_alone_shows_is_refused_by_the_schema_too() throws IOException {
    for (String name : SHAPELY_WRONG) {
      String text = Files.readString(Path.of("src/test/resources/rules/bad", name));
      assertThat(SCHEMA.validate(text, InputFormat.YAML)).as(name).isNotEmpty();
    }
  }

  @Test
  void schema_and_reader_know_the_same_keys() {
    Map<Keys, String> places = new LinkedHashMap<>();
    places.put(Keys.FILE, "");
    places.put(Keys.CALENDAR, "/$defs/calendar");
    places.put(Keys.TEAM, "/$defs/team");
    places.put(Keys.ESCALATION, "/$defs/escalation");
    places.put(Keys.RULE, "/$defs/rule");
    places.put(Keys.DEFAULTS, "/$defs/defaults");
    places.put(Keys.READY_WHEN, "/$defs/ready_when");
    places.put(Keys.AGREED, "/$defs/agreed");
    places.put(Keys.ON, "/$defs/on/anyOf/2");
    places.put(Keys.MONTHLY, "/$defs/on/anyOf/2/properties/monthly");
    places.put(Keys.TASK, "/$defs/rule/properties/task/anyOf/1");
    places.put(Keys.DAG, "/$defs/rule/properties/dag/anyOf/1");
    places.put(Keys.QUERY, "/$defs/rule/properties/query");
    places.put(Keys.JOB, "/$defs/rule/properties/job/anyOf/1");
    places.put(Keys.DATASET, "/$defs/rule/properties/dataset/anyOf/1");
    places.put(Keys.TOPIC, "/$defs/rule/properties/topic/anyOf/1");
    places.put(Keys.APP, "/$defs/rule/properties/app/anyOf/1");
    places.put(Keys.OBJECT, "/$defs/rule/properties/object/anyOf/1");
    places.put(Keys.ENDPOINT, "/$defs/rule/properties/endpoint");
    places.put(Keys.METRIC, "/$defs/rule/properties/metric/anyOf/1");
    places.put(Keys.MAINTENANCE, "/$defs/maintenance");
    places.forEach(
        (keys, place) ->
            assertThat(names(SCHEMA.getSchemaNode().at(place + "/properties").fieldNames()))
                .as(keys.owner())
                .isEqualTo(new TreeSet<>(keys.names())));
  }

  @Test
  void every_key_of_the_schema_is_described() {
    List<String> silent = new ArrayList<>();
    collectSilent("", SCHEMA.getSchemaNode(), silent);
    assertThat(silent).isEmpty();
  }

  private static void collectSilent(String path, JsonNode node, List<String> silent) {
    JsonNode properties = node.path("properties");
    properties
        .properties()
        .forEach(
            property -> {
              if (!property.getValue().has("description")) {
                silent.add(path + "/" + property.getKey());
              }
            });
    node.properties().forEach(e -> collectSilent(path + "/" + e.getKey(), e.getValue(), silent));
    if (node.isArray()) {
      node.forEach(item -> collectSilent(path + "/-", item, silent));
    }
  }

  private static Set<String> names(Iterator<String> names) {
    Set<String> all = new TreeSet<>();
    names.forEachRemaining(all::add);
    return all;
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      // The library under test does not follow aliases; editors do.
      return files
          .filter(file -> file.toString().endsWith(".yaml") && !file.endsWith("anchors.yaml"))
          .sorted()
          .toList();
    }
  }

  static Schema load() {
    try (InputStream in = SchemaTest.class.getResourceAsStream("/schema/rules-v1.json")) {
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(Objects.requireNonNull(in), InputFormat.JSON);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
