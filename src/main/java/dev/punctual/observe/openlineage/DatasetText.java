package dev.punctual.observe.openlineage;

import dev.punctual.observe.LineageEvent.Output;
import dev.punctual.observe.LineageInbox.Kind;
import dev.punctual.observe.LineageInbox.Name;
import dev.punctual.observe.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Datasets of an event, each under its own name and those its symlinks facet gives it. */
final class DatasetText {

  /** A job may read more files than anybody asks for; what it writes is all kept. */
  private static final int MOST_INPUTS = 1_000;

  private static final int LONGEST_NAMESPACE = 500;
  private static final int LONGEST_NAME = 1_000;

  private DatasetText() {}

  static List<Output> outputs(@Nullable List<Json> datasets) {
    List<Output> outputs = new ArrayList<>();
    for (Json dataset : datasets == null ? List.<Json>of() : datasets) {
      Long rows = dataset.get("outputFacets").get("outputStatistics").whole("rowCount");
      Boolean written = written(dataset);
      names(dataset).forEach(name -> outputs.add(new Output(name, rows, written)));
    }
    return outputs;
  }

  static List<Name> inputs(@Nullable List<Json> datasets) {
    Set<Name> inputs = new LinkedHashSet<>();
    for (Json dataset : datasets == null ? List.<Json>of() : datasets) {
      inputs.addAll(names(dataset));
    }
    return inputs.stream().limit(MOST_INPUTS).toList();
  }

  /** Whether the dataset holds new data after this; null where nothing is said. */
  static @Nullable Boolean written(Json dataset) {
    String change = dataset.get("facets").get("lifecycleStateChange").text("lifecycleStateChange");
    return change == null
        ? null
        : switch (change) {
          case "DROP", "TRUNCATE", "ALTER" -> Boolean.FALSE;
          case "CREATE", "OVERWRITE", "RENAME" -> Boolean.TRUE;
          default -> null;
        };
  }

  private static Set<Name> names(Json dataset) {
    Set<Name> names = new LinkedHashSet<>();
    add(names, dataset);
    List<Json> aliases = dataset.get("facets").get("symlinks").items("identifiers");
    if (aliases != null) {
      aliases.forEach(alias -> add(names, alias));
    }
    return names;
  }

  private static void add(Set<Name> names, Json object) {
    Name name = name(object, Kind.DATASET);
    if (name != null) {
      names.add(name);
    }
  }

  /** Null where a part is missing or longer than any rule would write it. */
  static @Nullable Name name(Json object, Kind kind) {
    String namespace = object.text("namespace");
    String name = object.text("name");
    return fits(namespace, LONGEST_NAMESPACE) && fits(name, LONGEST_NAME)
        ? new Name(kind, String.valueOf(namespace), String.valueOf(name))
        : null;
  }

  private static boolean fits(@Nullable String text, int longest) {
    return text != null
        && !text.isBlank()
        && text.indexOf('\0') < 0
        && text.getBytes(StandardCharsets.UTF_8).length <= longest;
  }
}
