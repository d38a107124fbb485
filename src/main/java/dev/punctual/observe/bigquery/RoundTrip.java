package dev.punctual.observe.bigquery;

import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Absent;
import dev.punctual.observe.Observation.Arrived;
import dev.punctual.observe.Observation.Present;
import dev.punctual.observe.Observation.Unreachable;
import dev.punctual.observe.Probe;
import dev.punctual.observe.Source.Answer;
import dev.punctual.observe.Source.Ask;
import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.bigquery.Batch.Outcome;
import dev.punctual.observe.bigquery.Catalog.Known;
import dev.punctual.observe.bigquery.TableCard.Storage;
import dev.punctual.observe.sql.BadQuestion;
import dev.punctual.observe.wire.GoogleApi;
import dev.punctual.observe.wire.GoogleApi.Refusal;
import dev.punctual.rule.Readiness.Evidence;
import dev.punctual.rule.Target;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One round: metadata first, then all that is left to SQL in as few statements as it takes, then
 * the checks of what is there.
 */
final class RoundTrip {

  /** Up to so many tables each is asked itself, which is exact and costs nothing. */
  static final int ONE_BY_ONE = 50;

  private final BigQuerySettings settings;
  private final Kept kept;
  private final Ask ask;
  private final Questions questions;
  private final Modifications modifications;
  private final Map<Probe, Observation> answers = new LinkedHashMap<>();
  private final List<Aimed> modified = new ArrayList<>();
  private final List<Aimed> partitioned = new ArrayList<>();
  private final List<Aimed> dated = new ArrayList<>();
  private final List<Aimed> matched = new ArrayList<>();
  private final IdentityHashMap<Question, Writing> written = new IdentityHashMap<>();
  private final List<Question> first = new ArrayList<>();
  private final List<Question> checks = new ArrayList<>();
  private @Nullable String blindness;

  RoundTrip(BigQuerySettings settings, Kept kept, Ask ask) {
    this.settings = settings;
    this.kept = kept;
    this.ask = ask;
    this.questions = new Questions(settings, ask);
    this.modifications = new Modifications(ask);
  }

  /**
   * What outlives a round.
   *
   * @param suspects probes whose question was refused; asked alone until they heal
   */
  record Kept(
      GoogleApi connection,
      Jobs jobs,
      Catalog catalog,
      Denials denials,
      Batch.Portion portion,
      Set<String> suspects) {}

  /** Asks all. */
  List<Answer> run(List<Probe> probes) throws SourceFailure, InterruptedException {
    probes.forEach(this::sort);
    modified();
    partitions();
    columns();
    where();
    ask(first);
    ask(checks);
    List<Answer> said = new ArrayList<>();
    answers.forEach(
        (probe, seen) -> said.add(new Answer(probe, kept.denials().narrowed(probe, seen))));
    kept.denials().keep(said, ask.now());
    return said;
  }

  /** Why tables were asked one by one though they are many; null when they were not. */
  @Nullable String blindness() {
    return blindness;
  }

  private void sort(Probe probe) {
    switch (probe.rule().target()) {
      case Target.Query query -> put(probe, _ -> questions.query(probe, query));
      case Target.Table table -> {
        try {
          aim(new Aimed(probe, TableId.of(table, settings.billing().project())));
        } catch (BadQuestion e) {
          say(probe, Questions.broken(table.path(), e));
        }
      }
      case Target other ->
          say(probe, new Absent("BigQuery has tables and queries, but no " + other.kind()));
    }
  }

  private void aim(Aimed aimed) throws BadQuestion {
    Evidence evidence = aimed.probe().rule().readiness().evidence();
    if (aimed.table().isWildcard() && !(evidence instanceof Evidence.Where)) {
      throw new BadQuestion(
          "a name with * is made up for each question, so it always looks changed; write where");
    }
    switch (evidence) {
      case Evidence.Where _ -> matched.add(aimed);
      case Evidence.Column _ -> dated.add(aimed);
      case Evidence.Partition _ -> partitioned.add(aimed);
      case Evidence.Modified _, Evidence.Best _ -> modified.add(aimed);
      case Evidence.Changed _ ->
          throw new BadQuestion("BigQuery counts no writes; write modified, column or where");
      case Evidence.Completion _ ->
          throw new BadQuestion("a table does not say itself that it is done; write ready_when");
    }
  }

  private void modified() throws SourceFailure, InterruptedException {
    Map<TableId, Storage> stored = modified.size() > ONE_BY_ONE ? storages() : Map.of();
    List<Aimed> rest = new ArrayList<>();
    for (Aimed aimed : modified) {
      Storage storage = stored.get(aimed.table());
      Observation seen = storage == null ? null : modifications.of(aimed, storage);
      if (seen == null || modifications.needsConfirming(aimed.probe(), seen)) {
        rest.add(aimed);
      } else {
        evident(aimed, settings.billing().location(), seen);
      }
    }
    Map<TableId, Known> cards =
        kept.catalog().now(rest.stream().map(Aimed::table).toList(), ask.now());
    for (Aimed aimed : rest) {
      withCard(
          aimed,
          cards,
          card -> evident(aimed, questions.location(card), modifications.of(aimed, card)));
    }
  }

  private Map<TableId, Storage> storages() throws SourceFailure, InterruptedException {
    List<TableId> tables = modified.stream().map(Aimed::table).toList();
    try {
      return new Storages(settings, kept.jobs()).of(tables, locations(tables));
    } catch (Refusal refusal) {
      blindness = failures().of(refusal, "INFORMATION_SCHEMA.TABLE_STORAGE").text();
      return Map.of();
    }
  }

