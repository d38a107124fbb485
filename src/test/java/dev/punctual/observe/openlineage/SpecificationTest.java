package dev.punctual.observe.openlineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.punctual.observe.LineageReader.Form;
import dev.punctual.observe.LineageReader.Item;
import dev.punctual.observe.RealInbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The events of these tests are such as the specification of OpenLineage has them. */
class SpecificationTest {

  private static final String FILE = "openlineage-2-0-2.json";

  @Test
  void the_events_of_the_tests_keep_to_the_specification_and_are_read() throws IOException {
    Path file = folder().resolve(FILE);
    assumeTrue(Files.exists(file), "the specification is not at " + file);
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(Files.readString(file), InputFormat.JSON);
    String facet = "\"_producer\":\"https://p\",\"_schemaURL\":\"https://s\"";
    String output =
        Events.output(
            "mart.orders",
            "\"lifecycleStateChange\":{" + facet + ",\"lifecycleStateChange\":\"OVERWRITE\"}",
            "\"outputStatistics\":{" + facet + ",\"rowCount\":3}");
    String run =
        Events.run(
            "f69a6e9b-9bac-3c9a-9cf6-eacb70ecc9a9",
            "COMPLETE",
            Events.at("09:00"),
            "load",
            "\"nominalTime\":{" + facet + ",\"nominalStartTime\":\"2026-11-19T15:00:00Z\"}",
            output);
    List<Error> errors = schema.validate(run, InputFormat.JSON);
    assertThat(errors).isEmpty();
    assertThat(schema.validate(run.replace("\"job\"", "\"jobs\""), InputFormat.JSON)).isNotEmpty();
    assertThat(RealInbox.read(new EventReader(), Form.EVENT, run, Events.at("10:00"), null))
        .singleElement()
        .isInstanceOf(Item.Read.class);
  }

  private static Path folder() {
    return Path.of(
        Objects.requireNonNullElse(System.getenv("PUNCTUAL_CONTRACT"), "../shared/contract"));
  }
}
