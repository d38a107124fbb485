package dev.punctual.observe.aws;

import static dev.punctual.observe.aws.AthenaContractTest.DAY;
import static dev.punctual.observe.aws.AthenaContractTest.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.punctual.observe.Probe;
import dev.punctual.observe.Source;
import dev.punctual.observe.Source.Ask;
import dev.punctual.observe.aws.FakeAws.Exchange;
import dev.punctual.observe.wire.Json;
import dev.punctual.rule.Readiness;
import dev.punctual.rule.Readiness.Evidence;
import dev.punctual.rule.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Holds what the source sends to Glue and Athena, and what their stand-in answers, against the
 * service models that botocore publishes: members, types, what is required, enumerations, bounds
 * and patterns. They are not part of the project: the test is skipped, and says so, where they are
 * not at hand. {@code -Dpunctual.contract} or {@code PUNCTUAL_CONTRACT} name their folder.
 */
class AwsModelTest {

  private static final Instant NOW = Instant.parse("2026-11-20T09:30:00Z");

  @Test
  void requests_and_answers_fit_the_published_models() throws Exception {
    Path folder = folder();
    assumeTrue(
        Files.isReadable(folder.resolve("aws-glue.json"))
            && Files.isReadable(folder.resolve("aws-athena.json")),
        () -> "skipped: there is no aws-glue.json in " + folder + "; set PUNCTUAL_CONTRACT");
    Json glue = Json.parse(Files.readAllBytes(folder.resolve("aws-glue.json")));
    Json athena = Json.parse(Files.readAllBytes(folder.resolve("aws-athena.json")));
    List<String> wrong = new ArrayList<>();
    TreeSet<String> used = new TreeSet<>();
    for (Exchange exchange : everything()) {
      used.add(exchange.operation());
      new Model(exchange.operation().startsWith("AWSGlue") ? glue : athena).check(exchange, wrong);
    }
    assertThat(wrong).isEmpty();
    assertThat(used)
        .containsExactly(
            "AWSGlue.BatchGetPartition",
            "AWSGlue.GetPartitions",
            "AWSGlue.GetTable",
            "AWSGlue.GetTables",
            "AmazonAthena.BatchGetQueryExecution",
            "AmazonAthena.GetQueryExecution",
            "AmazonAthena.GetQueryResults",
            "AmazonAthena.GetWorkGroup",
            "AmazonAthena.StartQueryExecution",
            "AmazonAthena.StopQueryExecution");
  }

  private static Path folder() {
    String property = System.getProperty("punctual.contract");
    String named = property == null ? System.getenv("PUNCTUAL_CONTRACT") : property;
    if (named != null) {
      return Path.of(named);
    }
    Path beside = Path.of("..", "shared", "contract");
    return Files.isDirectory(beside) ? beside : Path.of("..", "..", "shared", "contract");
  }

  /** Rounds and a check that use every request there is. */
  private static List<Exchange> everything() throws Exception {
    try (FakeAws aws = new FakeAws()) {
      aws.table("mart.sales", "id bigint|dt string", "s3://lake/sales/");
      aws.partition("mart.sales", "s3://lake/sales/a", "2026-11-20T08:00:00Z", "2026-11-20");
      aws.table("mart.shops", "id bigint|dt string, region string", "s3://lake/shops/");
      aws.object("lake/sales/a/part-0", 10, "2026-11-20T07:00:00Z");
      List<Probe> probes =
          List.of(
              DAY.of(table("mart.sales"), new Evidence.Partition(":data_date")),
              DAY.of(table("mart.shops"), new Evidence.Partition(":data_date")),
              DAY.of(table("mart.none"), new Evidence.Partition(":data_date")),
              DAY.of(new Target.Query("lake", "select true")));
      String[] settings = {
        "query-timeout", "1s", "database", "mart", "output-location", "s3://results/x/"
      };
      try (Source source = new AthenaType().open(aws.settings("lake", settings))) {
        source.observe(probes, new Ask(NOW, Map.of(), Map.of()));
        source.check(probes);
        aws.athena.failing.put("7 = 7", "TYPE_MISMATCH: line 1:1: no");
        Probe bad = DAY.of("bad", new Target.Query("lake", "select 7 = 7"), Readiness.completion());
        source.observe(List.of(probes.getLast(), bad), new Ask(NOW, Map.of(), Map.of()));
        aws.athena.hangs = true;
        source.observe(probes, new Ask(NOW, Map.of(), Map.of()));
      }
      return List.copyOf(aws.exchanges);
    }
  }

