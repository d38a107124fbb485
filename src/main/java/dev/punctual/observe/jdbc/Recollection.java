package dev.punctual.observe.jdbc;

import dev.punctual.observe.Archive.Basis;
import dev.punctual.observe.Archive.Memory;
import dev.punctual.observe.Archive.Remembered;
import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Arrived;
import dev.punctual.observe.Probe;
import dev.punctual.observe.Source.Ask;
import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.jdbc.Batch.Outcome;
import dev.punctual.observe.sql.Scale;
import dev.punctual.observe.sql.Scale.Moment;
import dev.punctual.rule.Deadline;
import dev.punctual.rule.Readiness;
import dev.punctual.rule.Readiness.Evidence;
import dev.punctual.rule.Rule;
import dev.punctual.rule.Target;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Days gone by, from what rows and queries say of their own time. A row that is there has a date
 * and no arrival, a partition likewise, and counters have no past: of those nothing is told.
 */
final class Recollection {

  private final JdbcSettings settings;
  private final RoundTrip.Kept kept;
  private final Instant now;
  private final List<Remembered> days = new ArrayList<>();

  Recollection(JdbcSettings settings, RoundTrip.Kept kept, Instant now) {
    this.settings = settings;
    this.kept = kept;
    this.now = now;
  }

  List<Remembered> of(List<Probe> probes, Catalog.Server server) throws SourceFailure {
    Map<Rule, List<Probe>> columns = new LinkedHashMap<>();
    List<Probe> queries = new ArrayList<>();
    for (Probe probe : probes) {
      String undated = undated(probe);
      if (undated != null) {
        untold(probe, undated);
      } else if (probe.rule().target() instanceof Target.Query) {
        queries.add(probe);
      } else {
        columns.computeIfAbsent(probe.rule(), rule -> new ArrayList<>()).add(probe);
      }
    }
    for (List<Probe> some : columns.values()) {
      column(some);
    }
    queries(queries, server);
    return days;
  }

  /** Why the evidence says nothing of the past; null when it does. */
  private @Nullable String undated(Probe probe) {
    if (!settings.dialect().recalls()) {
      return settings.dialect().title() + " is not asked about the past";
    }
    Readiness readiness = probe.rule().readiness();
    if (readiness.check() != null) {
      return "its check can only be asked now";
    }
    if (readiness.stableFor() != null) {
      return "how long its rows stayed the same is not written in them";
    }
    if (probe.rule().target() instanceof Target.Query) {
      return null;
    }
    return switch (readiness.evidence()) {
      case Evidence.Column _ -> FirstRows.undated(readiness.rows());
      case Evidence.Where _ -> "rows that match its where do not say when they came";
      case Evidence.Partition _ -> "a partition does not say when it was filled";
      case Evidence.Modified _ -> "a commit time tells the last write, not the first of each day";
      case Evidence.Changed _, Evidence.Best _ -> "counters of writes have no past";
      case Evidence.Completion _ -> "it has no evidence of its own";
    };
  }

  private void untold(Probe probe, String reason) {
    days.add(new Remembered(probe, new Memory.Untold(reason)));
  }

  /** All days of one rule in one statement. */
  private void column(List<Probe> probes) throws SourceFailure {
    Probe any = probes.getFirst();
    Target.Table table = (Target.Table) any.rule().target();
    Evidence.Column evidence = (Evidence.Column) any.rule().readiness().evidence();
    try {
      Relation relation =
          kept.catalog()
              .survey(
                  kept.session(),
                  List.of(
                      new Catalog.Wanted(table.relation(), Set.of(evidence.name()), false, false)))
              .get(table.relation());
      String unusable = unusable(table, relation, evidence);
      if (relation == null || unusable != null) {
        probes.forEach(probe -> untold(probe, String.valueOf(unusable)));
        return;
      }
      Relation.Column column = Objects.requireNonNull(relation.columns().get(evidence.name()));
      FirstRows rows = new FirstRows(settings, relation, column, probes, now);
      Map<Integer, String> found = kept.session().query(rows.sql(), FirstRows::read);
      for (Probe probe : probes) {
        days.add(new Remembered(probe, first(probe, rows, found, column)));
      }
    } catch (SQLException e) {
      probes.forEach(probe -> untold(probe, "its rows could not be read: " + said(e)));
    }
  }

