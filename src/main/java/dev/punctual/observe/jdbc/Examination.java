package dev.punctual.observe.jdbc;

import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Absent;
import dev.punctual.observe.Observation.Unreachable;
import dev.punctual.observe.Probe;
import dev.punctual.observe.Source.Answer;
import dev.punctual.observe.Source.Ask;
import dev.punctual.observe.Source.Finding;
import dev.punctual.observe.Source.Round;
import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.jdbc.Catalog.Server;
import dev.punctual.rule.Readiness.Evidence;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tries what a source needs, one finding a thing tried. */
final class Examination {

  private final JdbcSettings settings;
  private final Session session;
  private final Catalog catalog;

  Examination(JdbcSettings settings, Session session, Catalog catalog) {
    this.settings = settings;
    this.session = session;
    this.catalog = catalog;
  }

  /** Asks the probes as a round would. */
  @FunctionalInterface
  interface Asking {
    Round round(List<Probe> probes, Ask ask) throws SourceFailure;
  }

  List<Finding> findings(List<Probe> probes, Asking asking) throws SourceFailure {
    Server server = catalog.greet(session);
    List<Finding> findings = new ArrayList<>();
    findings.add(
        new Finding(
            true,
            "log in to " + settings.login().address(),
            settings.dialect().title() + " " + server.version() + " as " + server.user()));
    findings.add(settings.dialect().readOnly(session));
    if (server.blindness() != null) {
      findings.add(new Finding(true, "row counters", server.blindness()));
    }
    if (!probes.isEmpty()) {
      Ask ask = new Ask(server.clock().truncatedTo(ChronoUnit.MICROS), Map.of(), Map.of());
      findings.addAll(targets(asking.round(probes, ask).answers()));
    }
    return findings;
  }

  /** One finding a target; of several rules on it, what is wrong wins. */
  private static List<Finding> targets(List<Answer> answers) {
    Map<String, Finding> byTarget = new LinkedHashMap<>();
    for (Answer answer : answers) {
      String tried =
          answer.probe().rule().target().kind() + " " + answer.probe().rule().target().path();
      Observation seen = answer.observation();
      boolean wrong = seen instanceof Absent || isRefusal(answer);
      Finding finding = new Finding(!wrong, tried, seen.text());
      byTarget.merge(tried, finding, (a, b) -> a.ok() ? b : a);
    }
    return List.copyOf(byTarget.values());
  }

  /** Counters that begin to count just now are as they should be. */
  private static boolean isRefusal(Answer answer) {
    boolean counts =
        switch (answer.probe().rule().readiness().evidence()) {
          case Evidence.Changed c -> true;
          case Evidence.Best b -> true;
          case Evidence.Modified m -> true;
          case Evidence other -> false;
        };
    return answer.observation() instanceof Unreachable && !counts;
  }
}
