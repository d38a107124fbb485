package dev.punctual.observe.aws;

import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.aws.Answer.Ok;
import dev.punctual.observe.aws.Answer.Refused;
import dev.punctual.observe.wire.Json;
import dev.punctual.observe.wire.Outages;
import dev.punctual.rule.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs statements in Athena: starts some, waits for all of them with one request, reads their rows.
 * One that takes too long is cancelled, as it would go on costing.
 */
final class Athena {

  private static final int MOST_IDS = 50;
  private static final Duration FIRST_LOOK = Duration.ofMillis(150);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
  private static final int USER_ERROR = 2;

  private final Service service;
  private final AthenaSettings settings;

  Athena(Service service, AthenaSettings settings) {
    this.service = service;
    this.settings = settings;
  }

  /** What became of a statement. */
  sealed interface Outcome {

    /** Its rows, without the heading. */
    record Rows(List<List<@Nullable String>> rows) implements Outcome {}

    /**
     * It has none.
     *
     * @param divisible whether a part of it may be at fault, so that the rest can still be asked
     */
    record Failed(String words, boolean divisible) implements Outcome {}
  }

  /**
   * Runs statements.
   *
   * @return an outcome each, in their order
   */
  List<Outcome> run(List<String> statements) throws SourceFailure, InterruptedException {
    List<Outcome> outcomes = new ArrayList<>();
    int atOnce = settings.limits().atOnce();
    for (int from = 0; from < statements.size(); from += atOnce) {
      outcomes.addAll(
          together(statements.subList(from, Math.min(from + atOnce, statements.size()))));
    }
    return outcomes;
  }

  private List<Outcome> together(List<String> statements)
      throws SourceFailure, InterruptedException {
    Map<String, Integer> open = new LinkedHashMap<>();
    List<@Nullable Outcome> outcomes = new ArrayList<>();
    try {
      for (String statement : statements) {
        outcomes.add(null);
        switch (start(statement)) {
          case Ok ok -> open.put(id(ok), outcomes.size() - 1);
          case Refused refused -> outcomes.set(outcomes.size() - 1, refused(refused));
        }
      }
      await(open, outcomes);
    } finally {
      // Nobody is waiting for them any more.
      stop(List.copyOf(open.keySet()));
    }
    return outcomes.stream().map(Athena::known).toList();
  }

  private static Outcome known(@Nullable Outcome outcome) {
    return Objects.requireNonNull(outcome);
  }

  private Answer start(String statement) throws SourceFailure, InterruptedException {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("QueryString", statement);
    // Sent again after a throttle it starts nothing twice.
    body.put("ClientRequestToken", UUID.randomUUID().toString());
    if (settings.database() != null) {
      body.put("QueryExecutionContext", Map.of("Database", settings.database()));
    }
    String output = settings.work().output();
    if (output != null) {
      body.put("ResultConfiguration", Map.of("OutputLocation", output));
    }
    body.put("WorkGroup", settings.work().group());
    return service.call("AmazonAthena.StartQueryExecution", body);
  }

  private String id(Ok ok) throws SourceFailure {
    String id = ok.json().text("QueryExecutionId");
    if (id == null) {
      throw service.failures().unreadable(ok.reply());
    }
    return id;
  }

  private Outcome refused(Refused refused) {
    if (refused.isDenied()) {
      return new Outcome.Failed(
          Failures.denied(
              "athena:StartQueryExecution", "workgroup " + settings.work().group(), refused),
          false);
    }
    if (refused.message().matches("(?is).*(output.?location|output.bucket).*")) {
      return new Outcome.Failed(
          "Athena does not know where to put results; set output-location, or that of workgroup "
              + settings.work().group()
              + Failures.detail(refused),
          false);
    }
    boolean workgroup = refused.message().matches("(?is).*workgroup.*");
    return new Outcome.Failed("Athena " + said(refused.message()), !workgroup);
  }

  /** Leaves in {@code open} what is still under way when it is broken off. */
  private void await(Map<String, Integer> open, List<@Nullable Outcome> outcomes)
      throws SourceFailure, InterruptedException {
    long end = System.nanoTime() + settings.limits().query().toNanos();
    Duration pause = FIRST_LOOK;
    while (!open.isEmpty()) {
      for (Json execution : executions(List.copyOf(open.keySet()))) {
        Outcome outcome = outcome(execution);
        Integer slot = outcome == null ? null : open.remove(execution.text("QueryExecutionId", ""));
        if (slot != null) {
          outcomes.set(slot, outcome);
        }
      }
      if (!open.isEmpty() && System.nanoTime() > end) {
        open.values().forEach(slot -> outcomes.set(slot, tooSlow()));
        return;
      }
      if (!open.isEmpty()) {
        TimeUnit.NANOSECONDS.sleep(pause.toNanos());
        pause = pause.multipliedBy(2);
        pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
      }
    }
  }

