package dev.punctual.observe.airflow;

import dev.punctual.observe.Archive.Basis;
import dev.punctual.observe.Archive.Memory;
import dev.punctual.observe.Archive.Recall;
import dev.punctual.observe.Archive.Remembered;
import dev.punctual.observe.Observation;
import dev.punctual.observe.Probe;
import dev.punctual.observe.Source.Answer;
import dev.punctual.observe.Source.Ask;
import dev.punctual.observe.Source.Round;
import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.airflow.Connection.ServerChanged;
import dev.punctual.observe.wire.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Days gone by, from Airflow's run history. That a run is missing proves something only where older
 * runs of its DAG are still there: history is cleaned from its old end.
 */
final class Recollection {

  /** Tries are read a hundred a round; more rounds than these are not taken for them. */
  private static final int MOST_ROUNDS = 20;

  private static final String UNREAD_TRIES = "the earlier tries of task";

  private final Connection connection;
  private final RoundTrip.Kept kept;
  private final Map<String, Instant> oldest = new HashMap<>();

  Recollection(Connection connection) {
    this.connection = connection;
    this.kept = RoundTrip.Kept.ofPast(connection);
  }

  Recall of(List<Probe> probes, Instant now)
      throws SourceFailure, InterruptedException, ServerChanged {
    List<Remembered> days = new ArrayList<>();
    int sent = 0;
    List<Probe> open = probes;
    for (int round = 0; round < MOST_ROUNDS && !open.isEmpty(); round++) {
      List<Question> questions = open.stream().map(probe -> Question.of(probe, now)).toList();
      RoundTrip trip = new RoundTrip(kept, questions, new Ask(now, Map.of(), Map.of()));
      List<Probe> again = new ArrayList<>();
      Round answered = trip.run();
      sent += answered.queries();
      Set<Probe> withRun = trip.withRun();
      for (Answer answer : answered.answers()) {
        boolean unread =
            answer.observation() instanceof Observation.Unreachable u
                && u.text().startsWith(UNREAD_TRIES);
        if (unread && round + 1 < MOST_ROUNDS) {
          again.add(answer.probe());
        } else {
          days.add(new Remembered(answer.probe(), memory(answer, withRun, now)));
        }
      }
      open = again.size() < open.size() ? again : giveUp(again, days);
    }
    return new Recall(days, sent + connection.takeSent());
  }

  /** Not one more could be read: asking on would not end. */
  private static List<Probe> giveUp(List<Probe> unread, List<Remembered> days) {
    for (Probe probe : unread) {
      days.add(new Remembered(probe, new Memory.Untold("its earlier tries could not be read")));
    }
    return List.of();
  }

  private Memory memory(Answer answer, Set<Probe> withRun, Instant now)
      throws SourceFailure, InterruptedException, ServerChanged {
    return switch (answer.observation()) {
      case Observation.Arrived a -> new Memory.Told(a, basis(answer.probe(), a));
      case Observation.Failed f -> new Memory.Told(f, Basis.RUN_HISTORY);
      case Observation.Skipped s -> new Memory.Told(s, Basis.RUN_HISTORY);
      case Observation.NotYet n ->
          withRun.contains(answer.probe())
              ? new Memory.Untold("its run is not over, or has no such task")
              : without(answer.probe(), n, now);
      case Observation.Absent a -> new Memory.Untold(a.text());
      case Observation.Unreachable u -> new Memory.Untold(u.text());
      case Observation.Present _ -> new Memory.Untold("Airflow has no end of its run");
      case Observation.Newest _ -> new Memory.Untold("a freshness rule has no deadlines");
    };
  }

  private static Basis basis(Probe probe, Observation.Arrived arrived) {
    if (!arrived.earliest().equals(arrived.latest())) {
      return Basis.MARKED;
    }
    return probe.rule().target().kind().equals("task") ? Basis.TASK_END : Basis.RUN_END;
  }

  private Memory without(Probe probe, Observation.NotYet no, Instant now)
      throws SourceFailure, InterruptedException, ServerChanged {
    Question question = Question.of(probe, now);
    Instant from = oldest(question.dag());
    if (from == null || question.span().from().isBefore(from)) {
      return new Memory.Untold("Airflow has no run of its date, nor any older one of the DAG");
    }
    return new Memory.Told(no, Basis.RUN_HISTORY);
  }

  /** When the first run that is left was made; null where there is none. */
  private @Nullable Instant oldest(String dag)
      throws SourceFailure, InterruptedException, ServerChanged {
    Instant known = oldest.get(dag);
    if (known != null) {
      return known;
    }
    Api api = connection.api();
    Json answer =
        connection.understood(
            connection.post(
                api.runsPath(),
                Map.of(
                    "dag_ids", List.of(dag), "order_by", "id", "page_limit", 1, "page_offset", 0)),
            "the oldest run of DAG " + dag);
    List<Json> rows = answer.items("dag_runs");
    Run first = rows == null || rows.isEmpty() ? null : api.run(rows.getFirst());
    if (first == null) {
      return null;
    }
    Instant start = first.start();
    Instant made = start == null || start.isBefore(first.dueAt()) ? first.dueAt() : start;
    oldest.put(dag, made);
    return made;
  }
}
