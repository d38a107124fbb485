package dev.punctual.observe.bigquery;

import static dev.punctual.observe.bigquery.Asking.DAY;
import static dev.punctual.observe.bigquery.Asking.table;

import dev.punctual.observe.Probe;
import dev.punctual.observe.Source;
import dev.punctual.observe.SourceContract;
import dev.punctual.observe.wire.GoogleLogin;
import dev.punctual.rule.Readiness.Evidence;
import dev.punctual.rule.Target;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class BigQueryContractTest extends SourceContract {

  @TempDir Path folder;
  private FakeBigQuery bigquery;

  @BeforeEach
  void fill() throws Exception {
    bigquery = new FakeBigQuery();
    bigquery.table("mart", "sales", "dt DATE, amount INT64").modified("2026-11-20T08:00:00Z");
    bigquery.engine.insert("mart.sales", "DATE '2026-11-20', 5");
    FakeBigQuery.Table events = bigquery.table("raw", "events", "at TIMESTAMP").byTime("DAY", "at");
    bigquery.partition(events, "20261120", 12, "2026-11-20T07:00:00Z");
    bigquery.engine.insert("raw.events", "TIMESTAMP '2026-11-20 07:00:00+00:00'");
  }

  @AfterEach
  void stop() {
    bigquery.close();
  }

  @Override
  protected Source working() throws Exception {
    return Asking.source(bigquery, folder);
  }

  @Override
  protected Source broken() throws Exception {
    return Asking.source(bigquery, folder, "url", "http://127.0.0.1:1");
  }

  @Override
  protected List<Probe> answerable() {
    return List.of(
        DAY.of("a", table("mart", "sales"), readiness(new Evidence.Where("dt = :data_date"))),
        DAY.of("b", table("mart", "sales"), readiness(new Evidence.Modified())),
        DAY.of("c", table("raw", "events"), readiness(new Evidence.Partition(":data_date"))),
        DAY.of("d", table("raw", "events"), readiness(new Evidence.Column("at"))),
        DAY.of(new Target.Query("bq", "select max(dt) from `acme-warehouse.mart.sales`")));
  }

  private static dev.punctual.rule.Readiness readiness(Evidence evidence) {
    return new dev.punctual.rule.Readiness(evidence, null, null, null);
  }

  @Override
  protected Probe missing() {
    return DAY.of(table("mart", "missing"), new Evidence.Where("dt = :data_date"));
  }

  @Override
  protected Instant now() {
    return Instant.parse("2026-11-20T09:30:00Z");
  }

  @Override
  protected List<String> secrets() {
    return GoogleLogin.secrets();
  }
}