  private Map<String, String> locations(List<TableId> tables)
      throws SourceFailure, InterruptedException {
    return settings.billing().location() == null
        ? kept.catalog().locations(tables, ask.now())
        : Map.of();
  }

  private void partitions() throws SourceFailure, InterruptedException {
    Partitions partitions = new Partitions(settings, questions, kept.jobs(), ask);
    List<Partitions.Sought> sought = new ArrayList<>();
    Map<TableId, Known> cards = lately(partitioned);
    for (Aimed aimed : partitioned) {
      withCard(aimed, cards, card -> sought.add(partitions.sought(aimed, card)));
    }
    Map<Aimed, Observation> seen = partitions.of(sought);
    for (Partitions.Sought one : sought) {
      Observation answer = seen.get(one.aimed());
      if (answer != null) {
        evident(one.aimed(), one.location(), answer);
      }
    }
  }

  private void columns() throws SourceFailure, InterruptedException {
    Map<TableId, Known> cards = lately(dated);
    for (Aimed aimed : dated) {
      Probe probe = aimed.probe();
      withCard(
          aimed,
          cards,
          card -> put(probe, checked -> questions.column(probe, aimed.table(), card, checked)));
    }
  }

  private void where() throws SourceFailure, InterruptedException {
    Map<String, String> locations =
        locations(matched.stream().map(Aimed::table).filter(t -> !t.isWildcard()).toList());
    String set = settings.billing().location();
    for (Aimed aimed : matched) {
      String location = set == null ? locations.get(aimed.table().datasetName()) : set;
      put(
          aimed.probe(),
          checked -> questions.where(aimed.probe(), aimed.table(), location, checked));
    }
  }

  private Map<TableId, Known> lately(List<Aimed> all) throws SourceFailure, InterruptedException {
    return kept.catalog().lately(all.stream().map(Aimed::table).toList(), ask.now());
  }

  /** What is done with a table that was found. */
  @FunctionalInterface
  private interface Use {
    void of(TableCard card) throws BadQuestion;
  }

  private void withCard(Aimed aimed, Map<TableId, Known> cards, Use use) {
    try {
      switch (cards.get(aimed.table())) {
        case Known.Card(TableCard card) -> use.of(card);
        case Known.Refused(Refusal refusal) ->
            say(aimed.probe(), failures().of(refusal, aimed.shown()));
        case null -> say(aimed.probe(), new Unreachable(aimed.shown() + " was not asked"));
      }
    } catch (BadQuestion e) {
      say(aimed.probe(), Questions.broken(aimed.shown(), e));
    }
  }

  /** Metadata has answered; where it says yes, a check is still to be asked. */
  private void evident(Aimed aimed, @Nullable String location, Observation seen) {
    boolean yes = seen instanceof Arrived || seen instanceof Present;
    Probe probe = aimed.probe();
    if (!yes || probe.rule().readiness().check() == null) {
      say(probe, seen);
      return;
    }
    Observation present =
        seen instanceof Arrived a ? new Present(a.strength(), null, a.text()) : seen;
    try {
      checks.add(questions.check(probe, location, present));
    } catch (BadQuestion e) {
      say(probe, Questions.broken(aimed.shown(), e));
    }
  }

  /** Writes the question of a probe, with its check or without. */
  @FunctionalInterface
  private interface Writing {
    Question write(boolean checked) throws BadQuestion;
  }

  private void put(Probe probe, Writing writing) {
    try {
      Question question = writing.write(false);
      written.put(question, writing);
      first.add(question);
    } catch (BadQuestion e) {
      say(probe, Questions.broken(probe.rule().target().path(), e));
    }
  }

  private void ask(List<Question> asked) throws SourceFailure, InterruptedException {
    Map<Boolean, List<Question>> parts =
        asked.stream().collect(Collectors.partitioningBy(q -> isSuspect(q.probe())));
    Batch batch = new Batch(settings, kept.jobs(), kept.portion());
    Map<Question, Outcome> outcomes =
        batch.ask(parts.getOrDefault(false, List.of()), parts.getOrDefault(true, List.of()));
    for (Question question : asked) {
      outcome(question, outcomes.get(question));
    }
  }

  private void outcome(Question question, @Nullable Outcome outcome) {
    Probe probe = question.probe();
    String target = probe.rule().target().path();
    switch (outcome) {
      case Outcome.Answered(Question.Row row) -> {
        kept.suspects().remove(probe.rule().id());
        answered(question, Reading.of(question, row));
      }
      case Outcome.Failed(Refusal refusal) -> {
        kept.suspects().add(probe.rule().id());
        kept.catalog().forget(settings.billing().project(), probe.rule().target());
        say(probe, failures().of(refusal, target));
      }
      case Outcome.Unasked _ ->
          say(
              probe,
              new Unreachable(
                  target + " was not asked; other queries of this round took too long"));
      case null -> say(probe, new Unreachable(target + " was not asked"));
    }
  }

  private boolean isSuspect(Probe probe) {
    return kept.suspects().contains(probe.rule().id());
  }

  /** The evidence is there: now its check is worth asking, in one snapshot with it. */
  private void answered(Question question, Observation seen) {
    Probe probe = question.probe();
    Writing writing = written.get(question);
    boolean unchecked = probe.rule().readiness().check() != null && !question.checked();
    if (writing == null || !unchecked || !(seen instanceof Present)) {
      say(probe, seen);
      return;
    }
    try {
      checks.add(writing.write(true));
    } catch (BadQuestion e) {
      say(probe, Questions.broken(probe.rule().target().path(), e));
    }
  }

  private Failures failures() {
    return new Failures(settings);
  }

  private void say(Probe probe, Observation observation) {
    answers.put(probe, observation);
  }
}
