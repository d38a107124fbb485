package dev.punctual.observe.aws;

import dev.punctual.observe.Probe;
import dev.punctual.observe.Probes;
import dev.punctual.observe.Source;
import dev.punctual.observe.SourceContract;
import dev.punctual.observe.SourceType.Settings;
import dev.punctual.rule.Readiness.Evidence;
import dev.punctual.rule.Target;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class AthenaContractTest extends SourceContract {

  static final Probes DAY = Probes.on(LocalDate.parse("2026-11-20"));

  private FakeAws aws;

  AthenaContractTest() throws IOException, SQLException {
    aws = new FakeAws();
  }

  @BeforeEach
  void fill() throws SQLException {
    aws.table("mart.sales", "id bigint|dt string", "s3://lake/sales/");
    aws.partition(
        "mart.sales", "s3://lake/sales/dt=2026-11-20/", "2026-11-20T08:00:00Z", "2026-11-20");
    aws.object("lake/sales/dt=2026-11-20/part-0.parquet", 1234, "2026-11-20T07:59:00Z");
    aws.table("mart.events", "id bigint, at timestamp", "s3://lake/events/");
    aws.athena.sql("create schema mart");
    aws.athena.sql("create table mart.events (id bigint, at timestamp)");
    aws.athena.sql("insert into mart.events values (1, '2026-11-20 08:30:00')");
  }

  @AfterEach
  void close() throws IOException, SQLException {
    aws.close();
  }

  static Target.Table table(String name) {
    return new Target.Table("lake", List.of(name.split("\\.", -1)));
  }

  @Override
  protected Source working() {
    return new AthenaType().open(aws.settings("lake", "timezone", "UTC"));
  }

  @Override
  protected Source broken() {
    Map<String, String> values = new TreeMap<>(aws.settings("lake").values());
    values.put("access-key-secret", "an0ther+secret");
    return new AthenaType().open(new Settings("lake", values));
  }

  @Override
  protected List<Probe> answerable() {
    return List.of(
        DAY.of(table("mart.sales"), new Evidence.Partition(":data_date")),
        DAY.of(table("mart.events"), new Evidence.Column("at")));
  }

  @Override
  protected Probe missing() {
    return DAY.of(table("mart.none"), new Evidence.Partition(":data_date"));
  }

  @Override
  protected Instant now() {
    return Instant.parse("2026-11-20T09:30:00Z");
  }

  @Override
  protected List<String> secrets() {
    return List.of(FakeAws.SECRET, "an0ther+secret");
  }
}
