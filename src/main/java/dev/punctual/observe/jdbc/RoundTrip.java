package dev.punctual.observe.jdbc;

import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Absent;
import dev.punctual.observe.Observation.Arrived;
import dev.punctual.observe.Observation.Newest;
import dev.punctual.observe.Observation.NotYet;
import dev.punctual.observe.Observation.Present;
import dev.punctual.observe.Observation.Strength;
import dev.punctual.observe.Observation.Unreachable;
import dev.punctual.observe.Probe;
import dev.punctual.observe.Source.Answer;
import dev.punctual.observe.Source.Ask;
import dev.punctual.observe.Source.Round;
import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.jdbc.Catalog.Server;
import dev.punctual.observe.jdbc.Catalog.Wanted;
import dev.punctual.observe.jdbc.Dialect.LastWrite;
import dev.punctual.observe.jdbc.Relation.Footprint;
import dev.punctual.observe.sql.Words;
import dev.punctual.rule.Promise;
import dev.punctual.rule.Readiness;
import dev.punctual.rule.Readiness.Evidence;
import dev.punctual.rule.Target;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One round: who answers, what there is and may be read, which of it moved, the questions that are
 * left, and what the answers prove.
 */
final class RoundTrip {

  /** What outlives a round. */
  record Kept(
      Session session,
      Catalog catalog,
      UserSql texts,
      Gate gate,
      Counters counters,
      Culprits culprits) {}

  private final JdbcSettings settings;
  private final Kept kept;
  private final Ask ask;
  private final List<Probe> probes;
  private final List<Answer> answers = new ArrayList<>();
  private final Map<String, String> remember = new LinkedHashMap<>();
  private @Nullable String blindness;

  RoundTrip(JdbcSettings settings, Kept kept, List<Probe> probes, Ask ask) {
    this.settings = settings;
    this.kept = kept;
    this.probes = probes;
    this.ask = ask;
  }

  Round run(Greeting greeting) throws SourceFailure {
    kept.session().countedStatements();
    Server server = greeting.server();
    blindness = server.blindness();
    try {
      Map<List<String>, Relation> relations = kept.catalog().survey(kept.session(), wanted(server));
      Map<Relation.Name, Entry> entries = countWrites(server, relations);
      List<Question> questions = new ArrayList<>();
      Questions writer = new Questions(settings, kept.session(), kept.texts(), server, ask);
      for (Probe probe : probes) {
        switch (step(probe, relations, entries, writer)) {
          case Step.Said said -> answers.add(new Answer(probe, said.observation()));
          case Step.Asked asked -> questions.add(asked.question());
        }
      }
      ask(questions, relations);
      return round(server, questions.size(), greeting.offset());
    } catch (SQLException e) {
      throw new SourceFailure(
          settings.name()
              + ": the catalogue could not be read: "
              + settings.dialect().errors().said(e),
          e);
    }
  }

  /** The server that answered, and how its clock stood to ours. */
  record Greeting(Server server, @Nullable Duration offset) {}

  private Round round(Server server, int asked, @Nullable Duration offset) {
    kept.counters().finish(ask, probes);
    kept.gate().turn();
    int statements = kept.session().countedStatements() + 1;
    String note =
        probes.size()
            + " probes: "
            + asked
            + " asked in full, "
            + (probes.size() - asked)
            + " answered from the catalogue; "
            + statements
            + " statements"
            + (server.blindness() == null ? "" : "; " + server.blindness());
    return new Round(answers, remember, statements, offset, note);
  }

  /** Every relation once, with all that its probes need to know. */
  private List<Wanted> wanted(Server server) {
    Map<List<String>, List<Probe>> byPath = new LinkedHashMap<>();
    for (Probe probe : probes) {
      if (probe.rule().target() instanceof Target.Table table) {
        byPath.computeIfAbsent(table.relation(), path -> new ArrayList<>()).add(probe);
      }
    }
    List<Wanted> wanted = new ArrayList<>();
    byPath.forEach(
        (path, asking) -> {
          Set<String> columns = new HashSet<>();
          boolean leaves = false;
          boolean bounds = false;
          for (Probe probe : asking) {
            switch (probe.rule().readiness().evidence()) {
              case Evidence.Column column -> columns.add(column.name());
              case Evidence.Partition p -> bounds = true;
              case Evidence e -> leaves |= countsWrites(probe) && server.blindness() == null;
            }
          }
          wanted.add(new Wanted(path, columns, leaves, bounds));
        });
    return wanted;
  }

