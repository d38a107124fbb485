package dev.punctual.rule;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what a rule watches. */
final class TargetReader {

  /** The target words of the language. */
  static final Set<String> WORDS =
      Stream.concat(
              Stream.of("table", "task", "dag", "file", "job", "query"),
              Stream.of(ItemWord.values()).map(ItemWord::word))
          .collect(Collectors.toUnmodifiableSet());

  private static final int LONGEST_SQL = 20_000;
  private static final int LONGEST_NAME = 1_000;

  private final KnownSources sources;

  TargetReader(KnownSources sources) {
    this.sources = sources;
  }

  /** Null after telling what is wrong. */
  @Nullable Target read(RuleFields rule, String word, boolean slots, boolean deadlines) {
    Value value = rule.get(word);
    if (value == null) {
      return null;
    }
    return switch (word) {
      case "table" -> table(value);
      case "task" -> task(value, run(rule, slots));
      case "dag" -> dag(value, run(rule, slots));
      case "file" -> file(value, slots, deadlines);
      case "query" -> query(value, slots, deadlines);
      default -> {
        ItemWord item = ItemWord.of(word);
        yield item == null || (item == ItemWord.JOB && !value.isMapping())
            ? job(value)
            : item(item, value, slots, deadlines);
      }
    };
  }

  private @Nullable Target table(Value value) {
    TableName name = value.scalar(TableName::parse);
    return name != null && isKnown(value, name.source(), "table")
        ? new Target.Table(name.source(), name.relation())
        : null;
  }

  private @Nullable Target task(Value value, Target.Run run) {
    if (value.isMapping()) {
      Fields fields = value.fields(Keys.TASK);
      String source = fields == null ? null : source(fields, "task");
      String dag = fields == null ? null : fields.require("dag", v -> v.text(LONGEST_NAME));
      String task = fields == null ? null : fields.require("task", v -> v.text(LONGEST_NAME));
      return source == null || dag == null || task == null
          ? null
          : new Target.Task(source, dag, task, run);
    }
    List<String> parts = value.scalar(text -> dotted(text, 3, "airflow.export_sheets.write_sheet"));
    return parts != null && isKnown(value, parts.get(0), "task")
        ? new Target.Task(parts.get(0), parts.get(1), parts.get(2), run)
        : null;
  }

  private @Nullable Target dag(Value value, Target.Run run) {
    if (value.isMapping()) {
      Fields fields = value.fields(Keys.DAG);
      String source = fields == null ? null : source(fields, "dag");
      String dag = fields == null ? null : fields.require("dag", v -> v.text(LONGEST_NAME));
      return source == null || dag == null ? null : new Target.Dag(source, dag, run);
    }
    List<String> parts = value.scalar(TargetReader::sourceAndDag);
    return parts != null && isKnown(value, parts.get(0), "dag")
        ? new Target.Dag(parts.get(0), parts.get(1), run)
        : null;
  }

  private static List<String> sourceAndDag(String text) {
    List<String> parts = dotted(text, 2, "airflow.export_sheets");
    if (parts.get(1).contains(".")) {
      throw new BadScalarException(
          "A DAG with dots of its own is written as { source: "
              + parts.get(0)
              + ", dag: "
              + parts.get(1)
              + " }; a task of a DAG under task.",
          text.indexOf('.', parts.get(0).length() + 1));
    }
    return parts;
  }

  private @Nullable Target item(ItemWord word, Value value, boolean slots, boolean deadlines) {
    String example = word.example();
    if (example != null && !value.isMapping()) {
      List<String> parts = value.scalar(text -> dotted(text, 2, example));
      return parts != null && isKnown(value, parts.get(0), word.word())
          ? new Target.Item(word.word(), parts.get(0), parts.get(1), new TreeMap<>())
          : null;
    }
    Fields fields = value.fields(word.keys());
    if (fields == null) {
      return null;
    }
    String source = source(fields, word.word());
    String name = fields.require(word.nameKey(), v -> itemName(word, v, slots, deadlines));
    SortedMap<String, String> details = new TreeMap<>();
    for (String key : word.details()) {
      String detail = fields.read(key, v -> v.text(LONGEST_SQL));
      if (detail != null) {
        details.put(key, detail);
      }
    }
    return source == null || name == null
        ? null
        : new Target.Item(word.word(), source, name, details);
  }

  private static @Nullable String itemName(
      ItemWord word, Value value, boolean slots, boolean deadlines) {
    return word.hasPlaceholders()
        ? value.scalar(text -> template(text, 0, slots, deadlines))
        : value.text(LONGEST_SQL);
  }

  private static String template(String text, int offset, boolean slots, boolean deadlines) {
    FileTemplate.check(text, offset, slots);
    if (!deadlines && text.contains("{")) {
      throw new BadScalarException(
          "A placeholder has no value here: a freshness rule has no deadlines. Write * for what"
              + " changes.",
          offset + text.indexOf('{'));
    }
    return text;
  }

