package dev.punctual.observe.airflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Absent;
import dev.punctual.observe.Observation.Arrived;
import dev.punctual.observe.Observation.Failed;
import dev.punctual.observe.Observation.NotYet;
import dev.punctual.observe.Observation.Skipped;
import dev.punctual.observe.Probe;
import dev.punctual.observe.Probes;
import dev.punctual.observe.Source;
import dev.punctual.observe.Source.Ask;
import dev.punctual.observe.Source.Finding;
import dev.punctual.observe.Source.Round;
import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.SourceType.Settings;
import dev.punctual.observe.wire.Json;
import dev.punctual.rule.Target;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * Drives DAGs of a real Airflow 3 and compares what the source says with what was done. Started by
 * {@code interop/airflow/run}, which sets the address and the directory of signals.
 */
@EnabledIfEnvironmentVariable(
    named = "PUNCTUAL_AIRFLOW",
    matches = "http.*",
    disabledReason = "opt-in: interop/airflow/run starts a real Airflow and then this")
class RealAirflowTest {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final String url = Objects.requireNonNull(System.getenv("PUNCTUAL_AIRFLOW"));
  private final Path signals = Path.of(Objects.requireNonNull(System.getenv("PUNCTUAL_SIGNALS")));
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Probes today = Probes.on(LocalDate.now(ZoneOffset.UTC));
  private final Map<String, String> remembered = new HashMap<>();
  private final Map<String, Instant> answered = new HashMap<>();
  private final List<String> table = new ArrayList<>();
  private final List<String> wrong = new ArrayList<>();
  private String token = "";

  @Test
  void the_source_says_what_was_done() throws Exception {
    token =
        Objects.requireNonNull(
            send("POST", "/auth/token", "{\"username\":\"ann\",\"password\":\"interop-operator\"}")
                .text("access_token"));
    try (Source source = source()) {
      withoutRuns(source);
      plain(source);
      cleared(source);
      marked(source);
      retried(source);
      skippedAndUpstream(source);
      mapped(source);
      checked(source);
    } finally {
      Files.write(signals.resolveSibling("table.txt"), table);
    }
    assertThat(wrong).isEmpty();
  }

  private void withoutRuns(Source source) throws Exception {
    expect(source, "paused, no run", "unscheduled_yet", is(NotYet.class, "the DAG is paused"));
    expect(source, "no such DAG", "no_such_dag", is(Absent.class, "no DAG"));
  }

  private void plain(Source source) throws Exception {
    unpause("plain");
    await("plain", "running");
    expect(source, "running", "plain", is(NotYet.class, "is running"));
    Instant end = finish("plain", "plain", "ok", "success");
    expect(source, "succeeded", "plain", arrivedAt(end));
    Observation seen = ask(source, "plain");
    row("in time, due a minute later", ends(seen, end.plusSeconds(60), true), seen);
    row("late, due a minute before", ends(seen, end.minusSeconds(60), false), seen);
    until(() -> isRunOver("plain"));
    expectTarget(
        source,
        "the whole run",
        new Target.Dag("airflow", "plain", new Target.Run.First()),
        seenDag -> seenDag instanceof Arrived a && !a.latest().isBefore(end));
    expectTarget(
        source,
        "misspelt task",
        new Target.Task("airflow", "plain", "wirte", new Target.Run.First()),
        is(Absent.class, "did you mean write?"));
  }

  private static boolean ends(Observation seen, Instant due, boolean inTime) {
    return seen instanceof Arrived a && a.latest().isAfter(due) != inTime;
  }

  private void cleared(Source source) throws Exception {
    unpause("cleared");
    Instant first = finish("cleared", "cleared", "ok", "success");
    // A task cleared while its run ends is never started again.
    until(() -> isRunOver("cleared"));
    clear("cleared");
    expect(source, "cleared before anybody looked", "cleared", arrivedAt(first));
    await("cleared", "running");
    expect(source, "runs again", "cleared", arrivedAt(first));
    finish("cleared", "cleared", "ok", "success");
    expect(source, "succeeded again", "cleared", arrivedAt(first));
  }

