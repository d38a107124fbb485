package dev.punctual.observe.aws;

import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Absent;
import dev.punctual.observe.Observation.Unreachable;
import dev.punctual.observe.Probe;
import dev.punctual.observe.Source.Answer;
import dev.punctual.observe.Source.Ask;
import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.aws.Card.Name;
import dev.punctual.observe.aws.Glue.Lookup;
import dev.punctual.observe.aws.Iceberg.History;
import dev.punctual.observe.aws.Questions.Step;
import dev.punctual.observe.wire.Crew;
import dev.punctual.rule.DidYouMean;
import dev.punctual.rule.Readiness.Evidence;
import dev.punctual.rule.Target;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One round: which tables there are, what Glue and S3 say of them for nothing, and the questions
 * that are left for Athena.
 */
final class AthenaRound {

  private static final String CATALOG = "awsdatacatalog";

  /** What outlives a round. */
  record Kept(Glue glue, Buckets buckets, Iceberg iceberg, Statements statements) {}

  private final AthenaSettings settings;
  private final Kept kept;
  private final Questions questions;
  private final Ask ask;

  AthenaRound(AthenaSettings settings, Kept kept, Ask ask) {
    this.settings = settings;
    this.kept = kept;
    this.ask = ask;
    this.questions = new Questions(settings.timezone(), ask.now());
  }

  List<Answer> answers(List<Probe> probes) throws SourceFailure, InterruptedException {
    Map<Probe, Step> steps = steps(probes);
    List<Question> asked = new ArrayList<>();
    for (Step step : steps.values()) {
      if (step instanceof Step.Asked(Question question)) {
        asked.add(question);
      }
    }
    Map<Question, Observation> answered = kept.statements().ask(asked);
    return probes.stream().map(p -> new Answer(p, observation(steps.get(p), answered))).toList();
  }

  private static Observation observation(@Nullable Step step, Map<Question, Observation> answered) {
    return switch (step) {
      case Step.Said(Observation said) -> said;
      case Step.Asked(Question question) -> Objects.requireNonNull(answered.get(question));
      case null -> new Unreachable("not asked");
    };
  }

  private Map<Probe, Step> steps(List<Probe> probes) throws SourceFailure, InterruptedException {
    Map<Probe, Step> steps = new HashMap<>();
    Map<Name, List<Probe>> byTable = new LinkedHashMap<>();
    for (Probe probe : probes) {
      switch (probe.rule().target()) {
        case Target.Query query -> steps.put(probe, questions.query(probe, query));
        case Target.Table table -> {
          Name name = name(table);
          if (name == null) {
            steps.put(probe, new Step.Said(unnamed(table)));
          } else {
            byTable.computeIfAbsent(name, key -> new ArrayList<>()).add(probe);
          }
        }
        case Target other ->
            steps.put(
                probe,
                new Step.Said(
                    new Unreachable("Athena answers tables and queries, not a " + other.kind())));
      }
    }
    Map<Name, Lookup> found = kept.glue().tables(byTable.keySet());
    List<Name> names = List.copyOf(byTable.keySet());
    List<Map<Probe, Step>> parts =
        Crew.ask(
            names,
            Glue.AT_ONCE,
            name -> table(found.get(name), Objects.requireNonNull(byTable.get(name))));
    parts.forEach(steps::putAll);
    return steps;
  }

  private @Nullable Name name(Target.Table table) {
    List<String> parts =
        table.relation().stream().map(part -> part.toLowerCase(Locale.ROOT)).toList();
    String database = settings.database();
    return switch (parts.size()) {
      case 1 -> database == null ? null : new Name(database, parts.getFirst());
      case 2 -> new Name(parts.getFirst(), parts.getLast());
      default -> parts.getFirst().equals(CATALOG) ? new Name(parts.get(1), parts.get(2)) : null;
    };
  }

  private static Absent unnamed(Target.Table table) {
    return new Absent(
        table.relation().size() == 1
            ? table.path()
                + " names no database; write database.table, or set database on the source"
            : "only the catalogue AwsDataCatalog is asked, not that of " + table.path());
  }