  /** A service model, as far as it takes to hold documents against its shapes. */
  private record Model(Json root) {

    void check(Exchange exchange, List<String> wrong) {
      String name = exchange.operation().replaceFirst(".*\\.", "");
      String prefix = exchange.operation().replaceFirst("\\..*", "");
      Json operation = root.get("operations").get(name);
      if (!operation.isObject() || !prefix.equals(root.get("metadata").text("targetPrefix"))) {
        wrong.add(exchange.operation() + ": no such operation");
        return;
      }
      shape(operation.get("input").text("shape", ""), exchange.asked(), name + " asked", wrong);
      if (exchange.status() == 200) {
        String answer = operation.get("output").text("shape", "");
        shape(answer, exchange.answered(), name + " answered", wrong);
      }
    }

    private void shape(String name, Json value, String where, List<String> wrong) {
      Json shape = root.get("shapes").get(name);
      String type = shape.text("type", "structure");
      switch (type) {
        case "structure" -> structure(shape, value, where, wrong);
        case "list" -> {
          List<Json> items = value.items();
          if (items == null) {
            wrong.add(where + ": no list");
            return;
          }
          bounds(shape, items.size(), where, wrong);
          items.forEach(
              item -> shape(shape.get("member").text("shape", ""), item, where + "[]", wrong));
        }
        case "map" -> {
          if (!value.isObject()) {
            wrong.add(where + ": no map");
          }
        }
        case "string" -> string(shape, value, where, wrong);
        case "boolean" -> expect(value.value() instanceof Boolean, where + ": no boolean", wrong);
        case "integer", "long" -> {
          expect(value.value() instanceof Number, where + ": no number", wrong);
          if (value.value() instanceof Number number) {
            bounds(shape, number.longValue(), where, wrong);
          }
        }
        default -> expect(value.value() instanceof Number, where + ": no " + type, wrong);
      }
    }

    private void structure(Json shape, Json value, String where, List<String> wrong) {
      if (!(value.value() instanceof Map<?, ?> fields)) {
        wrong.add(where + ": no structure");
        return;
      }
      for (Object key : fields.keySet()) {
        Json member = shape.get("members").get(String.valueOf(key));
        if (member.isObject()) {
          shape(member.text("shape", ""), value.get(String.valueOf(key)), where + "." + key, wrong);
        } else {
          wrong.add(where + ": no member " + key);
        }
      }
      for (Json required : Objects.requireNonNullElse(shape.items("required"), List.<Json>of())) {
        expect(
            fields.containsKey(required.value()),
            where + ": " + required.value() + " is required",
            wrong);
      }
    }

    private static void string(Json shape, Json value, String where, List<String> wrong) {
      if (!(value.value() instanceof String text)) {
        wrong.add(where + ": no string");
        return;
      }
      bounds(shape, text.length(), where, wrong);
      String pattern = shape.text("pattern");
      expect(
          pattern == null || text.matches("(?s)" + pattern), where + ": against " + pattern, wrong);
      List<Json> allowed = shape.items("enum");
      expect(
          allowed == null || allowed.contains(value),
          where + ": " + text + " is none of it",
          wrong);
    }

    private static void bounds(Json shape, long size, String where, List<String> wrong) {
      Long least = shape.whole("min");
      Long most = shape.whole("max");
      expect(
          (least == null || size >= least) && (most == null || size <= most),
          where + ": " + size + " is out of bounds",
          wrong);
    }

    private static void expect(boolean holds, String objection, List<String> wrong) {
      if (!holds) {
        wrong.add(objection);
      }
    }
  }

  @Test
  void a_time_of_glue_keeps_its_fraction() throws IOException {
    Json time =
        Json.parse("{\"t\": 1.795170600123E9}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    assertThat(Card.time(time, "t")).isEqualTo("2026-11-20T10:30:00.123Z");
  }
}