  private void marked(Source source) throws Exception {
    unpause("marked");
    Instant end = finish("marked", "marked", "fail", "failed");
    expect(source, "failed", "marked", is(Failed.class, "failed"));
    send("PATCH", taskPath("marked"), "{\"new_state\":\"success\"}");
    Instant now = Instant.now().plusSeconds(1);
    expect(
        source,
        "marked as success by hand",
        "marked",
        seen ->
            seen instanceof Arrived a
                && a.earliest().isAfter(end)
                && !a.latest().isAfter(now)
                && a.text().contains("by hand"));
  }

  private void retried(Source source) throws Exception {
    unpause("retried");
    finish("retried", "retried", "fail", "up_for_retry");
    expect(source, "to be tried again", "retried", is(NotYet.class, "will be tried again"));
  }

  private void skippedAndUpstream(Source source) throws Exception {
    unpause("skipping");
    finish("skipping", "skipping", "skip", "skipped");
    expect(source, "skipped", "skipping", is(Skipped.class, "skipped"));
    unpause("downstream");
    finish("downstream", "downstream", "fail", "upstream_failed");
    expect(source, "failed upstream", "downstream", is(Failed.class, "a task before it failed"));
    unpause("mapped_over_nothing");
    await("mapped_over_nothing", "skipped");
    expect(source, "mapped over nothing", "mapped_over_nothing", is(Skipped.class, "skipped"));
  }

  private void mapped(Source source) throws Exception {
    unpause("mapped");
    Files.writeString(signals.resolve("mapped-0"), "ok");
    Files.writeString(signals.resolve("mapped-1"), "ok");
    until(() -> parts("mapped").stream().filter(p -> "success".equals(p.state())).count() == 2);
    expect(source, "one slow part of three", "mapped", is(NotYet.class, "2 of 3 parts done"));
    Files.writeString(signals.resolve("mapped-2"), "ok");
    until(() -> parts("mapped").stream().allMatch(p -> "success".equals(p.state())));
    Instant last =
        parts("mapped").stream()
            .map(part -> Objects.requireNonNull(part.end()))
            .max(Comparator.naturalOrder())
            .orElseThrow();
    expect(source, "all parts done", "mapped", arrivedAt(last));
  }

  private void checked(Source source) throws Exception {
    List<Finding> findings = source.check(List.of(today.of(task("plain"))));
    table.add("");
    findings.forEach(
        f -> table.add((f.ok() ? "ok     " : "WRONG  ") + f.tried() + ": " + f.outcome()));
    if (!findings.stream().allMatch(Finding::ok)) {
      wrong.add("check: " + findings);
    }
  }

  // What is expected.

  private static Predicate<Observation> is(Class<? extends Observation> kind, String text) {
    return seen -> kind.isInstance(seen) && seen.text().contains(text);
  }

  private static Predicate<Observation> arrivedAt(Instant end) {
    return seen ->
        seen instanceof Arrived a
            && a.earliest().equals(a.latest())
            && a.latest().equals(end.truncatedTo(ChronoUnit.MICROS));
  }

  private void expect(Source source, String what, String dag, Predicate<Observation> expected)
      throws Exception {
    expectTarget(source, what, task(dag), expected);
  }

  private void expectTarget(
      Source source, String what, Target target, Predicate<Observation> expected) throws Exception {
    Observation seen = ask(source, target);
    row(what, expected.test(seen), seen);
  }

  private void row(String what, boolean good, Observation seen) {
    String line =
        "%-6s %-30s %-10s %s"
            .formatted(good ? "ok" : "WRONG", what, seen.getClass().getSimpleName(), seen.text());
    table.add(line);
    if (!good) {
      wrong.add(line + " | " + seen);
    }
  }

  private Observation ask(Source source, String dag) throws Exception {
    return ask(source, task(dag));
  }

