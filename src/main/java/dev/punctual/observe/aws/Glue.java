package dev.punctual.observe.aws;

import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.aws.Answer.Ok;
import dev.punctual.observe.aws.Answer.Refused;
import dev.punctual.observe.aws.Card.Name;
import dev.punctual.observe.wire.Crew;
import dev.punctual.observe.wire.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The Glue catalogue: what tables and partitions there are. */
final class Glue {

  private static final int MOST_TABLES = 100;
  private static final int LONGEST_EXPRESSION = 2048;
  private static final int MOST_VALUES = 1000;
  private static final int MOST_PAGES = 50;
  static final int AT_ONCE = 6;

  private final Service service;

  Glue(Service service) {
    this.service = service;
  }

  /** What became of a look for a table. */
  sealed interface Lookup {
    record Found(Card card) implements Lookup {}

    record Missing(String words) implements Lookup {}

    record Denied(String words) implements Lookup {}
  }

  /** What partitions a question found. */
  sealed interface Partitions {
    record Found(List<Partition> partitions) implements Partitions {}

    record Refused(String words) implements Partitions {}
  }

  /**
   * A partition of a Hive table.
   *
   * @param created when it was put into the catalogue; null where that is not told
   */
  record Partition(List<String> values, @Nullable String location, @Nullable Instant created) {}

  /** Looks up tables, many a request; each is answered. */
  Map<Name, Lookup> tables(Collection<Name> names) throws SourceFailure, InterruptedException {
    Map<Name, Lookup> found = new HashMap<>();
    for (List<Name> some : chunks(names)) {
      if (some.size() > 1) {
        list(some, found);
      }
    }
    List<Name> left = names.stream().distinct().filter(name -> !found.containsKey(name)).toList();
    // Whether a list leaves out what is missing or what may not be seen, only the table itself
    // says.
    List<Lookup> singles = Crew.ask(left, AT_ONCE, this::table);
    for (int i = 0; i < left.size(); i++) {
      found.put(left.get(i), singles.get(i));
    }
    return found;
  }

  /** Tables of one database each whose names fit into one pattern. */
  private static List<List<Name>> chunks(Collection<Name> names) {
    Map<String, List<Name>> byDatabase = new LinkedHashMap<>();
    names.stream()
        .distinct()
        .sorted(Comparator.comparing(Name::toString))
        .forEach(
            name ->
                byDatabase
                    .computeIfAbsent(name.database(), database -> new ArrayList<>())
                    .add(name));
    List<List<Name>> chunks = new ArrayList<>();
    byDatabase.values().forEach(all -> chunks.addAll(cut(all)));
    return chunks;
  }

  private static List<List<Name>> cut(List<Name> names) {
    List<List<Name>> chunks = new ArrayList<>();
    List<Name> chunk = new ArrayList<>();
    int length = 0;
    for (Name name : names) {
      int more = name.table().length() + 1;
      if (chunk.size() == MOST_TABLES || length + more > LONGEST_EXPRESSION) {
        chunks.add(chunk);
        chunk = new ArrayList<>();
        length = 0;
      }
      chunk.add(name);
      length += more;
    }
    chunks.add(chunk);
    return chunks;
  }

  private void list(List<Name> names, Map<Name, Lookup> found)
      throws SourceFailure, InterruptedException {
    String database = names.getFirst().database();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("DatabaseName", database);
    body.put("Expression", String.join("|", names.stream().map(Name::table).toList()));
    body.put("MaxResults", MOST_TABLES);
    for (int page = 0; page < MOST_PAGES; page++) {
      if (!(service.call("AWSGlue.GetTables", body) instanceof Ok ok)) {
        return;
      }
      for (Json table : Objects.requireNonNullElse(ok.json().items("TableList"), List.<Json>of())) {
        Name name = new Name(database, table.text("Name", ""));
        Card card = names.contains(name) ? Card.of(name, table) : null;
        if (card != null) {
          found.put(name, new Lookup.Found(card));
        }
      }
      String next = ok.json().text("NextToken");
      if (next == null || next.isEmpty()) {
        return;
      }
      body.put("NextToken", next);
    }
  }

