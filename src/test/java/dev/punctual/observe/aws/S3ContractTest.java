package dev.punctual.observe.aws;

import dev.punctual.observe.Probe;
import dev.punctual.observe.Probes;
import dev.punctual.observe.Source;
import dev.punctual.observe.SourceContract;
import dev.punctual.rule.Target;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract on a server that others made: S3Mock, as a process. */
class S3ContractTest extends SourceContract {

  private static final Probes DAY = Probes.on(LocalDate.parse("2099-11-20"));
  private static S3Mock server = S3Mock.none();

  @BeforeAll
  static void start() throws Exception {
    server = S3Mock.start();
    server.bucket("deliveries");
    server.put("deliveries", "in/2099-11-20/part-0.csv", "some rows");
    server.put("deliveries", "in/2099-11-20/_SUCCESS", "");
    server.put("deliveries", "odd/2099-11-20/a b+c%20&日本.csv", "rows");
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  private static Source open(URI endpoint, String secret) {
    return new S3Type().open(S3SourceTest.settings(endpoint, secret));
  }

  @Override
  protected Source working() {
    return open(server.url(), "s3cret+of/the/key");
  }

  @Override
  protected Source broken() {
    return open(URI.create("http://127.0.0.1:1"), "an0ther+secret");
  }

  @Override
  protected List<Probe> answerable() {
    return List.of(
        DAY.of(new Target.File("s3", "deliveries/in/{data_date}/_SUCCESS")),
        DAY.of(new Target.File("s3", "deliveries/odd/{data_date}/a b+c%20&日本.csv")),
        DAY.of(new Target.File("s3", "deliveries/in/{data_date}/*.parquet")));
  }

  @Override
  protected Probe missing() {
    return DAY.of(new Target.File("s3", "nowhere/in/{data_date}/_SUCCESS"));
  }

  @Override
  protected Instant now() {
    return DAY.dueAt();
  }

  @Override
  protected List<String> secrets() {
    return List.of("s3cret+of/the/key", "an0ther+secret");
  }
}