  private Observation ask(Source source, Target target) throws Exception {
    Probe probe = today.of(target);
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    Ask ask = new Ask(now, Map.copyOf(answered), Map.copyOf(remembered));
    Round round;
    try {
      round = source.observe(List.of(probe), ask);
    } catch (SourceFailure e) {
      table.add("again  after " + e.getMessage());
      round = source.observe(List.of(probe), ask);
    }
    remembered.putAll(round.remember());
    answered.put(probe.kind(), now);
    return round.answers().getFirst().observation();
  }

  private static Target task(String dag) {
    return new Target.Task("airflow", dag, "write", new Target.Run.First());
  }

  private Source source() {
    return new AirflowType()
        .open(
            new Settings(
                "airflow",
                Map.of("url", url, "username", "punctual", "password", "interop-watcher")));
  }

  // What is done.

  private void unpause(String dag) throws Exception {
    send("PATCH", "/api/v2/dags/" + dag, "{\"is_paused\":false}");
  }

  private void clear(String dag) throws Exception {
    send(
        "POST",
        "/api/v2/dags/" + dag + "/clearTaskInstances",
        "{\"dry_run\":false,\"only_failed\":false,\"task_ids\":[\"write\"],\"dag_run_id\":\""
            + parts(dag).getFirst().task().run()
            + "\"}");
  }

  /** Has a waiting task end, waits for the state of the watched one, and takes its end. */
  private Instant finish(String dag, String signal, String how, String state) throws Exception {
    Files.writeString(signals.resolve(signal), how);
    await(dag, state);
    return Objects.requireNonNull(parts(dag).getFirst().end());
  }

  private void await(String dag, String state) throws Exception {
    until(
        () -> {
          List<Instance> parts = parts(dag);
          return !parts.isEmpty() && parts.stream().allMatch(p -> state.equals(p.state()));
        });
  }

  private String taskPath(String dag) throws Exception {
    Instance.Key key = parts(dag).getFirst().task();
    return "/api/v2/dags/" + dag + "/dagRuns/" + Api.encoded(key.run()) + "/taskInstances/write";
  }

  private List<Instance> parts(String dag) throws Exception {
    String body = "{\"dag_ids\":[\"" + dag + "\"],\"task_ids\":[\"write\"]}";
    Json answer = send("POST", "/api/v2/dags/~/dagRuns/~/taskInstances/list", body);
    List<Instance> parts = new ArrayList<>();
    for (Json row : Objects.requireNonNull(answer.items("task_instances"))) {
      parts.add(Objects.requireNonNull(Api.THREE.instance(row)));
    }
    return parts;
  }

  private boolean isRunOver(String dag) throws Exception {
    String body = "{\"dag_ids\":[\"" + dag + "\"]}";
    Json answer = send("POST", "/api/v2/dags/~/dagRuns/list", body);
    return Objects.requireNonNull(answer.items("dag_runs")).stream()
        .map(Api.THREE::run)
        .allMatch(run -> run != null && run.isOver());
  }

  private Json send(String method, String path, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(Duration.ofMinutes(2))
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer " + token)
            .method(method, BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
    if (answer.statusCode() >= 300) {
      throw new IOException(method + " " + path + ": " + answer.statusCode() + answer.body());
    }
    return Json.parse(answer.body().getBytes(StandardCharsets.UTF_8));
  }

  @FunctionalInterface
  private interface Condition {
    boolean holds() throws Exception;
  }

  private static void until(Condition condition) throws Exception {
    Instant end = Instant.now().plus(PATIENCE);
    CountDownLatch never = new CountDownLatch(1);
    while (!holds(condition)) {
      if (Instant.now().isAfter(end) || never.await(500, TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("Airflow did not get there within " + PATIENCE);
      }
    }
  }

  /** SQLite under load answers some requests with 500: asked again. */
  private static boolean holds(Condition condition) throws Exception {
    try {
      return condition.holds();
    } catch (IOException e) {
      return false;
    }
  }
}
