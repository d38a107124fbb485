package dev.punctual.observe.dbt;

import dev.punctual.observe.LineageReader;
import dev.punctual.observe.wire.Json;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code run_results.json} (v4 and newer) and {@code sources.json} (v3 and newer) as dbt
 * writes them. One that says nothing of data is refused, for it is the wrong file.
 */
@Singleton
final class ArtifactReader implements LineageReader {

  private static final Pattern SCHEMA = Pattern.compile(".*/([a-z-]+)/v([0-9]{1,4})\\.json");

  /** What builds or tests; {@code docs generate} and {@code compile} leave run results too. */
  private static final Set<String> BUILDING =
      Set.of("build", "run", "seed", "snapshot", "test", "retry", "run-operation");

  @Override
  public Set<Form> forms() {
    return Set.of(Form.RUN_RESULTS, Form.SOURCES);
  }

  @Override
  public List<Item> read(Form form, byte[] document, Delivery delivery) throws IOException {
    Json artifact = Json.parse(document);
    boolean sources = form == Form.SOURCES;
    Item.Unreadable wrong =
        sources ? wrongKind(artifact, "sources", 3) : wrongKind(artifact, "run-results", 4);
    if (wrong == null && !sources) {
      wrong = withoutData(artifact.get("args"));
    }
    List<Json> results = artifact.items("results");
    if (wrong == null && results == null) {
      wrong = new Item.Unreadable("/results", "must be a list");
    }
    if (wrong != null || results == null) {
      return wrong == null ? List.of() : List.of(wrong);
    }
    ResultText text = ResultText.of(artifact, delivery);
    return results.stream().map(sources ? text::source : text::node).toList();
  }

  private static Item.@Nullable Unreadable wrongKind(Json artifact, String kind, int oldest) {
    String schema = artifact.get("metadata").text("dbt_schema_version", "");
    Matcher matcher = SCHEMA.matcher(schema);
    boolean right =
        matcher.matches()
            && matcher.group(1).equals(kind)
            && Integer.parseInt(matcher.group(2)) >= oldest;
    return right
        ? null
        : new Item.Unreadable(
            "/metadata/dbt_schema_version",
            "must be that of " + kind + ", v" + oldest + " or newer; is this the right file?");
  }

  private static Item.@Nullable Unreadable withoutData(Json args) {
    String which = args.text("which");
    if (which != null && !BUILDING.contains(which)) {
      return new Item.Unreadable(
          "/args/which",
          "dbt " + which + " builds nothing; post what run, build, seed, snapshot or test left");
    }
    return args.is("empty") || args.get("sample").value() instanceof String
        ? new Item.Unreadable(
            "/args", "built with --empty or --sample, so that the data is not there")
        : null;
  }
}