  private boolean countsWrites(Probe probe) {
    return switch (probe.rule().readiness().evidence()) {
      case Evidence.Changed c -> true;
      case Evidence.Best b -> true;
      case Evidence.Modified m -> !(settings.dialect().lastWrite() instanceof LastWrite.OfRows);
      case Evidence.Where w -> false;
      case Evidence.Partition p -> false;
      case Evidence.Column c -> false;
      case Evidence.Completion c -> false;
    };
  }

  private Map<Relation.Name, Entry> countWrites(
      Server server, Map<List<String>, Relation> relations) {
    Map<Relation.Name, List<Probe>> counting = new LinkedHashMap<>();
    Map<Relation.Name, Relation> named = new HashMap<>();
    for (Probe probe : probes) {
      Relation relation = relation(probe, relations);
      if (relation != null && countsWrites(probe)) {
        counting.computeIfAbsent(relation.name(), name -> new ArrayList<>()).add(probe);
        named.put(relation.name(), relation);
      }
    }
    Map<Relation.Name, Entry> entries = new HashMap<>();
    String identity = server.identity().replaceAll("\\s", "_");
    named.forEach(
        (name, relation) -> {
          List<Probe> asking = counting.getOrDefault(name, List.of());
          Footprint footprint = relation.footprint();
          if (footprint != null) {
            entries.put(
                name, kept.counters().update(relation, footprint, identity, asking, ask, remember));
          }
        });
    return entries;
  }

  private static @Nullable Relation relation(Probe probe, Map<List<String>, Relation> relations) {
    return probe.rule().target() instanceof Target.Table table
        ? relations.get(table.relation())
        : null;
  }

  private Step step(
      Probe probe,
      Map<List<String>, Relation> relations,
      Map<Relation.Name, Entry> entries,
      Questions writer)
      throws SourceFailure, SQLException {
    return switch (probe.rule().target()) {
      case Target.Query query -> writer.query(probe, query);
      case Target.Table table -> {
        Relation relation = relations.get(table.relation());
        yield relation == null
            ? new Step.Said(kept.culprits().missing(table, kept))
            : table(probe, relation, entries.get(relation.name()), writer);
      }
      case Target other ->
          new Step.Said(
              new Unreachable(
                  settings.dialect().title()
                      + " answers tables and queries, not a "
                      + other.kind()));
    };
  }

  private Step table(Probe probe, Relation relation, @Nullable Entry entry, Questions writer)
      throws SourceFailure, SQLException {
    if (countsWrites(probe)) {
      return entry == null
          ? new Step.Said(uncounted(relation))
          : counted(probe, relation, entry, writer);
    }
    if (relation.forbidden() != null) {
      return new Step.Said(
          new Unreachable(
              settings.name()
                  + " may not read "
                  + relation.name().shown()
                  + "; run: "
                  + relation.forbidden()));
    }
    Evidence evidence = probe.rule().readiness().evidence();
    if (evidence instanceof Evidence.Column column
        && !relation.columns().containsKey(column.name())) {
      return new Step.Said(kept.culprits().missing(column, relation, kept));
    }
    Observation known = kept.gate().answer(probe, relation, ask.now());
    return known == null ? writer.table(probe, relation) : new Step.Said(known);
  }

  private Observation uncounted(Relation relation) {
    String table = relation.name().shown();
    return blindness == null
        ? new Absent(
            table
                + " is a "
                + relation.kind().words()
                + ", whose writes are not counted here; use column or where under ready_when")
        : new Unreachable("writes to " + table + " are not seen: " + blindness);
  }

  private Step counted(Probe probe, Relation relation, Entry entry, Questions writer) {
    StatementTime time = StatementTime.of(settings.dialect().lastWrite(), relation, entry);
    if (probe.deadline() == null) {
      return new Step.Said(
          time == null ? age(probe, relation, entry) : time.age(probe.rule().timezone()));
    }
    Window window = Window.of(probe, probe.deadline(), ask);
    Counters.Verdict counted = kept.counters().judge(entry, window, relation.name().shown());
    return switch (time == null ? counted : time.refine(counted, window)) {
      case Counters.Verdict.No no -> new Step.Said(NotYet.because(no.text()));
      case Counters.Verdict.Unclear unclear -> new Step.Said(new Unreachable(unclear.text()));
      case Counters.Verdict.Yes yes -> written(probe, relation, yes, writer);
    };
  }

