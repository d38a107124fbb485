package dev.punctual.observe.airflow;

import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Absent;
import dev.punctual.observe.Observation.Unreachable;
import dev.punctual.observe.Probe;
import dev.punctual.observe.Source.Answer;
import dev.punctual.observe.Source.Ask;
import dev.punctual.observe.Source.Round;
import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.airflow.Connection.ServerChanged;
import dev.punctual.observe.airflow.Dags.Known;
import dev.punctual.observe.airflow.RunChoice.Choice;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One round: runs of all dates, the chosen ones' tasks, what needs a closer look, answers. */
final class RoundTrip {

  /** A success that was seen within this of its end was seen to come, and needs no event log. */
  private static final Duration SEEN_TO_COME = Duration.ofMinutes(5);

  private final Kept kept;
  private final List<Question> questions;
  private final Ask ask;
  private final Lists lists;
  private final Map<Question, Observation> settled = new HashMap<>();
  private final Map<Question, List<Run>> chosen = new LinkedHashMap<>();
  private final Map<Instance, List<Instance>> tries = new HashMap<>();
  private final Map<String, String> remember = new HashMap<>();
  private Map<Instance.Key, List<Instance>> instances = Map.of();

  /** What lasts from round to round. */
  record Kept(
      Connection connection,
      Dags dags,
      History history,
      EventLog log,
      Map<String, LookBack> lookBacks,
      Set<String> suspects) {

    static Kept of(Connection connection) {
      return new Kept(
          connection,
          new Dags(connection),
          new History(connection),
          new EventLog(connection),
          new HashMap<>(),
          new HashSet<>());
    }

    /** For days long gone: the event log is read as far back as it goes. */
    static Kept ofPast(Connection connection) {
      return new Kept(
          connection,
          new Dags(connection),
          new History(connection),
          EventLog.ofPast(connection),
          new HashMap<>(),
          new HashSet<>());
    }

    void clear() {
      dags.clear();
      log.forget();
    }
  }

  RoundTrip(Kept kept, List<Question> questions, Ask ask) {
    this.kept = kept;
    this.questions = questions;
    this.ask = ask;
    this.lists = new Lists(kept.connection(), kept.suspects());
  }

  Round run() throws SourceFailure, InterruptedException, ServerChanged {
    kept.history().begin();
    choose(
        new Runs(kept.connection(), lists, kept.dags(), kept.lookBacks()).of(questions, ask.now()));
    instances = lists.instances(tasks());
    lookBehind();
    List<EventLog.Mark> marks = kept.log().marks(doubtful(), ask.now());
    List<Answer> answers = new ArrayList<>();
    for (Question question : questions) {
      answers.add(new Answer(question.probe(), answer(question, marks)));
    }
    Duration offset = kept.connection().clockOffset();
    int sent = kept.connection().takeSent();
    return new Round(answers, remember, sent, offset, note(sent));
  }

  /** The probes for which Airflow has a run, by identity. */
  Set<Probe> withRun() {
    Set<Probe> probes = Collections.newSetFromMap(new IdentityHashMap<>());
    chosen.keySet().forEach(question -> probes.add(question.probe()));
    return probes;
  }

  private String note(int sent) {
    long dags = questions.stream().map(Question::dag).distinct().count();
    return dags
        + (dags == 1 ? " DAG" : " DAGs")
        + " in "
        + sent
        + (sent == 1 ? " request" : " requests");
  }

  private void choose(Map<String, List<Run>> runs)
      throws SourceFailure, InterruptedException, ServerChanged {
    for (Question question : questions) {
      String broken = lists.unreadable().get(question.dag());
      if (broken != null) {
        settled.put(question, new Unreachable(broken));
        continue;
      }
      RunChoice choice = new RunChoice(question, runs.getOrDefault(question.dag(), List.of()));
      Known known =
          choice.needsCard()
              ? kept.dags().find(question.dag(), ask.now())
              : new Known.Card(DagCard.NOT_ASKED);
      switch (known) {
        case Known.Absent a -> settled.put(question, new Absent(absent(question)));
        case Known.Unreadable u -> settled.put(question, new Unreachable(u.why()));
        case Known.Card(DagCard card) -> {
          switch (choice.choose(card, ask.now())) {
            case Choice.None(String why) -> settled.put(question, none(question, why));
            case Choice.Runs(List<Run> which) -> chosen.put(question, which);
          }
        }
      }
    }
  }

  private static Observation none(Question question, String why) {
    return question.probe().deadline() == null
        ? new Observation.Newest(null, Observation.Strength.STRONG, why)
        : Observation.NotYet.because(why);
  }

  static String absent(Question question) {
    return "there is no DAG "
        + question.dag()
        + (question.task() == null
            ? "; if its id has dots write dag: { source: …, dag: … }"
            : "; if its id has dots write task: { source: …, dag: …, task: … }");
  }

  private Collection<Instance.Key> tasks() {
    Set<Instance.Key> keys = new HashSet<>();
    chosen.forEach(
        (question, runs) -> {
          if (question.task() != null) {
            runs.forEach(run -> keys.add(key(question, run)));
          }
        });
    return keys;
  }

  private static Instance.Key key(Question question, Run run) {
    return new Instance.Key(question.dag(), run.id(), String.valueOf(question.task()));
  }

