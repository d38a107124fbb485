package dev.punctual.observe.openlineage;

import dev.punctual.observe.LineageReader.Form;
import dev.punctual.observe.Probe;
import dev.punctual.observe.Probes;
import dev.punctual.observe.RealInbox;
import dev.punctual.observe.Source;
import dev.punctual.observe.SourceType.Settings;
import dev.punctual.rule.Target;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A day in Tokyo, and producers that tell of it. */
final class Events {

  static final String DATABASE = "postgres://db:5432";
  static final Probes DAY = Probes.on(LocalDate.of(2026, 11, 20)).in("Asia/Tokyo");

  private Events() {}

  /** An instant of the day, by Tokyo's clock. */
  static Instant at(String time) {
    return OffsetDateTime.parse("2026-11-20T" + time + ":00+09:00").toInstant();
  }

  static Probe job(String name) {
    return DAY.of(target("job", name, null));
  }

  static Probe dataset(String name) {
    return DAY.of(target("dataset", name, null));
  }

  static Target.Item target(String word, String name, @Nullable String namespace) {
    Map<String, String> details = namespace == null ? Map.of() : Map.of("namespace", namespace);
    return new Target.Item(word, "lineage", name, new TreeMap<>(details));
  }

  static Source source(RealInbox inbox, Map<String, String> settings) {
    return new OpenLineageType(inbox.lineage()).open(new Settings("lineage", settings));
  }

  /**
   * A run event.
   *
   * @param runFacets and {@code outputs}: JSON without its outermost brackets
   */
  static String run(
      String id, String type, Instant at, String job, String runFacets, String outputs) {
    return """
    {"eventType":"%s","eventTime":"%s","producer":"https://example.com/p",
     "schemaURL":"https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent",
     "run":{"runId":"%s","facets":{%s}},"job":{"namespace":"default","name":"%s"},
     "inputs":[],"outputs":[%s]}\
    """
        .formatted(type, at, id, runFacets, job, outputs);
  }

  static String nominal(@Nullable Instant start, @Nullable Instant end) {
    return """
    "nominalTime":{"nominalStartTime":"%s"%s}\
    """
        .formatted(start, end == null ? "" : ",\"nominalEndTime\":\"" + end + "\"");
  }

  static String output(String name, String facets, String outputFacets) {
    return """
    {"namespace":"%s","name":"%s","facets":{%s},"outputFacets":{%s}}\
    """
        .formatted(DATABASE, name, facets, outputFacets);
  }

  static void tell(RealInbox inbox, String event) {
    inbox.tell(new EventReader(), Form.EVENT, event, at("23:59"), null);
  }
}