  private Step written(Probe probe, Relation relation, Counters.Verdict.Yes yes, Questions writer) {
    Readiness readiness = probe.rule().readiness();
    if (readiness.rows() != null || readiness.check() != null) {
      return relation.forbidden() == null
          ? writer.gates(probe, relation, yes)
          : new Step.Said(
              new Unreachable(
                  settings.name()
                      + " may not read "
                      + relation.name().shown()
                      + "; run: "
                      + relation.forbidden()));
    }
    return new Step.Said(
        readiness.stableFor() == null
            ? new Arrived(yes.from(), yes.at(), Strength.WEAK, yes.text())
            : new Present(Strength.WEAK, yes.measure(), yes.text()));
  }

  /** Age by counters: as of the round that saw the last write, and only once one was seen. */
  private Observation age(Probe probe, Relation relation, Entry entry) {
    String table = relation.name().shown();
    String at = Words.time(entry.at(), probe.rule().timezone());
    if (entry.change() == Entry.Change.WRITTEN) {
      return new Newest(entry.at(), Strength.WEAK, table + " was last written by " + at);
    }
    Duration within =
        probe.rule().promise() instanceof Promise.FreshWithin fresh
            ? fresh.freshWithin()
            : Duration.ZERO;
    Instant proved = entry.at().plus(within);
    return ask.now().isAfter(proved)
        ? new Newest(entry.at(), Strength.WEAK, "nothing was written to " + table + " since " + at)
        : new Unreachable(
            "counting the writes to " + table + " began at " + at + "; none was seen since");
  }

  private void ask(List<Question> questions, Map<List<String>, Relation> relations)
      throws SourceFailure, SQLException {
    List<Question> good = new ArrayList<>();
    List<Question> suspects = new ArrayList<>();
    for (Question question : questions) {
      (kept.culprits().isSuspect(question.probe()) ? suspects : good).add(question);
    }
    Duration budget = settings.limits().statement().multipliedBy(2);
    Batch batch =
        new Batch(kept.session(), among -> locked(among, relations), settings.dialect(), budget);
    IdentityHashMap<Question, Batch.Outcome> outcomes = batch.ask(good, suspects);
    for (Question question : questions) {
      Relation relation = relation(question.probe(), relations);
      Batch.Outcome outcome = outcomes.get(question);
      Observation seen = seen(question, outcome);
      if (relation != null && !liesAhead(outcome)) {
        kept.gate().keep(question.probe(), relation, seen, ask.now());
      }
      answers.add(new Answer(question.probe(), seen));
    }
  }

  private List<Question> locked(List<Question> among, Map<List<String>, Relation> relations)
      throws SQLException, SourceFailure {
    Set<Relation.Name> locked = kept.catalog().locked(kept.session());
    return among.stream()
        .filter(
            question -> {
              Relation relation = relation(question.probe(), relations);
              return relation != null && locked.contains(relation.name());
            })
        .toList();
  }

  /** A value that lies ahead comes to count without a write. */
  private static boolean liesAhead(Batch.@Nullable Outcome outcome) {
    return outcome instanceof Batch.Outcome.Answered answered && answered.row().ahead() != null;
  }

  private Observation seen(Question question, Batch.@Nullable Outcome outcome) {
    Probe probe = question.probe();
    return switch (outcome) {
      case Batch.Outcome.Answered answered -> {
        kept.culprits().acquit(probe);
        yield Reading.of(question, settings.dialect().grammar().inWords(answered.row()), ask.now());
      }
      case Batch.Outcome.Failed failed ->
          kept.culprits().convict(probe, kept.catalog(), failed.error());
      case Batch.Outcome.Unasked unasked ->
          new Unreachable(
              "not asked: other statements of "
                  + settings.name()
                  + " used up the time of the round");
      case null -> new Unreachable("not asked");
    };
  }
}