  private Map<Probe, Step> table(@Nullable Lookup lookup, List<Probe> probes)
      throws SourceFailure, InterruptedException {
    Map<Probe, Step> steps = new HashMap<>();
    switch (lookup) {
      case Lookup.Found(Card card) -> {
        List<Probe> inPartitions = new ArrayList<>();
        for (Probe probe : probes) {
          if (probe.rule().readiness().evidence() instanceof Evidence.Partition
              && card.kind() == Card.Kind.HIVE
              && !card.partitionKeys().isEmpty()) {
            inPartitions.add(probe);
          } else {
            steps.put(probe, step(probe, card));
          }
        }
        steps.putAll(hive(card).partitions(inPartitions, settings.timezone(), ask.now()));
      }
      case Lookup.Missing(String words) ->
          probes.forEach(probe -> steps.put(probe, new Step.Said(new Absent(words))));
      case Lookup.Denied(String words) ->
          probes.forEach(probe -> steps.put(probe, new Step.Said(new Unreachable(words))));
      case null ->
          probes.forEach(probe -> steps.put(probe, new Step.Said(new Unreachable("not asked"))));
    }
    return steps;
  }

  private Hive hive(Card card) {
    return new Hive(kept.glue(), kept.buckets(), questions, card);
  }

  private Step step(Probe probe, Card card) throws SourceFailure, InterruptedException {
    return switch (probe.rule().readiness().evidence()) {
      case Evidence.Where(String expression) -> questions.where(probe, card, expression);
      case Evidence.Column(String column) -> column(probe, card, column);
      case Evidence.Partition p -> unpartitioned(card);
      case Evidence.Modified m -> written(probe, card);
      case Evidence.Changed c -> written(probe, card);
      case Evidence.Best b -> written(probe, card);
      case Evidence.Completion c ->
          Questions.unaskable(
              card,
              new BadQuestion("a table does not say itself that it is done; write ready_when"));
    };
  }

  private static Step unpartitioned(Card card) {
    return new Step.Said(
        new Absent(
            card.name()
                + (card.kind() == Card.Kind.HIVE
                    ? " has no partitions"
                    : " is a " + card.kind().words() + ", whose partitions Glue does not keep")
                + "; write where, column or modified under ready_when instead of partition"));
  }

  private Step written(Probe probe, Card card) throws SourceFailure, InterruptedException {
    return switch (card.kind()) {
      case HIVE -> hive(card).written(probe, ask);
      case ICEBERG ->
          switch (kept.iceberg().of(card)) {
            case Iceberg.Read.Known(History history) ->
                Writes.of(card, history, probe, ask.now(), questions);
            case Iceberg.Read.Unknown(String words) -> new Step.Said(new Unreachable(words));
          };
      case VIEW, OTHER -> Writes.definitionOnly(card);
    };
  }

  private Step column(Probe probe, Card card, String written)
      throws SourceFailure, InterruptedException {
    String column = written.toLowerCase(Locale.ROOT);
    String type = card.columns().get(column);
    if (type == null) {
      return new Step.Said(
          new Absent(
              card.name()
                  + " has no column "
                  + written
                  + meant(column, List.copyOf(card.columns().keySet()))));
    }
    // Glue calls times with and without a zone by one name; only the table itself tells them apart.
    boolean ask = card.kind() == Card.Kind.ICEBERG && type.startsWith("timestamp");
    if (ask && kept.iceberg().of(card) instanceof Iceberg.Read.Unknown(String words)) {
      return new Step.Said(new Unreachable(words));
    }
    History history =
        ask && kept.iceberg().of(card) instanceof Iceberg.Read.Known(History known) ? known : null;
    String time = Writes.time(card, column, history);
    return time == null
        ? new Step.Said(
            new Absent(
                card.name()
                    + "."
                    + column
                    + " is of type "
                    + type
                    + ", neither a date nor a time; name another column, or write where"))
        : questions.column(probe, card, column, time);
  }

  private static String meant(String written, List<String> names) {
    String near = DidYouMean.suggest(written, names);
    return near == null ? "" : "; did you mean " + near + "?";
  }
}
