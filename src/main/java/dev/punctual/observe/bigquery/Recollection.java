package dev.punctual.observe.bigquery;

import dev.punctual.observe.Archive.Basis;
import dev.punctual.observe.Archive.Memory;
import dev.punctual.observe.Archive.Remembered;
import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Arrived;
import dev.punctual.observe.Probe;
import dev.punctual.observe.Source.Ask;
import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.bigquery.Batch.Outcome;
import dev.punctual.observe.bigquery.Catalog.Known;
import dev.punctual.observe.bigquery.Question.Proof;
import dev.punctual.observe.bigquery.Question.Row;
import dev.punctual.observe.bigquery.TableCard.Column;
import dev.punctual.observe.sql.BadQuestion;
import dev.punctual.observe.sql.Scale;
import dev.punctual.observe.sql.Scale.Moment;
import dev.punctual.observe.wire.GoogleApi.Refusal;
import dev.punctual.rule.Readiness;
import dev.punctual.rule.Readiness.Evidence;
import dev.punctual.rule.Rule;
import dev.punctual.rule.Target;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Days gone by, from what queries say of their own time. What metadata keeps is the time of the
 * last write: it could only speak for a day and never against it, so it tells nothing of the past.
 * The first row of each past day would be a scan of the whole table a day, which nobody asked to
 * pay.
 */
final class Recollection {

  /** Days of one rule that are asked in one pass. */
  private static final int DAYS = 1_000;

  private final BigQuerySettings settings;
  private final RoundTrip.Kept kept;
  private final Questions questions;
  private final Instant now;
  private final Map<Question, List<Probe>> asked = new LinkedHashMap<>();
  private final List<Remembered> told = new ArrayList<>();

  Recollection(BigQuerySettings settings, RoundTrip.Kept kept, Instant now) {
    this.settings = settings;
    this.kept = kept;
    this.questions = new Questions(settings, new Ask(now, Map.of(), Map.of()));
    this.now = now;
  }

  List<Remembered> of(List<Probe> probes) throws SourceFailure, InterruptedException {
    Map<Rule, List<Probe>> byRule = new LinkedHashMap<>();
    for (Probe probe : probes) {
      String undated = undated(probe);
      if (undated == null) {
        byRule.computeIfAbsent(probe.rule(), none -> new ArrayList<>()).add(probe);
      } else {
        untold(probe, undated);
      }
    }
    for (Map.Entry<Rule, List<Probe>> entry : byRule.entrySet()) {
      switch (entry.getKey().target()) {
        case Target.Query query -> queries(query, entry.getValue());
        case Target.Table table -> columns(table, entry.getValue());
        case Target other -> entry.getValue().forEach(p -> untold(p, "it is no " + other.kind()));
      }
    }
    Map<Question, Outcome> outcomes =
        new Batch(settings, kept.jobs(), kept.portion())
            .ask(List.copyOf(asked.keySet()), List.of());
    asked.forEach((question, days) -> told(question, days, outcomes.get(question)));
    return told;
  }

  private void untold(Probe probe, String reason) {
    told.add(new Remembered(probe, new Memory.Untold(reason)));
  }

  private void queries(Target.Query query, List<Probe> probes) {
    for (Probe probe : probes) {
      try {
        asked.put(questions.query(probe, query), List.of(probe));
      } catch (BadQuestion e) {
        untold(probe, "its query cannot be asked: " + e.getMessage());
      }
    }
  }

  private void columns(Target.Table target, List<Probe> probes)
      throws SourceFailure, InterruptedException {
    String column = ((Evidence.Column) probes.getFirst().rule().readiness().evidence()).name();
    try {
      TableId table = TableId.of(target, settings.billing().project());
      switch (kept.catalog().lately(List.of(table), now).get(table)) {
        case Known.Card(TableCard card) -> columns(table, card, column, probes);
        case Known.Refused(Refusal refusal) -> {
          String why = new Failures(settings).of(refusal, target.path()).text();
          probes.forEach(probe -> untold(probe, why));
        }
        case null -> probes.forEach(probe -> untold(probe, "not asked"));
      }
    } catch (BadQuestion e) {
      probes.forEach(probe -> untold(probe, "it cannot be asked: " + e.getMessage()));
    }
  }

