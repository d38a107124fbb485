package dev.punctual.observe.bigquery;

import dev.punctual.observe.Archive;
import dev.punctual.observe.Probe;
import dev.punctual.observe.Source;
import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.wire.GoogleAccount;
import dev.punctual.observe.wire.GoogleApi;
import dev.punctual.observe.wire.Outages;
import dev.punctual.rule.Readiness.Evidence;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** BigQuery: tables by their metadata and by SQL. */
final class BigQuerySource implements Source, Archive {

  /** How late the metadata of partitions may be; BigQuery says nothing of it. */
  private static final Duration PARTITION_LAG = Duration.ofMinutes(1);

  private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform.read-only";

  private final BigQuerySettings settings;
  private final RoundTrip.Kept kept;

  BigQuerySource(BigQuerySettings settings) {
    this.settings = settings;
    GoogleApi connection = connection(settings);
    this.kept =
        new RoundTrip.Kept(
            connection,
            new Jobs(settings, connection),
            new Catalog(connection),
            new Denials(),
            new Batch.Portion(),
            new HashSet<>());
  }

  private static GoogleApi connection(BigQuerySettings settings) {
    return new GoogleApi(
        new GoogleApi.Service(
            URI.create(settings.url() + "/bigquery/v2"),
            "BigQuery",
            "bigquery.googleapis.com",
            "project " + settings.billing().project()),
        new Outages(settings.name(), settings.address(), "BigQuery"),
        settings.limits().request(),
        new GoogleAccount(settings.credentials(), SCOPE));
  }

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public String description() {
    String location = settings.billing().location();
    return "BigQuery, project "
        + settings.billing().project()
        + (location == null ? "" : " in " + location);
  }

  /** A "no" at the due instant always comes from the table itself, whatever is asked before. */
  @Override
  public Duration lag(Probe probe) {
    return switch (probe.rule().readiness().evidence()) {
      case Evidence.Partition _ -> PARTITION_LAG;
      case Evidence _ -> Duration.ZERO;
    };
  }

  @Override
  public Round observe(List<Probe> probes, Ask ask) throws SourceFailure, InterruptedException {
    if (probes.isEmpty()) {
      return new Round(List.of(), Map.of(), 0, null, "nothing to ask");
    }
    kept.connection().takeSent();
    RoundTrip trip = new RoundTrip(settings, kept, ask);
    List<Answer> answers = trip.run(probes);
    return new Round(
        answers,
        Map.of(),
        kept.connection().takeSent(),
        kept.connection().clockOffset(),
        note(probes.size(), trip));
  }

  private static String note(int probes, RoundTrip trip) {
    String blind = trip.blindness();
    return probes + " questions" + (blind == null ? "" : "; tables one by one: " + blind);
  }

  @Override
  public Recall recall(List<Probe> probes, Instant now) throws SourceFailure, InterruptedException {
    kept.connection().takeSent();
    List<Remembered> days = new Recollection(settings, kept, now).of(probes);
    return new Recall(days, kept.connection().takeSent());
  }

  @Override
  public List<Finding> check(List<Probe> probes) throws InterruptedException {
    return new Examination(settings, kept).findings(probes);
  }

  @Override
  public void close() {
    kept.connection().close();
  }
}
