package dev.punctual.observe.aws;

import static dev.punctual.observe.aws.AthenaContractTest.DAY;

import dev.punctual.observe.Probe;
import dev.punctual.observe.SourceType.Settings;
import dev.punctual.observe.TroubleContract;
import dev.punctual.rule.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;

class S3TroubleTest extends TroubleContract {

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
    return "s3";
  }

  @Override
  protected String title() {
    return "S3 and compatible stores";
  }

  @Override
  protected List<String> secrets() {
    return List.of(FakeAws.SECRET, OTHER);
  }

  private FakeAws aws() throws Exception {
    FakeAws aws = new FakeAws();
    open.add(aws);
    aws.object("deliveries/in/2026-11-20.csv", 10, "2026-11-20T07:00:00Z");
    return aws;
  }

  @Override
  protected Scene scene(Trouble trouble) throws Exception {
    FakeAws aws = aws();
    return switch (trouble) {
      case CREDENTIALS_WRONG -> {
        Map<String, String> values = new TreeMap<>(aws.settings("s3").values());
        values.put("access-key-secret", OTHER);
        yield new Scene.Played(
            new S3Type().open(new Settings("s3", values)), probe("deliveries"), DAY.dueAt());
      }
      case PERMISSION_MISSING -> {
        aws.denied.add("s3:ListBucket");
        yield played(aws, "deliveries");
      }
      case TARGET_MISSING -> played(aws, "nowhere");
      case SERVER_HANGS -> played(aws.hangs(), "deliveries", "1s");
      case TOO_MANY_REQUESTS -> {
        aws.throttled.put("s3:ListBucket", 99);
        yield played(aws, "deliveries");
      }
      case ANSWER_MALFORMED -> played(aws.malformed(), "deliveries");
      case CLOCK_AN_HOUR_AHEAD -> played(aws.ahead(Duration.ofHours(1)), "deliveries");
    };
  }

  private static Probe probe(String name) {
    return DAY.of(new Target.File("s3", name + "/in/{data_date}.csv"));
  }

  private static Scene played(FakeAws aws, String name) {
    return played(aws, name, "10s");
  }

  private static Scene played(FakeAws aws, String name, String timeout) {
    return new Scene.Played(
        new S3Type().open(aws.settings("s3", "request-timeout", timeout)),
        probe(name),
        DAY.dueAt());
  }
}