  private void columns(TableId table, TableCard card, String name, List<Probe> probes)
      throws BadQuestion {
    Column column = card.column(name);
    if (column == null) {
      throw new BadQuestion("it has no column " + name);
    }
    switch (column.type()) {
      case "TIMESTAMP", "DATETIME" -> {}
      case "DATE" ->
          throw new BadQuestion(column.name() + " is a date and does not say when in the day");
      default ->
          throw new BadQuestion(
              column.name() + " is of type " + column.type() + ", which is no time");
    }
    for (int from = 0; from < probes.size(); from += DAYS) {
      List<Probe> some = probes.subList(from, Math.min(from + DAYS, probes.size()));
      Scale scale = Scale.of(some.getFirst(), now, settings.timezone());
      Sql select = new FirstRows(table, column, scale, some).sql();
      Proof proof = new Proof.Value(scale);
      asked.put(
          new Question(some.getFirst(), questions.location(card), select, proof, false), some);
    }
  }

  /** Why the evidence says nothing of the past; null when it does. */
  private static @Nullable String undated(Probe probe) {
    Readiness readiness = probe.rule().readiness();
    if (readiness.check() != null) {
      return "its check can only be asked now";
    }
    if (readiness.stableFor() != null) {
      return "how long it stayed the same is not written in it";
    }
    if (probe.rule().target() instanceof Target.Query) {
      return null;
    }
    return switch (readiness.evidence()) {
      case Evidence.Where _ -> "rows that match its where do not say when they came";
      case Evidence.Column _ ->
          readiness.rows() == null ? null : "how many rows there were can only be asked now";
      case Evidence.Partition _ -> "a partition tells its last write, not its first";
      case Evidence.Modified _, Evidence.Best _ ->
          "a table tells its last change, not the first of each day";
      case Evidence.Changed _ -> "BigQuery counts no writes";
      case Evidence.Completion _ -> "it has no evidence of its own";
    };
  }

  private void told(Question question, List<Probe> days, @Nullable Outcome outcome) {
    switch (outcome) {
      case Outcome.Answered(Row row) -> answered(question, days, row.answer());
      case Outcome.Failed(Refusal refusal) -> {
        String target = question.probe().rule().target().path();
        String why = new Failures(settings).of(refusal, target).text();
        days.forEach(probe -> untold(probe, why));
      }
      case Outcome.Unasked _ ->
          days.forEach(probe -> untold(probe, "not asked: other queries took too long"));
      case null -> days.forEach(probe -> untold(probe, "not asked"));
    }
  }

  private void answered(Question question, List<Probe> days, @Nullable String answer) {
    if (question.probe().rule().target() instanceof Target.Query) {
      told.add(new Remembered(question.probe(), queried(question.probe(), answer)));
      return;
    }
    List<String> values = answer == null ? List.of() : FirstRows.values(answer);
    for (int i = 0; i < days.size(); i++) {
      String value = i < values.size() ? values.get(i) : "";
      told.add(new Remembered(days.get(i), first(days.get(i), value)));
    }
  }

  private Memory first(Probe probe, String value) {
    Scale scale = Scale.of(probe, now, settings.timezone());
    if (value.isEmpty() || !(scale.read(value) instanceof Moment.At at) || scale.isAhead(at)) {
      return new Memory.Untold("of its rows none are left");
    }
    String column = ((Evidence.Column) probe.rule().readiness().evidence()).name();
    return new Memory.Told(
        Arrived.at(at.instant(), "row of " + column + " " + scale.shown(at) + " was the first"),
        Basis.ROW_TIME);
  }

  private Memory queried(Probe probe, @Nullable String answer) {
    Scale scale = Scale.of(probe, now, settings.timezone());
    if (answer == null || !(scale.read(answer) instanceof Moment.At at)) {
      return new Memory.Untold("its query answers no time for that day");
    }
    if (at.instant().isBefore(FirstRows.opens(probe))
        || !at.instant().isBefore(FirstRows.until(probe))) {
      return new Memory.Untold("its query answers a time of another day");
    }
    Observation arrived = Arrived.at(at.instant(), "the query answered " + scale.shown(at));
    return new Memory.Told(arrived, Basis.QUERY_TIME);
  }
}
