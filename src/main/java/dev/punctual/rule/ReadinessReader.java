package dev.punctual.rule;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code ready_when}: how the readiness of a table is proved. */
final class ReadinessReader {

  private static final Set<String> EVIDENCE =
      Set.of("where", "partition", "column", "modified", "changed");
  private static final Set<String> FILES = Set.of("files", "size", "stable_for");
  private static final int LONGEST_NAME = 1_000;

  private ReadinessReader() {}

  /** What is asked of a table that says nothing of its own. */
  static Readiness best() {
    return new Readiness(new Readiness.Evidence.Best(), null, null, null);
  }

  /** What is asked of a file beyond being there. Null after telling what is wrong. */
  static @Nullable Readiness readFiles(Value value) {
    Fields fields = fields(value);
    if (fields == null) {
      return null;
    }
    for (String key : Keys.READY_WHEN.names()) {
      if (fields.has(key) && !FILES.contains(key)) {
        fields.wrongKey(
            key, "\"" + key + "\" goes with a table. Of a file: files, size, stable_for.");
      }
    }
    Long least = fields.read("files", v -> v.scalar(Sizes::parseLeastFiles));
    Long bytes = fields.read("size", v -> v.scalar(Sizes::parseLeast));
    Duration stableFor = fields.read("stable_for", Value::duration);
    FilesRule files =
        least == null && bytes == null
            ? null
            : new FilesRule(least == null ? 1 : least, bytes == null ? 0 : bytes);
    return new Readiness(new Readiness.Evidence.Completion(), null, null, stableFor, files);
  }

  /** Whether a default is one for files, which tables pass over as files do the others. */
  static boolean isOfFiles(@Nullable Value value) {
    return value != null
        && value.node() instanceof YamlNode.Mapping mapping
        && mapping.entries().stream().allMatch(e -> FILES.contains(e.key().value()))
        && mapping.entries().stream().anyMatch(e -> !e.key().value().equals("stable_for"));
  }

  private static @Nullable Fields fields(Value value) {
    Fields fields = value.fields(Keys.READY_WHEN);
    if (fields != null && fields.mapping().entries().isEmpty()) {
      value.wrong("ready_when says nothing. " + value.form());
      return null;
    }
    return fields;
  }

  /** Null after telling what is wrong. */
  static @Nullable Readiness read(Value value, boolean slots) {
    Fields fields = fields(value);
    if (fields == null) {
      return null;
    }
    for (String key : List.of("files", "size")) {
      if (fields.has(key)) {
        fields.wrongKey(key, "\"" + key + "\" goes with a file, not with a table.");
      }
    }
    fields.exclusive(EVIDENCE);
    Readiness.Evidence evidence = evidence(fields, slots);
    RowsRule rows = fields.read("rows", v -> v.scalar(Comparisons::parse));
    String check =
        fields.read("check", v -> TargetReader.sql(v, SqlText.Shape.SELECT, slots, true));
    Duration stableFor = fields.read("stable_for", Value::duration);
    return new Readiness(evidence, rows, check, stableFor);
  }

  private static Readiness.Evidence evidence(Fields fields, boolean slots) {
    Readiness.Evidence best = new Readiness.Evidence.Best();
    for (String key : fields.written(EVIDENCE)) {
      Value value = fields.get(key);
      Readiness.Evidence evidence =
          value == null
              ? null
              : switch (key) {
                case "where" -> where(value, slots);
                case "partition" -> partition(value, slots);
                case "column" -> column(value);
                case "modified" -> yes(value) ? new Readiness.Evidence.Modified() : null;
                default -> yes(value) ? new Readiness.Evidence.Changed() : null;
              };
      return evidence == null ? best : evidence;
    }
    return best;
  }

  private static Readiness.@Nullable Evidence where(Value value, boolean slots) {
    String expression = TargetReader.sql(value, SqlText.Shape.EXPRESSION, slots, true);
    return expression == null ? null : new Readiness.Evidence.Where(expression);
  }

  private static Readiness.@Nullable Evidence partition(Value value, boolean slots) {
    SqlText.Parameter parameter =
        value.scalar(
            text -> {
              SqlText.Parameter read = SqlText.parseParameter(text);
              TargetReader.requireValue(read, 0, slots, true);
              return read;
            });
    return parameter == null ? null : new Readiness.Evidence.Partition(":" + parameter.word());
  }

  private static Readiness.@Nullable Evidence column(Value value) {
    String name = columnName(value);
    return name == null ? null : new Readiness.Evidence.Column(name);
  }

  /** The name of a column, taken as written. */
  static @Nullable String columnName(Value value) {
    return value.text(LONGEST_NAME);
  }

  private static boolean yes(Value value) {
    Boolean flag = value.flag();
    if (Boolean.FALSE.equals(flag)) {
      value.wrong("\"" + value.key() + "\" is true or left out.");
    }
    return Boolean.TRUE.equals(flag);
  }
}
