package dev.punctual.bench;

import dev.punctual.bench.BackfillTruth.Due;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Ninety days filled in from a real Airflow by {@code ./punctual backfill}, killed at random
 * moments and taken up again. Prints the requests that were made, and whether every day is there
 * once and as Airflow's own database has it. Started by {@code interop/airflow/backfill}, which
 * makes the history, by way of {@code bench/airflow-backfill.sh}. Settings: {@code kills} (3),
 * {@code seed}.
 */
public final class AirflowBackfillRun {

  private static final LocalTime DUE = LocalTime.of(10, 0);
  private static final Duration CLOSES = Duration.ofDays(1);
  private static final int CLEANED = 5;

  private static final String RULES =
      """
      version: 1
      defaults: { timezone: UTC }
      rules:
        - { id: export-task, task: airflow.export.write, ready_by: "10:00" }
        - { id: export-run, dag: airflow.export, ready_by: "10:00" }
        - { id: load-task, task: airflow.load.write, ready_by: "10:00" }
        - { id: load-run, dag: airflow.load, ready_by: "10:00" }
        - { id: young-task, task: airflow.young.write, ready_by: "10:00" }
        - { id: young-run, dag: airflow.young, ready_by: "10:00" }
      """;

  private final LocalDate first = LocalDate.parse(said("PUNCTUAL_HISTORY_FROM"));
  private final int days = Integer.parseInt(said("PUNCTUAL_HISTORY_DAYS"));
  private final Path folder = Files.createTempDirectory("punctual-airflow-backfill");
  private final Map<String, Ended> ends = new HashMap<>();

  private AirflowBackfillRun() throws IOException {}

  /** How a task or a run ended, as Airflow's database has it. */
  private record Ended(String state, Instant at) {}

  public static void main(String[] args) throws Exception {
    Launcher.trainCommands();
    System.exit(new AirflowBackfillRun().run() ? 0 : 1);
  }

  private static String said(String variable) {
    return Objects.requireNonNull(System.getenv(variable), variable);
  }

  private boolean run() throws Exception {
    BackfillTruth truth = truth();
    try (EmbeddedPostgres own = EmbeddedPostgres.start();
        CountingProxy proxy = CountingProxy.before(URI.create(said("PUNCTUAL_AIRFLOW")))) {
      String ledger = own.getJdbcUrl("postgres", "postgres");
      configure(proxy.url(), ledger);
      BackfillCount count = new BackfillCount(ledger);
      List<String> words =
          List.of(
              "backfill", "--from", first.toString(), "--to", first.plusDays(days - 1L).toString());
      dry(words);
      proxy.read();
      String live;
      try (Connection connection = count.connect()) {
        live = BackfillCount.text(connection, BackfillCount.LIVE);
      }
      new KilledBackfill(folder, words, count, Long.getLong("seed", 1L))
          .run(Integer.getInteger("kills", 3), truth.days().size(), proxy);
      BackfillCount.say("logs in " + folder);
      return count.tell(truth, live);
    }
  }

  /** Asks and writes nothing; makes the tables of the ledger. */
  private void dry(List<String> words) throws IOException, InterruptedException {
    List<String> dry = new java.util.ArrayList<>(words);
    dry.addAll(List.of("--dry-run", "--only", "young-run"));
    if (Launcher.start(folder, "dry", Map.of(), dry).waitFor() != 0) {
      throw new IOException("the dry run failed; see " + folder.resolve("dry.log"));
    }
  }

  private void configure(URI airflow, String ledger) throws IOException {
    Files.writeString(Files.createDirectories(folder.resolve("rules")).resolve("r.yaml"), RULES);
    Files.writeString(
        folder.resolve("punctual.yaml"),
        """
        punctual:
          rules: rules
          database: { url: "%s", username: postgres, password: "" }
          backfill: { batch: 30, pause: 200ms }
          sources:
            airflow: { type: airflow, url: "%s", username: punctual, password: interop-watcher }
        """
            .formatted(ledger, airflow));
  }

  private BackfillTruth truth() throws IOException {
    for (String line : Files.readAllLines(Path.of(said("PUNCTUAL_TRUTH")))) {
      String[] cells = line.split(",", -1);
      ends.put(
          cells[0] + "." + cells[1] + " " + cells[2], new Ended(cells[3], Instant.parse(cells[4])));
    }
    BackfillTruth truth = new BackfillTruth();
    for (String dag : List.of("export", "load", "young")) {
      // The young DAG began with its 61st day; the others had their first days cleaned away.
      int from = dag.equals("young") ? 60 : CLEANED;
      for (int day = from; day < days; day++) {
        tell(truth, dag + "-task", dag + ".write", first.plusDays(day), "task_end");
        tell(truth, dag + "-run", dag + ".", first.plusDays(day), "run_end");
      }
    }
    return truth;
  }

  /** A date without a run after the first one that is left had none. */
  private void tell(BackfillTruth truth, String rule, String what, LocalDate date, String basis) {
    Due due = new Due(rule, date, date.atTime(DUE).toInstant(ZoneOffset.UTC));
    Ended end = ends.get(what + " " + date);
    if (end == null || !end.state().equals("success")) {
      truth.never(due, "run_history");
    } else {
      truth.arrived(due, end.at(), due.dueAt().plus(CLOSES), basis);
    }
  }
}
