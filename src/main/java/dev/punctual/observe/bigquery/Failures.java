package dev.punctual.observe.bigquery;

import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Absent;
import dev.punctual.observe.Observation.Unreachable;
import dev.punctual.observe.wire.GoogleApi.Refusal;
import dev.punctual.observe.wire.Outages;
import dev.punctual.rule.Durations;
import dev.punctual.rule.Sizes;
import java.util.Locale;

/** What a refusal means and what to do, said once. */
final class Failures {

  private final BigQuerySettings settings;

  Failures(BigQuerySettings settings) {
    this.settings = settings;
  }

  /** What a refusal means for the target that was asked about. */
  Observation of(Refusal refusal, String target) {
    return switch (refusal.reason()) {
      case "notFound" -> new Absent(absent(refusal, target));
      case "accessDenied", "PERMISSION_DENIED" -> new Unreachable(forbidden(refusal, target));
      case "bytesBilledLimitExceeded" -> new Unreachable(tooLarge(target));
      case Jobs.TIMEOUT, "stopped" -> new Unreachable(tooSlow(target));
      default ->
          new Unreachable(
              "BigQuery refuses what was asked of "
                  + target
                  + " ("
                  + refusal.reason()
                  + "): "
                  + Outages.line(refusal.said()));
    };
  }

  private static String absent(Refusal refusal, String target) {
    return "BigQuery does not find "
        + target
        + ": "
        + Outages.line(refusal.said())
        + "; check the name, the project and the location";
  }

  private String forbidden(Refusal refusal, String target) {
    return "BigQuery refuses to show "
        + target
        + ": "
        + Outages.line(refusal.said())
        + "; grant "
        + grant(refusal.said().toLowerCase(Locale.ROOT));
  }

  /** The narrowest role that holds the permission that was missed. */
  private String grant(String said) {
    if (said.contains("bigquery.jobs.create")) {
      return "roles/bigquery.jobUser on project " + settings.billing().project();
    }
    boolean metadata = said.contains("bigquery.tables.get ") || said.contains("tables.list");
    return metadata
        ? "roles/bigquery.metadataViewer on its dataset"
        : "roles/bigquery.dataViewer on its dataset";
  }

  private String tooLarge(String target) {
    return "the question about "
        + target
        + " would bill more than maximum-bytes-billed ("
        + Sizes.print(settings.billing().mostBytes())
        + "); filter by its partition column, or raise that";
  }

  private String tooSlow(String target) {
    return "the question about "
        + target
        + " took longer than "
        + Durations.print(settings.limits().query())
        + "; are slots free in the project, or raise query-timeout";
  }
}
