package dev.punctual.observe.bigquery;

import static dev.punctual.observe.bigquery.Asking.DAY;
import static dev.punctual.observe.bigquery.Asking.table;

import dev.punctual.observe.Probe;
import dev.punctual.observe.TroubleContract;
import dev.punctual.observe.bigquery.FakeBigQuery.Refused;
import dev.punctual.observe.wire.GoogleLogin;
import dev.punctual.rule.Readiness.Evidence;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class BigQueryTroubleTest extends TroubleContract {

  @TempDir Path folder;
  private final List<FakeBigQuery> running = new ArrayList<>();

  @AfterEach
  void stop() {
    running.forEach(FakeBigQuery::close);
  }

  @Override
  protected String type() {
    return "bigquery";
  }

  @Override
  protected String title() {
    return "BigQuery";
  }

  @Override
  protected List<String> secrets() {
    return GoogleLogin.secrets();
  }

  @Override
  protected Scene scene(Trouble trouble) throws Exception {
    FakeBigQuery bigquery = new FakeBigQuery();
    running.add(bigquery);
    FakeBigQuery.Table sales = bigquery.table("mart", "sales", "dt DATE");
    bigquery.engine.insert("mart.sales", "DATE '2026-11-20'");
    switch (trouble) {
      case CREDENTIALS_WRONG -> bigquery.login.delete();
      case PERMISSION_MISSING -> sales.forbidden = true;
      case TARGET_MISSING -> bigquery.tables.clear();
      case SERVER_HANGS -> bigquery.hangs = true;
      case TOO_MANY_REQUESTS ->
          bigquery.always =
              new Refused(
                  403,
                  "quotaExceeded",
                  "Quota exceeded: Your user exceeded quota for concurrent queries.");
      case ANSWER_MALFORMED -> bigquery.garbled = true;
      case CLOCK_AN_HOUR_AHEAD -> bigquery.server.ahead(Duration.ofHours(1));
    }
    Probe probe = DAY.of(table("mart", "sales"), new Evidence.Where("dt = :data_date"));
    return new Scene.Played(
        Asking.source(bigquery, folder, "request-timeout", "1s"),
        probe,
        Instant.parse("2026-11-20T09:30:00Z"));
  }
}