  private @Nullable Target file(Value value, boolean slots, boolean deadlines) {
    List<String> parts =
        value.scalar(
            text -> {
              List<String> found = dotted(text, 2, "delivery.aggregates/{data_date:yyyy/MM/dd}");
              template(found.get(1), found.get(0).length() + 1, slots, deadlines);
              return found;
            });
    return parts != null && isKnown(value, parts.get(0), "file")
        ? new Target.File(parts.get(0), parts.get(1))
        : null;
  }

  private static @Nullable Target job(Value value) {
    String job = value.scalar(Ids::parseJob);
    return job == null ? null : new Target.Job(job);
  }

  private @Nullable Target query(Value value, boolean slots, boolean deadlines) {
    Fields fields = value.fields(Keys.QUERY);
    if (fields == null) {
      return null;
    }
    String source = source(fields, "query");
    String sql = fields.require("sql", v -> sql(v, SqlText.Shape.SELECT, slots, deadlines));
    return source == null || sql == null ? null : new Target.Query(source, sql);
  }

  /** Reads SQL whose parameters have values under this promise. */
  static @Nullable String sql(Value value, SqlText.Shape shape, boolean slots, boolean deadlines) {
    String text = value.text(LONGEST_SQL);
    if (text == null) {
      return null;
    }
    try {
      SqlText sql = SqlText.parse(text, shape);
      for (SqlText.Parameter parameter : sql.parameters()) {
        requireValue(parameter, sql.offsetOf(parameter), slots, deadlines);
      }
      return text;
    } catch (BadScalarException e) {
      value.wrongAt(e.offset(), e.getMessage());
      return null;
    }
  }

  static void requireValue(
      SqlText.Parameter parameter, int offset, boolean slots, boolean deadlines) {
    if (!deadlines) {
      throw new BadScalarException(
          "\":" + parameter.word() + "\" has no value: a freshness rule has no deadlines.", offset);
    }
    if (parameter.ofSlot() && !slots) {
      throw new BadScalarException(
          "\":" + parameter.word() + "\" has a value only with every.", offset);
    }
  }

  private static Target.Run run(RuleFields rule, boolean slots) {
    Target.Run first = new Target.Run.First();
    if (slots) {
      rule.refuse(
          "run", "\"run\" does not go with \"every\": it is the run scheduled in the slot.");
      return first;
    }
    Value value = rule.get("run");
    Target.Run run = value == null ? null : run(value);
    return run == null ? first : run;
  }

  /** Reads the value of {@code run}. */
  static Target.@Nullable Run run(Value value) {
    String text = value.text();
    if (text == null) {
      return null;
    }
    Map<String, Target.Run> words =
        Map.of(
            "first", new Target.Run.First(),
            "last", new Target.Run.Last(),
            "logical_date", new Target.Run.LogicalDate());
    Target.Run run = words.get(text);
    if (run == null && !text.isEmpty() && Character.isDigit(text.charAt(0))) {
      return value.scalar(clock -> new Target.Run.At(LocalClock.parse(clock)));
    }
    if (run == null) {
      value.wrong(
          "\"run\" is first, last, logical_date or a time such as \"18:00\", not \""
              + text
              + "\"."
              + DidYouMean.question(text, words.keySet()));
    }
    return run;
  }

  private @Nullable String source(Fields fields, String word) {
    String source = fields.require("source", v -> v.text(LONGEST_NAME));
    Value value = fields.get("source");
    return source != null && value != null && isKnown(value, source, word) ? source : null;
  }

  private boolean isKnown(Value value, String source, String word) {
    if (!sources.configured()) {
      return true;
    }
    Set<String> words = sources.targets().get(source);
    if (words == null) {
      value.wrong(
          "No source is called \""
              + source
              + "\"."
              + DidYouMean.question(source, sources.targets().keySet())
              + (DidYouMean.question(source, sources.targets().keySet()).isEmpty()
                  ? sourcesInWords()
                  : ""));
      return false;
    }
    if (!words.isEmpty() && !words.contains(word)) {
      value.wrong(
          "The source \""
              + source
              + "\" cannot be asked for "
              + ("aeo".indexOf(word.charAt(0)) < 0 ? "a " : "an ")
              + word
              + "; it knows "
              + Wording.and(List.copyOf(new TreeSet<>(words)))
              + ".");
      return false;
    }
    return true;
  }

  private String sourcesInWords() {
    return sources.targets().isEmpty()
        ? " None is configured under punctual.sources."
        : " Configured are "
            + Wording.and(List.copyOf(new TreeSet<>(sources.targets().keySet())))
            + ".";
  }

  private static List<String> dotted(String text, int parts, String example) {
    String[] names = text.split("\\.", parts);
    int offset = 0;
    for (String name : names) {
      if (name.isBlank()) {
        throw new BadScalarException(
            "A name is missing here. Write it as " + example + ".", offset);
      }
      offset += name.length() + 1;
    }
    if (names.length < parts) {
      throw new BadScalarException(
          "\"" + text + "\" has too few parts. Write it as " + example + ".", 0);
    }
    return List.of(names);
  }
}
