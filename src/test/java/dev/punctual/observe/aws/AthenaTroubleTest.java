package dev.punctual.observe.aws;

import static dev.punctual.observe.aws.AthenaContractTest.DAY;
import static dev.punctual.observe.aws.AthenaContractTest.table;

import dev.punctual.observe.Probe;
import dev.punctual.observe.SourceType.Settings;
import dev.punctual.observe.TroubleContract;
import dev.punctual.rule.Readiness.Evidence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;

class AthenaTroubleTest extends TroubleContract {

  private static final String OTHER = "an0ther+secret";

  private final List<FakeAws> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (FakeAws aws : open) {
      aws.close();
    }
  }

  @Override
  protected String type() {
    return "athena";
  }

  @Override
  protected String title() {
    return "Athena and Glue";
  }

  @Override
  protected List<String> secrets() {
    return List.of(FakeAws.SECRET, OTHER);
  }

  private FakeAws aws() throws Exception {
    FakeAws aws = new FakeAws();
    open.add(aws);
    aws.table("mart.sales", "id bigint|dt string", "s3://lake/sales/");
    aws.partition("mart.sales", "s3://lake/sales/a", "2026-11-20T08:00:00Z", "2026-11-20");
    aws.object("lake/sales/a/part-0", 10, "2026-11-20T07:00:00Z");
    return aws;
  }

  @Override
  protected Scene scene(Trouble trouble) throws Exception {
    FakeAws aws = aws();
    return switch (trouble) {
      case CREDENTIALS_WRONG -> {
        Map<String, String> values = new TreeMap<>(aws.settings("lake").values());
        values.put("access-key-secret", OTHER);
        yield new Scene.Played(
            new AthenaType().open(new Settings("lake", values)), probe("mart.sales"), DAY.dueAt());
      }
      case PERMISSION_MISSING -> {
        aws.denied.add("glue:BatchGetPartition");
        yield played(aws, "mart.sales");
      }
      case TARGET_MISSING -> played(aws, "mart.none");
      case SERVER_HANGS -> played(aws.hangs(), "mart.sales", "1s");
      case TOO_MANY_REQUESTS -> {
        aws.throttled.put("glue:GetTable", 99);
        yield played(aws, "mart.sales");
      }
      case ANSWER_MALFORMED -> played(aws.malformed(), "mart.sales");
      case CLOCK_AN_HOUR_AHEAD -> played(aws.ahead(Duration.ofHours(1)), "mart.sales");
    };
  }

  private static Probe probe(String name) {
    return DAY.of(table(name), new Evidence.Partition(":data_date"));
  }

  private static Scene played(FakeAws aws, String name) {
    return played(aws, name, "10s");
  }

  private static Scene played(FakeAws aws, String name, String timeout) {
    return new Scene.Played(
        new AthenaType().open(aws.settings("lake", "request-timeout", timeout)),
        probe(name),
        DAY.dueAt());
  }
}
