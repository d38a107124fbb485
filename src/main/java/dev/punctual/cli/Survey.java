package dev.punctual.cli;

import dev.punctual.judge.Heard;
import dev.punctual.judge.Judge;
import dev.punctual.judge.Progress;
import dev.punctual.observe.Observation;
import dev.punctual.observe.Probe;
import dev.punctual.observe.Source;
import dev.punctual.observe.SourceFailure;
import dev.punctual.poll.SourceRegistry;
import dev.punctual.rule.Deadline;
import dev.punctual.rule.Promise;
import dev.punctual.rule.Rule;
import dev.punctual.rule.Schedule;
import dev.punctual.rule.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Asks the sources once about every deadline that is open at an instant; keeps nothing. */
final class Survey {

  private static final Duration LONGEST_DAY = Duration.ofHours(27);

  private final SourceRegistry sources;
  private final boolean ledger;
  private final Instant at;
  private final boolean past;

  /**
   * @param at the instant that is asked about
   * @param past whether that is not now: undated evidence then proves nothing
   */
  Survey(Session session, Instant at, boolean past) {
    this.sources = session.bean(SourceRegistry.class);
    this.ledger = session.hasLedger();
    this.at = at;
    this.past = past;
  }

  /** What was asked, what was answered, what follows. */
  record Finding(Rule rule, Deadline deadline, Observation observation, Progress progress) {}

  List<Finding> of(Collection<Rule> rules) throws InterruptedException {
    Map<String, List<Probe>> asked = new LinkedHashMap<>();
    for (Rule rule : rules) {
      for (Deadline deadline : open(rule)) {
        Probe probe = new Probe(rule, deadline, Schedule.nextOpens(rule, deadline), true);
        asked.computeIfAbsent(rule.source(), s -> new ArrayList<>()).add(probe);
      }
    }
    List<Finding> findings = new ArrayList<>();
    for (Map.Entry<String, List<Probe>> source : asked.entrySet()) {
      findings.addAll(ask(source.getKey(), source.getValue()));
    }
    return findings;
  }

  /** Deadlines with opens_at <= at < closes_at. */
  private List<Deadline> open(Rule rule) {
    Duration after =
        switch (rule.promise()) {
          case Promise.ReadyBy by -> by.givesUpAfter();
          case Promise.ReadyWithin within -> within.givesUpAfter();
          case Promise.FreshWithin ignored -> null;
        };
    if (after == null) {
      return List.of();
    }
    return Schedule.between(rule, at.minus(after), at.plus(ahead(rule))).stream()
        .filter(d -> !d.opensAt().isAfter(at) && d.closesAt().isAfter(at))
        .toList();
  }

  /** How long before its due instant a deadline of this rule may be open. */
  private static Duration ahead(Rule rule) {
    return switch (rule.promise()) {
      case Promise.ReadyBy by ->
          LONGEST_DAY.multipliedBy(
              2L + by.readyBy().plusDays() - Math.min(0, by.opens().plusDays()));
      case Promise.ReadyWithin within -> within.readyWithin().plusSeconds(1);
      case Promise.FreshWithin ignored -> Duration.ZERO;
    };
  }

  private List<Finding> ask(String name, List<Probe> probes) throws InterruptedException {
    SourceRegistry.Configured configured = sources.find(name);
    if (configured == null) {
      return told(probes, new Observation.Unreachable("no source " + name + " is configured"));
    }
    if (name.equals(Target.Job.SOURCE) && !ledger) {
      return told(
          probes,
          new Observation.Unreachable(
              "what jobs report is with the running service; its board and API have it"));
    }
    Source source = configured.source();
    try {
      Source.Round round = source.observe(probes, new Source.Ask(at, Map.of(), Map.of()));
      return round.answers().stream()
          .map(answer -> judged(source, answer.probe(), answer.observation()))
          .toList();
    } catch (SourceFailure e) {
      return told(probes, new Observation.Unreachable(String.valueOf(e.getMessage())));
    }
  }

  private List<Finding> told(List<Probe> probes, Observation observation) {
    return probes.stream().map(probe -> judged(null, probe, observation)).toList();
  }

  private Finding judged(@Nullable Source source, Probe probe, Observation seen) {
    Deadline deadline = java.util.Objects.requireNonNull(probe.deadline());
    Observation asOf = past ? asOf(seen) : seen;
    Heard heard =
        new Heard(
            asOf,
            at,
            null,
            source == null ? Duration.ZERO : source.lag(probe),
            probe.rule().counting().skipped(),
            probe.rule().readiness().stableFor());
    Progress progress = Judge.judge(deadline, Progress.unasked(), heard, at);
    return new Finding(probe.rule(), deadline, asOf, progress);
  }

  /** What an answer of now says of the instant that is asked about. */
  private Observation asOf(Observation seen) {
    return switch (seen) {
      case Observation.Arrived a ->
          a.latest().isAfter(at) ? Observation.NotYet.because("not there yet: " + a.text()) : a;
      case Observation.Present p ->
          new Observation.Unreachable(
              "there now, but whether it was there at " + at + " is not known: " + p.text());
      case Observation.Skipped s ->
          s.at().isAfter(at) ? Observation.NotYet.because("not there yet: " + s.text()) : s;
      case Observation.NotYet n -> n;
      case Observation.Failed f -> f;
      case Observation.Absent a -> a;
      case Observation.Unreachable u -> u;
      case Observation.Newest n -> n;
    };
  }
}