  /** Asks for earlier attempts where there may be a success among them. */
  private void lookBehind() throws SourceFailure, InterruptedException {
    for (List<Instance> parts : instances.values()) {
      for (Instance part : parts) {
        if (part.hasPast() && !part.isState("removed")) {
          List<Instance> attempts = kept.history().of(part);
          if (attempts != null) {
            tries.put(part, attempts);
          }
        }
      }
    }
  }

  /** Ends of successes that nobody saw come, or that an earlier round saw as something else. */
  private Set<Instant> doubtful() {
    Set<Instant> ends = new HashSet<>();
    chosen.forEach(
        (question, runs) -> {
          for (Run run : runs) {
            if (question.task() == null) {
              doubt(
                  question,
                  RunReading.subject(run),
                  RunReading.WHOLE,
                  run.state(),
                  run.end(),
                  ends);
              continue;
            }
            for (Instance part : instances.getOrDefault(key(question, run), List.of())) {
              String subject = TaskReading.subject(part.task());
              doubt(question, subject, part.part(), part.state(), part.end(), ends);
            }
          }
        });
    return ends;
  }

  private void doubt(
      Question question,
      String subject,
      int part,
      @Nullable String state,
      @Nullable Instant end,
      Set<Instant> ends) {
    if (!"success".equals(state) || end == null || question.probe().deadline() == null) {
      return;
    }
    Memo memo = memo(question, subject);
    boolean marked = memo != null && memo.isBad(part, end) && memo.marked() == null;
    if (marked) {
      kept.log().forget();
    }
    if (marked || end.isBefore(ask.now().minus(SEEN_TO_COME))) {
      ends.add(end);
    }
  }

  private @Nullable Memo memo(Question question, String subject) {
    String key = Memo.key(question.probe());
    return key == null ? null : Memo.parse(ask.remembered().get(key), subject);
  }

  private Observation answer(Question question, List<EventLog.Mark> marks)
      throws SourceFailure, InterruptedException {
    Observation known = settled.get(question);
    List<Run> runs = chosen.get(question);
    if (known != null || runs == null) {
      return known == null ? new Unreachable("it was not asked") : known;
    }
    String broken = lists.unreadable().get(question.dag());
    if (broken != null) {
      return new Unreachable(broken);
    }
    Instant lastAnswer = ask.lastAnswer().get(question.probe().kind());
    Marking marking = new Marking(question, ask.now(), lastAnswer, marks);
    List<Observation> seen = new ArrayList<>();
    for (Run run : runs) {
      seen.add(observation(marking, run));
    }
    return question.probe().deadline() == null
        ? Freshness.of(question, seen, ask.now())
        : seen.stream()
            .filter(Observation.Arrived.class::isInstance)
            .findFirst()
            .orElse(seen.getLast());
  }

  private Observation observation(Marking marking, Run run)
      throws SourceFailure, InterruptedException {
    Question question = marking.question();
    if (question.task() == null) {
      Memo memo = memo(question, RunReading.subject(run));
      Observation seen = keep(question, new RunReading(marking, run, memo).read(), memo);
      return paced(question, run.id(), Stretch.of(run), seen);
    }
    Instance.Key key = key(question, run);
    List<Instance> parts = instances.getOrDefault(key, List.of());
    if (parts.isEmpty()) {
      return withoutInstance(question, run);
    }
    Map<Integer, List<Instance>> past = new HashMap<>();
    for (Instance part : parts) {
      List<Instance> attempts = tries.get(part);
      if (attempts != null) {
        past.put(part.part(), attempts);
      } else if (part.hasPast() && !part.isState("removed")) {
        return new Unreachable("the earlier tries of task " + key.task() + " could not be read");
      }
    }
    Memo memo = memo(question, TaskReading.subject(key));
    Observation seen =
        keep(question, new TaskReading(marking, run, parts, past, memo).read(), memo);
    return paced(question, run.id(), Stretch.of(parts), seen);
  }

  private Observation keep(Question question, Seen seen, @Nullable Memo before) {
    String key = Memo.key(question.probe());
    Memo memo = seen.memo();
    if (key != null && memo != null && !memo.equals(before)) {
      remember.put(key, memo.print());
    }
    return seen.observation();
  }

  /**
   * Counts a run that succeeded at first; says of one under way when it will be there at its pace.
   */
  private Observation paced(
      Question question, String run, @Nullable Stretch stretch, Observation seen) {
    if (stretch == null || question.probe().deadline() == null) {
      return seen;
    }
    String key = Pace.key(question);
    String known = remember.get(key);
    Pace pace = Pace.parse(known == null ? ask.remembered().get(key) : known);
    Instant end = stretch.end();
    if (end != null && seen instanceof Observation.Arrived && !pace.run().equals(run)) {
      remember.put(key, pace.and(run, Duration.between(stretch.start(), end)).print());
    }
    Duration usual = pace.usual();
    return end == null && usual != null && seen instanceof Observation.NotYet no
        ? new Observation.NotYet(no.failedGate(), no.text(), stretch.start().plus(usual))
        : seen;
  }

  /** The run is there and the task is not: too early, or no such task. */
  private Observation withoutInstance(Question question, Run run)
      throws SourceFailure, InterruptedException {
    Set<String> known = kept.dags().tasks(question.dag(), ask.now());
    String task = String.valueOf(question.task());
    if (known == null || known.contains(task)) {
      return Observation.NotYet.because("task " + task + " is not in " + question.words().run(run));
    }
    return new Absent(Dags.noTask(question.dag(), task, known));
  }
}