  private static @Nullable String unusable(
      Target.Table table, @Nullable Relation relation, Evidence.Column evidence) {
    if (relation == null) {
      return "there is no table " + table.path();
    }
    if (relation.forbidden() != null) {
      return "it may not be read; run: " + relation.forbidden();
    }
    Relation.Column column = relation.columns().get(evidence.name());
    if (column == null) {
      return "it has no column " + evidence.name();
    }
    return switch (column.time()) {
      case DATE -> column.name() + " is a date and does not say when in the day";
      case NONE -> column.name() + " is of type " + column.type() + ", which is no time";
      case INSTANT, LOCAL -> null;
    };
  }

  private Memory first(
      Probe probe, FirstRows rows, Map<Integer, String> found, Relation.Column column) {
    String printed = found.get(rows.bucket(probe));
    Scale scale = Scale.of(probe, now, settings.timezone());
    if (printed == null || !(scale.read(printed) instanceof Moment.At at)) {
      return new Memory.Untold("of its rows none, or too few, are left");
    }
    Arrived arrived =
        Arrived.at(
            at.instant(), "row of " + column.name() + " " + scale.shown(at) + " was the first");
    return new Memory.Told(arrived, Basis.ROW_TIME);
  }

  private void queries(List<Probe> probes, Catalog.Server server) throws SourceFailure {
    if (probes.isEmpty()) {
      return;
    }
    Questions writer =
        new Questions(
            settings, kept.session(), kept.texts(), server, new Ask(now, Map.of(), Map.of()));
    List<Question> questions = new ArrayList<>();
    for (Probe probe : probes) {
      switch (writer.query(probe, (Target.Query) probe.rule().target())) {
        case Step.Said said -> untold(probe, said.observation().text());
        case Step.Asked(Question question) -> questions.add(question);
      }
    }
    Duration budget = settings.limits().statement().multipliedBy(2);
    Batch batch = new Batch(kept.session(), _ -> List.of(), settings.dialect(), budget);
    IdentityHashMap<Question, Outcome> outcomes = batch.ask(questions, List.of());
    for (Question question : questions) {
      days.add(
          new Remembered(question.probe(), answered(question.probe(), outcomes.get(question))));
    }
  }

  private Memory answered(Probe probe, @Nullable Outcome outcome) {
    return switch (outcome) {
      case Outcome.Answered(Question.Row row) -> answered(probe, row.answer());
      case Outcome.Failed(SQLException error) ->
          new Memory.Untold("the query failed: " + said(error));
      case Outcome.Unasked _ -> new Memory.Untold("not asked: other queries took too long");
      case null -> new Memory.Untold("not asked");
    };
  }

  private Memory answered(Probe probe, @Nullable String answer) {
    Deadline deadline = Objects.requireNonNull(probe.deadline());
    Scale scale = Scale.of(probe, now, settings.timezone());
    if (answer == null || !(scale.read(answer) instanceof Moment.At at)) {
      return new Memory.Untold("its query answers no time for that day");
    }
    if (at.instant().isBefore(deadline.opensAt()) || !at.instant().isBefore(until(probe))) {
      return new Memory.Untold("its query answers a time of another day");
    }
    Observation arrived = Arrived.at(at.instant(), "the query answered " + scale.shown(at));
    return new Memory.Told(arrived, Basis.QUERY_TIME);
  }

  private String said(SQLException e) {
    return settings.dialect().errors().said(e);
  }

  /** Where the next deadline's evidence begins. */
  static Instant until(Probe probe) {
    Instant next = probe.nextOpensAt();
    return next == null ? Objects.requireNonNull(probe.deadline()).closesAt() : next;
  }
}
