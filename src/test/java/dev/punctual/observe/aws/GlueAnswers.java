package dev.punctual.observe.aws;

import dev.punctual.observe.wire.Json;
import dev.punctual.observe.wire.LocalServer.Response;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What the stand-in of Glue answers: pages of 100 tables and 1000 partitions. */
final class GlueAnswers {

  private final FakeAws aws;

  GlueAnswers(FakeAws aws) {
    this.aws = aws;
  }

  Response answer(String operation, Json asked) {
    return switch (operation) {
      case "GetTables" -> tables(asked);
      case "GetTable" -> table(asked);
      case "BatchGetPartition" -> exactly(asked);
      case "GetPartitions" -> matching(asked);
      default -> throw new IllegalStateException("not asked by this source: " + operation);
    };
  }

  private Response tables(Json asked) {
    String database = asked.text("DatabaseName", "");
    List<Map<String, Object>> all =
        aws.tables.entrySet().stream()
            .filter(table -> table.getKey().startsWith(database + "."))
            .sorted(Map.Entry.comparingByKey())
            .map(Map.Entry::getValue)
            .filter(
                table -> String.valueOf(table.get("Name")).matches(asked.text("Expression", ".*")))
            .toList();
    int from = Integer.parseInt(asked.text("NextToken", "0"));
    int most = Math.toIntExact(Objects.requireNonNull(asked.whole("MaxResults")));
    int to = Math.min(all.size(), from + most);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("TableList", all.subList(from, to));
    if (to < all.size()) {
      answer.put("NextToken", Integer.toString(to));
    }
    return FakeAws.ok(answer);
  }

  private Response table(Json asked) {
    String database = asked.text("DatabaseName", "");
    Map<String, Object> table = aws.tables.get(database + "." + asked.text("Name"));
    if (table != null) {
      return FakeAws.ok(Map.of("Table", table));
    }
    boolean known = aws.tables.keySet().stream().anyMatch(name -> name.startsWith(database + "."));
    return FakeAws.refuse(
        "EntityNotFoundException",
        known ? "Entity Not Found" : "Database " + database + " not found.");
  }

  private List<Map<String, Object>> partitions(Json asked) {
    return aws.partitions.getOrDefault(
        asked.text("DatabaseName") + "." + asked.text("TableName"), List.of());
  }

  private Response exactly(Json asked) {
    List<List<String>> wanted = new ArrayList<>();
    for (Json values : Objects.requireNonNull(asked.items("PartitionsToGet"))) {
      wanted.add(
          Objects.requireNonNull(values.items("Values")).stream()
              .map(value -> String.valueOf(value.value()))
              .toList());
    }
    return FakeAws.ok(
        Map.of(
            "Partitions",
            partitions(asked).stream()
                .filter(partition -> wanted.contains(partition.get("Values")))
                .toList(),
            "UnprocessedKeys",
            List.of()));
  }

  private Response matching(Json asked) {
    Map<String, Object> table =
        Objects.requireNonNull(
            aws.tables.get(asked.text("DatabaseName") + "." + asked.text("TableName")));
    List<String> names =
        ((List<?>) Objects.requireNonNull(table.get("PartitionKeys")))
            .stream().map(key -> String.valueOf(((Map<?, ?>) key).get("Name"))).toList();
    return FakeAws.ok(
        Map.of(
            "Partitions",
            partitions(asked).stream()
                .filter(
                    partition ->
                        aws.fits(
                            asked.text("Expression", "true"),
                            names,
                            ((List<?>) Objects.requireNonNull(partition.get("Values")))
                                .stream().map(String::valueOf).toList()))
                .toList()));
  }
}