  private Lookup table(Name name) throws SourceFailure, InterruptedException {
    Answer answer =
        service.call(
            "AWSGlue.GetTable", Map.of("DatabaseName", name.database(), "Name", name.table()));
    return switch (answer) {
      case Ok ok -> {
        Card card = Card.of(name, ok.json().get("Table"));
        if (card == null) {
          throw service.failures().unreadable(ok.reply());
        }
        yield new Lookup.Found(card);
      }
      case Refused refused when refused.isMissing() -> new Lookup.Missing(missing(name, refused));
      case Refused refused -> new Lookup.Denied(refused("glue:GetTable", name, refused));
    };
  }

  private static String missing(Name name, Refused refused) {
    return refused.message().matches("(?s)Database.*not.found.*")
        ? "Glue has no database " + name.database()
        : "Glue has no table " + name;
  }

  private static String refused(String action, Name name, Refused refused) {
    return refused.isDenied()
        ? Failures.denied(
            action,
            "the table "
                + name
                + ", its database and the catalogue, and grant DESCRIBE where Lake Formation"
                + " governs it",
            refused)
        : "Glue does not answer for " + name + Failures.detail(refused);
  }

  /** Partitions that have exactly these values; up to 1000 a request. */
  Partitions exactly(Name table, List<List<String>> values)
      throws SourceFailure, InterruptedException {
    List<Partition> found = new ArrayList<>();
    List<List<String>> left = new ArrayList<>(values);
    // What was not processed comes back and is asked again, as long as that gets fewer.
    while (!left.isEmpty()) {
      List<List<String>> some = List.copyOf(left.subList(0, Math.min(MOST_VALUES, left.size())));
      left.subList(0, some.size()).clear();
      Map<String, Object> body =
          Map.of(
              "DatabaseName",
              table.database(),
              "TableName",
              table.table(),
              "PartitionsToGet",
              some.stream().map(list -> Map.of("Values", list)).toList());
      switch (service.call("AWSGlue.BatchGetPartition", body)) {
        case Refused refused -> {
          return new Partitions.Refused(refused("glue:BatchGetPartition", table, refused));
        }
        case Ok ok -> {
          found.addAll(read(ok.json()));
          List<List<String>> again = unprocessed(ok.json());
          if (again.size() >= some.size()) {
            return new Partitions.Refused("Glue leaves partitions of " + table + " unprocessed");
          }
          left.addAll(again);
        }
      }
    }
    return new Partitions.Found(found);
  }

  private static List<List<String>> unprocessed(Json answer) {
    return Objects.requireNonNullElse(answer.items("UnprocessedKeys"), List.<Json>of()).stream()
        .map(Glue::values)
        .toList();
  }

  /** Partitions that fit a condition in the words of Glue. */
  Partitions matching(Name table, String expression) throws SourceFailure, InterruptedException {
    List<Partition> found = new ArrayList<>();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("DatabaseName", table.database());
    body.put("TableName", table.table());
    body.put("Expression", expression);
    body.put("ExcludeColumnSchema", true);
    body.put("MaxResults", MOST_VALUES);
    for (int page = 0; page < MOST_PAGES; page++) {
      switch (service.call("AWSGlue.GetPartitions", body)) {
        case Refused refused -> {
          return new Partitions.Refused(refused("glue:GetPartitions", table, refused));
        }
        case Ok ok -> {
          found.addAll(read(ok.json()));
          String next = ok.json().text("NextToken");
          if (next == null || next.isEmpty()) {
            return new Partitions.Found(found);
          }
          body.put("NextToken", next);
        }
      }
    }
    return new Partitions.Refused("Glue has more than 50,000 partitions for it");
  }

  private static List<Partition> read(Json answer) {
    return Objects.requireNonNullElse(answer.items("Partitions"), List.<Json>of()).stream()
        .map(
            one ->
                new Partition(
                    values(one),
                    one.get("StorageDescriptor").text("Location"),
                    Card.time(one, "CreationTime")))
        .toList();
  }

  private static List<String> values(Json one) {
    return Objects.requireNonNullElse(one.items("Values"), List.<Json>of()).stream()
        .map(value -> String.valueOf(value.value()))
        .toList();
  }
}
