package dev.punctual.observe.airflow;

import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.airflow.Connection.ServerChanged;
import dev.punctual.observe.wire.Http.Reply;
import dev.punctual.observe.wire.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Lists rows of many DAGs in few requests. A DAG whose rows make Airflow fail is found by halving,
 * and from then on asked alone until it answers.
 */
final class Lists {

  private static final int MOST_DAGS = 200;
  private static final int MOST_RUNS = 500;
  private static final int MOST_PAGES = 100;

  /** To find one culprit in two hundred takes eight; a server that only fails is not searched. */
  private static final int MOST_FAILED = 24;

  private final Connection connection;
  private final Set<String> suspects;
  private final Map<String, String> unreadable = new HashMap<>();
  private int failed;
  private boolean answered;
  private @Nullable Reply lastBroken;

  /**
   * For one round.
   *
   * @param suspects DAGs that failed before; kept from round to round
   */
  Lists(Connection connection, Set<String> suspects) {
    this.connection = connection;
    this.suspects = suspects;
  }

  /** Why the rows of a DAG could not be listed, by DAG. */
  Map<String, String> unreadable() {
    return unreadable;
  }

  /**
   * A kind of list.
   *
   * @param rows name of the list in the answer
   * @param body filter for some DAGs, without paging
   * @param row reads a row; null skips it
   */
  record Listing<T>(
      String path,
      String rows,
      Function<List<String>, Map<String, Object>> body,
      Function<Json, @Nullable T> row) {}

  /** Runs of these DAGs. */
  Collection<Run> runs(Collection<String> dags, Function<List<String>, Map<String, Object>> body)
      throws SourceFailure, InterruptedException, ServerChanged {
    Api api = connection.api();
    Map<List<String>, Run> found = new LinkedHashMap<>();
    Listing<Run> listing = new Listing<>(api.runsPath(), "dag_runs", body, api::run);
    for (Run run : list(new TreeSet<>(dags), listing)) {
      found.put(List.of(run.dag(), run.id()), run);
    }
    return found.values();
  }

  /** All parts of these tasks, by task. */
  Map<Instance.Key, List<Instance>> instances(Collection<Instance.Key> tasks)
      throws SourceFailure, InterruptedException, ServerChanged {
    Map<Instance.Key, Map<Integer, Instance>> found = new HashMap<>();
    for (Map<String, List<Instance.Key>> chunk : chunks(tasks)) {
      for (Instance instance : list(chunk.keySet(), listing(chunk))) {
        found
            .computeIfAbsent(instance.task(), key -> new TreeMap<>())
            .put(instance.part(), instance);
      }
    }
    Map<Instance.Key, List<Instance>> wanted = new HashMap<>();
    for (Instance.Key task : tasks) {
      wanted.put(task, List.copyOf(found.getOrDefault(task, Map.of()).values()));
    }
    return wanted;
  }

  private Listing<Instance> listing(Map<String, List<Instance.Key>> byDag)
      throws SourceFailure, InterruptedException {
    Api api = connection.api();
    return new Listing<>(
        api.instancesPath(),
        "task_instances",
        dags -> {
          Set<String> runs = new TreeSet<>();
          Set<String> ids = new TreeSet<>();
          for (String dag : dags) {
            for (Instance.Key task : byDag.getOrDefault(dag, List.of())) {
              runs.add(task.run());
              ids.add(task.task());
            }
          }
          return api.instancesBody(dags, runs, ids);
        },
        api::instance);
  }

  /** Splits so that no request names too many DAGs or runs; a DAG is in one piece. */
  private static List<Map<String, List<Instance.Key>>> chunks(Collection<Instance.Key> tasks) {
    Map<String, List<Instance.Key>> byDag = new TreeMap<>();
    tasks.forEach(task -> byDag.computeIfAbsent(task.dag(), d -> new ArrayList<>()).add(task));
    List<Map<String, List<Instance.Key>>> chunks = new ArrayList<>();
    Map<String, List<Instance.Key>> open = new TreeMap<>();
    int runs = 0;
    for (Map.Entry<String, List<Instance.Key>> entry : byDag.entrySet()) {
      if (!open.isEmpty() && runs + entry.getValue().size() > MOST_RUNS) {
        chunks.add(open);
        open = new TreeMap<>();
        runs = 0;
      }
      open.put(entry.getKey(), entry.getValue());
      runs += entry.getValue().size();
    }
    if (!open.isEmpty()) {
      chunks.add(open);
    }
    return chunks;
  }

  private <T> List<T> list(Set<String> dags, Listing<T> listing)
      throws SourceFailure, InterruptedException, ServerChanged {
    List<T> rows = new ArrayList<>();
    List<String> trusted = dags.stream().filter(dag -> !suspects.contains(dag)).toList();
    for (int from = 0; from < trusted.size(); from += MOST_DAGS) {
      halve(trusted.subList(from, Math.min(trusted.size(), from + MOST_DAGS)), listing, rows);
    }
    for (String suspect : dags) {
      if (suspects.contains(suspect)) {
        halve(List.of(suspect), listing, rows);
      }
    }
    Reply broken = lastBroken;
    if (broken != null && !answered) {
      suspects.clear();
      throw connection.busy(broken);
    }
    return rows;
  }

  private <T> void halve(List<String> dags, Listing<T> listing, List<T> into)
      throws SourceFailure, InterruptedException, ServerChanged {
    List<T> rows = new ArrayList<>();
    Reply broken = pages(dags, listing, rows);
    if (broken == null) {
      answered = true;
      into.addAll(rows);
      dags.forEach(suspects::remove);
      return;
    }
    lastBroken = broken;
    if (++failed > MOST_FAILED) {
      suspects.clear();
      throw connection.busy(broken);
    }
    if (dags.size() == 1) {
      String dag = dags.getFirst();
      suspects.add(dag);
      unreadable.put(
          dag,
          "Airflow fails to list DAG "
              + dag
              + " ("
              + broken.status()
              + Failures.detail(broken)
              + "); look at its API server's log");
      return;
    }
    int half = dags.size() / 2;
    halve(dags.subList(0, half), listing, into);
    halve(dags.subList(half, dags.size()), listing, into);
  }

  /** Reads all pages; the answer that broke off, or null. */
  private <T> @Nullable Reply pages(List<String> dags, Listing<T> listing, List<T> into)
      throws SourceFailure, InterruptedException, ServerChanged {
    int offset = 0;
    for (int page = 0; page < MOST_PAGES; page++) {
      Map<String, Object> body = new LinkedHashMap<>(listing.body().apply(dags));
      body.put("page_limit", Api.PAGE);
      body.put("page_offset", offset);
      Reply reply = connection.post(listing.path(), body);
      if (reply.status() >= 500) {
        return reply;
      }
      Json json = connection.understood(reply, "the list of " + listing.rows());
      List<Json> rows = json.items(listing.rows());
      if (rows == null) {
        throw new ServerChanged();
      }
      for (Json row : rows) {
        T read = listing.row().apply(row);
        if (read != null) {
          into.add(read);
        }
      }
      offset += rows.size();
      if (rows.isEmpty() || offset >= json.number("total_entries", 0)) {
        return null;
      }
    }
    return null;
  }
}
