package dev.punctual.observe.bigquery;

import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Absent;
import dev.punctual.observe.Observation.Unreachable;
import dev.punctual.observe.Probe;
import dev.punctual.observe.Source.Answer;
import dev.punctual.observe.Source.Ask;
import dev.punctual.observe.Source.Finding;
import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.Trial;
import dev.punctual.observe.wire.GoogleApi.Refusal;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tries what a source needs, one finding a thing tried. */
final class Examination {

  private final BigQuerySettings settings;
  private final RoundTrip.Kept kept;
  private final List<Finding> findings = new ArrayList<>();

  Examination(BigQuerySettings settings, RoundTrip.Kept kept) {
    this.settings = settings;
    this.kept = kept;
  }

  List<Finding> findings(List<Probe> probes) throws InterruptedException {
    String trying = "run a query in project " + settings.billing().project();
    try {
      query(trying);
      trying = "ask about the tables";
      if (!probes.isEmpty()) {
        targets(probes);
      }
      Trial.clock(kept.connection().clockOffset(), findings);
    } catch (SourceFailure e) {
      findings.add(new Finding(false, trying, String.valueOf(e.getMessage())));
    }
    return findings;
  }

  /** Reads no table, so it bills nothing; tells who we are. */
  private void query(String trying) throws SourceFailure, InterruptedException {
    try {
      List<Jobs.Row> rows =
          kept.jobs()
              .run(
                  Sql.plain("SELECT SESSION_USER()"),
                  settings.billing().location(),
                  settings.billing().mostBytes());
      String who = rows.isEmpty() ? null : rows.getFirst().text(0);
      findings.add(
          new Finding(true, trying, "as " + (who == null ? kept.connection().login() : who)));
    } catch (Refusal refusal) {
      String said = new Failures(settings).of(refusal, "the result of a query").text();
      findings.add(new Finding(false, trying, said));
    }
  }

  private void targets(List<Probe> probes) throws SourceFailure, InterruptedException {
    Instant now = InstantSource.system().instant().truncatedTo(ChronoUnit.MICROS);
    RoundTrip trip = new RoundTrip(settings, kept, new Ask(now, Map.of(), Map.of()));
    Map<String, Finding> byTarget = new LinkedHashMap<>();
    for (Answer answer : trip.run(probes)) {
      Finding finding = finding(answer);
      byTarget.merge(finding.tried(), finding, (one, other) -> one.ok() ? other : one);
    }
    findings.addAll(byTarget.values());
    String blind = trip.blindness();
    if (blind != null) {
      findings.add(new Finding(false, "read INFORMATION_SCHEMA.TABLE_STORAGE", blind));
    }
  }

  /** One finding a target; of several rules on it, what is wrong wins. */
  private static Finding finding(Answer answer) {
    String tried =
        answer.probe().rule().target().kind() + " " + answer.probe().rule().target().path();
    Observation seen = answer.observation();
    boolean wrong = seen instanceof Absent || seen instanceof Unreachable;
    return new Finding(!wrong, tried, seen.text());
  }
}
