package dev.punctual.observe.dbt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.observe.LineageEvent.Run;
import dev.punctual.observe.LineageEvent.State;
import dev.punctual.observe.LineageReader.Form;
import dev.punctual.observe.LineageReader.Item;
import dev.punctual.observe.RealInbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** What a real dbt left of a build, a look at a source and two commands that build nothing. */
@EnabledIfEnvironmentVariable(
    named = "PUNCTUAL_DBT",
    matches = ".+",
    disabledReason = "interop/dbt/run runs a real dbt and sets PUNCTUAL_DBT to what it left")
class RealDbtTest {

  private static List<Item> read(Form form, String file) throws IOException {
    Path folder = Path.of(Objects.requireNonNull(System.getenv("PUNCTUAL_DBT")));
    String artifact = Files.readString(folder.resolve(file));
    return RealInbox.read(new ArtifactReader(), form, artifact, Instant.now(), null);
  }

  private static Map<String, Run> runs(List<Item> items) {
    Map<String, Run> runs = new TreeMap<>();
    for (Item item : items) {
      switch (item) {
        case Item.Read read ->
            runs.put(
                read.event().subject().name().replaceFirst("\\.[0-9a-f]{10}$", ""),
                Objects.requireNonNull(read.event().run()));
        case Item.Unreadable wrong -> throw new AssertionError(wrong.toString());
      }
    }
    return runs;
  }

  @Test
  void every_node_of_a_build_ends_as_it_did() throws IOException {
    Map<String, Run> runs = runs(read(Form.RUN_RESULTS, "build.json"));
    Map<String, String> ends = new TreeMap<>();
    runs.forEach(
        (node, run) ->
            ends.put(node, run.state() == State.FAILED ? run.word() : run.state().name()));
    assertThat(ends)
        .isEqualTo(
            Map.of(
                "seed.shop.raw_orders", "SUCCEEDED",
                "model.shop.orders", "SUCCEEDED",
                "test.shop.unique_orders_id", "SUCCEEDED",
                "test.shop.accepted_values_orders_id__False__1", "failed",
                "model.shop.broken", "error",
                "model.shop.after_broken", "skipped"));
    assertThat(runs.get("model.shop.broken"))
        .extracting(Run::note)
        .asString()
        .contains("no_such_column");
  }

  @Test
  void a_look_at_a_source_tells_its_newest_row() throws IOException {
    assertThat(runs(read(Form.SOURCES, "sources.json")).get("source.shop.raw.raw_orders"))
        .extracting(Run::newestAt)
        .isEqualTo(Instant.parse("2026-11-20T00:30:00Z"));
  }

  @Test
  void what_builds_nothing_is_refused() throws IOException {
    for (String file : List.of("empty.json", "docs.json")) {
      assertThat(read(Form.RUN_RESULTS, file)).singleElement().isInstanceOf(Item.Unreadable.class);
    }
  }
}
