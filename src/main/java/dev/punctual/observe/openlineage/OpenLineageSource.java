package dev.punctual.observe.openlineage;

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
import org.jspecify.annotations.Nullable;

/** Jobs and datasets, as OpenLineage producers told of them. */
final class OpenLineageSource implements Source {

  private static final Map<String, Kind> KINDS = Map.of("job", Kind.JOB, "dataset", Kind.DATASET);

  /** A run that ended in time may need a moment, and a repetition, to say so. */
  private static final Duration LAG = Duration.ofSeconds(10);

  /** Producers that found nobody in try again within this. */
  private static final Duration KNOCK_AGAIN = Duration.ofSeconds(30);

  private final OpenLineageSettings settings;
  private final LineageInbox inbox;

  OpenLineageSource(OpenLineageSettings settings, LineageInbox inbox) {
    this.settings = settings;
    this.inbox = inbox;
  }

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public String description() {
    return "OpenLineage, POST /api/v1/lineage";
  }

  @Override
  public boolean listens() {
    return true;
  }

  /** After a start silence proves nothing until producers had the time to knock again. */
  @Override
  public Duration lag(Probe probe) {
    Instant openSince = inbox.openSince();
    if (openSince == null || probe.deadline() == null) {
      return LAG;
    }
    Duration again = Duration.between(probe.deadline().dueAt(), openSince.plus(KNOCK_AGAIN));
    return again.compareTo(LAG) > 0 ? again : LAG;
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
    if (silent && neverHeard(names)) {
      throw new SourceFailure(
          "no OpenLineage event ever arrived; have a producer send to POST /api/v1/lineage, and"
              + " look for 401, 403 or 413 in its log",
          null);
    }
    return new Round(
        answers, Map.of(), names.queries(), null, "reads what was told of " + probes.size());
  }

  private static boolean neverHeard(ToldNames names) {
    return names.names(Kind.JOB).isEmpty() && names.names(Kind.DATASET).isEmpty();
  }

  private Observation answer(Probe probe, ToldNames names, Instant now) {
    Target target = probe.rule().target();
    Kind kind = KINDS.get(target.kind());
    if (kind == null || !(target instanceof Target.Item item)) {
      return new Observation.Absent(
          "OpenLineage tells of jobs and datasets, not of a " + target.kind());
    }
    String what = item.kind() + " " + item.name();
    return switch (names.find(kind, item.name(), what, namespace(item, kind))) {
      case Found.None none -> none.why();
      case Found.Thing thing ->
          kind == Kind.DATASET
              ? ToldRuns.ofDataset(probe, what, thing.runs(), now)
              : ToldRuns.of(probe, what, thing.runs(), now);
    };
  }

  private @Nullable String namespace(Target.Item item, Kind kind) {
    String written = item.details().get("namespace");
    return written == null ? settings.namespace(kind) : written;
  }

  @Override
  public List<Finding> check(List<Probe> probes) {
    ToldNames names = ToldNames.of(inbox, probes, KINDS, Instant.EPOCH);
    if (neverHeard(names)) {
      return List.of(
          new Finding(
              false,
              "inbox",
              "no OpenLineage event ever arrived at POST /api/v1/lineage; see"
                  + " docs/sources/openlineage.md for how to have Airflow, dbt or Spark send"
                  + " them"));
    }
    List<Finding> findings = new ArrayList<>();
    findings.add(new Finding(true, "inbox", "events arrived at POST /api/v1/lineage"));
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