  private Outcome tooSlow() {
    return new Outcome.Failed(
        "Athena had no answer after "
            + Durations.print(settings.limits().query())
            + " and was told to stop; look at the queue of workgroup "
            + settings.work().group()
            + ", or raise query-timeout",
        false);
  }

  private Answer look(List<String> ids) throws SourceFailure, InterruptedException {
    return ids.size() == 1
        ? service.call("AmazonAthena.GetQueryExecution", Map.of("QueryExecutionId", ids.getFirst()))
        : service.call("AmazonAthena.BatchGetQueryExecution", Map.of("QueryExecutionIds", ids));
  }

  private List<Json> executions(List<String> ids) throws SourceFailure, InterruptedException {
    List<Json> found = new ArrayList<>();
    for (int from = 0; from < ids.size(); from += MOST_IDS) {
      List<String> some = ids.subList(from, Math.min(from + MOST_IDS, ids.size()));
      switch (look(some)) {
        case Refused refused ->
            throw service
                .failures()
                .outages()
                .failure(
                    refused.isDenied()
                        ? Failures.denied(
                            "athena:GetQueryExecution, athena:BatchGetQueryExecution",
                            "workgroup " + settings.work().group(),
                            refused)
                        : "Athena does not say how its queries are" + Failures.detail(refused));
        case Ok ok -> {
          Json single = ok.json().get("QueryExecution");
          List<Json> executions =
              single.isObject() ? List.of(single) : ok.json().items("QueryExecutions");
          if (executions == null) {
            throw service.failures().unreadable(ok.reply());
          }
          found.addAll(executions);
        }
      }
    }
    return found;
  }

  /** Null while it is under way. */
  private @Nullable Outcome outcome(Json execution) throws SourceFailure, InterruptedException {
    Json status = execution.get("Status");
    return switch (status.text("State", "")) {
      case "SUCCEEDED" -> rows(execution.text("QueryExecutionId", ""));
      case "FAILED", "CANCELLED" -> failed(status);
      default -> null;
    };
  }

  private static Outcome failed(Json status) {
    Json error = status.get("AthenaError");
    String reason = status.text("StateChangeReason", error.text("ErrorMessage", "gave no reason"));
    int category = error.number("ErrorCategory", USER_ERROR);
    return new Outcome.Failed("Athena " + said(reason), category == USER_ERROR);
  }

  /** What Athena said, without a place in a statement nobody wrote, and what to do where known. */
  private static String said(String reason) {
    return "refuses the statement: " + Outages.line(plain(reason)) + advice(reason);
  }

  private static String plain(String reason) {
    return reason
        .replaceAll("(?i)\\bline \\d+:\\d+: ", "")
        .replaceAll("(?i)\\bqueryId: \\S+", "")
        .replaceAll("(?s)If.a.data.manifest.*", "");
  }

  private static String advice(String reason) {
    if (reason.matches("(?is).*TYPE_MISMATCH.*varchar.*") && reason.matches("(?is).*date.*")) {
      return "; where dt is a text, write dt = cast(:data_date as varchar)";
    }
    if (reason.matches("(?is).*bytes.scanned.limit.*")) {
      return "; ask for less, as a partition, or raise the limit of the workgroup";
    }
    if (reason.matches("(?is).*(access.denied|not.authorized|permission|forbidden).*")) {
      return "; allow s3:GetObject and s3:ListBucket on its location and glue:GetPartitions,"
          + " and where Lake Formation governs it grant SELECT";
    }
    return "";
  }

  private Outcome rows(String id) throws SourceFailure, InterruptedException {
    Map<String, Object> body = Map.of("QueryExecutionId", id, "MaxResults", 1000);
    return switch (service.call("AmazonAthena.GetQueryResults", body)) {
      case Ok ok -> new Outcome.Rows(read(ok));
      case Refused refused ->
          new Outcome.Failed(
              refused.isDenied()
                  ? Failures.denied(
                      "athena:GetQueryResults, s3:GetObject",
                      "the output location of workgroup " + settings.work().group(),
                      refused)
                  : "the results of Athena cannot be read" + Failures.detail(refused),
              false);
    };
  }

  /** The first row of a SELECT is its heading. */
  private List<List<@Nullable String>> read(Ok ok) throws SourceFailure {
    List<Json> rows = ok.json().get("ResultSet").items("Rows");
    if (rows == null) {
      throw service.failures().unreadable(ok.reply());
    }
    List<List<@Nullable String>> read = new ArrayList<>();
    for (Json row : rows.subList(Math.min(1, rows.size()), rows.size())) {
      List<@Nullable String> cells = new ArrayList<>();
      for (Json cell : Objects.requireNonNullElse(row.items("Data"), List.<Json>of())) {
        cells.add(cell.text("VarCharValue"));
      }
      read.add(cells);
    }
    return read;
  }

  /** Best effort: what cannot be stopped ends at the time-out of its workgroup. */
  private void stop(List<String> ids) {
    for (String id : ids) {
      try {
        service.call("AmazonAthena.StopQueryExecution", Map.of("QueryExecutionId", id));
      } catch (SourceFailure e) {
        return;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
