package dev.punctual.observe.dbt;

import dev.punctual.observe.LineageInbox;
import dev.punctual.observe.LineageInbox.Kind;
import dev.punctual.observe.Observation;
import dev.punctual.observe.Probe;
import dev.punctual.observe.Source;
import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.ToldNames;
import dev.punctual.observe.ToldNames.Found;
import dev.punctual.observe.ToldRuns;
import dev.punctual.rule.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Models, tests, seeds, snapshots and sources of dbt, as their artifacts told. */
final class DbtSource implements Source {

  private static final Map<String, Kind> KINDS = Map.of("dataset", Kind.NODE);

  private final DbtSettings settings;
  private final LineageInbox inbox;

  DbtSource(DbtSettings settings, LineageInbox inbox) {
    this.settings = settings;
    this.inbox = inbox;
  }

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public String description() {
    return "dbt, POST /api/v1/dbt/run-results, environment " + settings.environment();
  }

  @Override
  public boolean listens() {
    return true;
  }

  @Override
  public Duration lag(Probe probe) {
    return settings.toldWithin();
  }

  @Override
  public Round observe(List<Probe> probes, Ask ask) throws SourceFailure {
    if (probes.isEmpty()) {
      return new Round(List.of(), Map.of(), 0, null, "nothing to look up");
    }
    ToldNames names = ToldNames.of(inbox, probes, KINDS, ask.now());
    List<Answer> answers = new ArrayList<>(probes.size());
    for (Probe probe : probes) {
      answers.add(new Answer(probe, answer(probe, names, ask.now())));
    }
    boolean silent = answers.stream().allMatch(a -> a.observation() instanceof Observation.Absent);
    if (silent && names.names(Kind.NODE).isEmpty()) {
      throw new SourceFailure(
          "no artifact of dbt ever arrived; post run_results.json to /api/v1/dbt/run-results"
              + " after each run, and look for 401, 403, 413 or 422 in the answer",
          null);
    }
    return new Round(
        answers, Map.of(), names.queries(), null, "reads what was told of " + probes.size());
  }

  private Observation answer(Probe probe, ToldNames names, Instant now) {
    if (!(probe.rule().target() instanceof Target.Item item)) {
      return new Observation.Absent(
          "dbt tells of datasets, not of a " + probe.rule().target().kind());
    }
    String namespace = item.details().getOrDefault("namespace", settings.environment());
    String node = item.name();
    return switch (names.find(Kind.NODE, node, node, namespace)) {
      case Found.None none -> none.why();
      case Found.Thing thing ->
          node.startsWith("source.")
              ? Looks.of(probe, node, thing.runs(), now)
              : ToldRuns.of(probe, node, thing.runs(), now);
    };
  }

  @Override
  public List<Finding> check(List<Probe> probes) {
    ToldNames names = ToldNames.of(inbox, probes, KINDS, Instant.EPOCH);
    if (names.names(Kind.NODE).isEmpty()) {
      return List.of(
          new Finding(
              false,
              "inbox",
              "no artifact of dbt ever arrived at POST /api/v1/dbt/run-results; see"
                  + " docs/sources/dbt.md for the line to add after dbt build"));
    }
    List<Finding> findings = new ArrayList<>();
    findings.add(new Finding(true, "inbox", "artifacts arrived at POST /api/v1/dbt/run-results"));
    for (Probe probe : probes) {
      Observation seen = answer(probe, names, Instant.EPOCH);
      boolean known = !(seen instanceof Observation.Absent);
      findings.add(
          new Finding(known, probe.rule().target().path(), known ? "was told of" : seen.text()));
    }
    return findings;
  }

  @Override
  public void close() {}
}
