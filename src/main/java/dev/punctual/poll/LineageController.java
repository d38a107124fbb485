package dev.punctual.poll;

import dev.punctual.ledger.Lineage;
import dev.punctual.observe.LineageEvent;
import dev.punctual.observe.LineageReader;
import dev.punctual.observe.LineageReader.Delivery;
import dev.punctual.observe.LineageReader.Form;
import dev.punctual.observe.LineageReader.Item;
import dev.punctual.web.ProblemException;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where OpenLineage producers and dbt tell of their runs. What is answered with success is kept;
 * the same told twice is kept once.
 */
@Controller("/api/v1")
class LineageController {

  private static final Logger LOG = LoggerFactory.getLogger(LineageController.class);
  private static final int LONGEST_ENVIRONMENT = 100;

  private final List<LineageReader> readers;
  private final Lineage lineage;
  private final Listeners listeners;
  private final Clock clock;

  LineageController(
      List<LineageReader> readers, Lineage lineage, Listeners listeners, Clock clock) {
    this.readers = List.copyOf(readers);
    this.lineage = lineage;
    this.listeners = listeners;
    this.clock = clock;
  }

  @Post("/lineage")
  @ExecuteOn(TaskExecutors.BLOCKING)
  HttpResponse<Map<String, Object>> event(@Body byte @Nullable [] body) {
    Delivery delivery = new Delivery(now(), null);
    List<LineageEvent> events = readable(read(Form.EVENT, body, delivery));
    keepAll(events, delivery);
    return HttpResponse.<Map<String, Object>>status(HttpStatus.CREATED)
        .body(Map.of("status", "success"));
  }

  /** One bad event spoils no other; what may be sent again is said. */
  @Post("/lineage/batch")
  @ExecuteOn(TaskExecutors.BLOCKING)
  HttpResponse<Map<String, Object>> batch(@Body byte @Nullable [] body) {
    Delivery delivery = new Delivery(now(), null);
    List<Item> items = read(Form.BATCH, body, delivery);
    if (items.size() == 1
        && items.getFirst() instanceof Item.Unreadable whole
        && whole.pointer().isEmpty()) {
      throw unreadable(List.of(whole));
    }
    List<LineageEvent> kept = new ArrayList<>();
    List<Map<String, Object>> failed = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      switch (items.get(i)) {
        case Item.Unreadable wrong ->
            failed.add(failure(i, wrong.pointer() + " " + wrong.detail(), false));
        case Item.Read read -> {
          if (keep(read.event(), delivery)) {
            kept.add(read.event());
          } else {
            failed.add(failure(i, "Server error", true));
          }
        }
      }
    }
    listeners.call(kept);
    return HttpResponse.ok(summary(items.size(), failed));
  }

  @Post("/dbt/run-results")
  @ExecuteOn(TaskExecutors.BLOCKING)
  HttpResponse<Map<String, Object>> runResults(
      @Body byte @Nullable [] body, @QueryValue @Nullable String environment) {
    return artifact(Form.RUN_RESULTS, body, environment);
  }

  @Post("/dbt/sources")
  @ExecuteOn(TaskExecutors.BLOCKING)
  HttpResponse<Map<String, Object>> sources(
      @Body byte @Nullable [] body, @QueryValue @Nullable String environment) {
    return artifact(Form.SOURCES, body, environment);
  }

  private HttpResponse<Map<String, Object>> artifact(
      Form form, byte @Nullable [] body, @Nullable String environment) {
    if (environment != null
        && (environment.isBlank() || environment.length() > LONGEST_ENVIRONMENT)) {
      throw ProblemException.badRequest(
          "The environment cannot be used",
          "Write a name of 1 to " + LONGEST_ENVIRONMENT + " characters: ?environment=prod");
    }
    Delivery delivery = new Delivery(now(), environment);
    List<LineageEvent> events = readable(read(form, body, delivery));
    keepAll(events, delivery);
    return HttpResponse.<Map<String, Object>>status(HttpStatus.CREATED)
        .body(Map.of("status", "success", "nodes", events.size()));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private List<Item> read(Form form, byte @Nullable [] body, Delivery delivery) {
    LineageReader reader =
        readers.stream().filter(one -> one.forms().contains(form)).findFirst().orElseThrow();
    try {
      return reader.read(form, body == null ? new byte[0] : body, delivery);
    } catch (IOException e) {
      throw ProblemException.badRequest(
          "The body is not JSON",
          "Send one JSON document, as it is or with Content-Encoding: gzip.");
    }
  }

  /** All events of a document, which is refused as a whole if one cannot be read. */
  private static List<LineageEvent> readable(List<Item> items) {
    List<LineageEvent> events = new ArrayList<>();
    List<Item.Unreadable> wrong = new ArrayList<>();
    for (Item item : items) {
      switch (item) {
        case Item.Read read -> events.add(read.event());
        case Item.Unreadable unreadable -> wrong.add(unreadable);
      }
    }
    if (!wrong.isEmpty()) {
      throw unreadable(wrong);
    }
    return events;
  }

  private static ProblemException unreadable(List<Item.Unreadable> wrong) {
    Item.Unreadable first = wrong.getFirst();
    return new ProblemException(
        HttpStatus.UNPROCESSABLE_ENTITY,
        "The document cannot be read",
        first.pointer() + ": " + first.detail(),
        Map.of(
            "errors",
            wrong.stream()
                .distinct()
                .map(one -> Map.of("pointer", one.pointer(), "detail", one.detail()))
                .toList()));
  }

  private void keepAll(List<LineageEvent> events, Delivery delivery) {
    events.forEach(event -> lineage.keep(event, delivery.receivedAt()));
    listeners.call(events);
  }

  private boolean keep(LineageEvent event, Delivery delivery) {
    try {
      lineage.keep(event, delivery.receivedAt());
      return true;
    } catch (RuntimeException e) {
      LOG.warn("an event of a batch could not be kept", e);
      return false;
    }
  }

  private static Map<String, Object> failure(int index, String reason, boolean retriable) {
    return Map.of("index", index, "reason", reason.strip(), "retriable", retriable);
  }

  private static Map<String, Object> summary(int received, List<Map<String, Object>> failed) {
    long retriable =
        failed.stream().filter(one -> Boolean.TRUE.equals(one.get("retriable"))).count();
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("received", received);
    summary.put("successful", received - failed.size());
    summary.put("failed", failed.size());
    summary.put("retriable", retriable);
    summary.put("non_retriable", failed.size() - retriable);
    return Map.of(
        "status",
        failed.isEmpty() ? "success" : "partial_success",
        "summary",
        summary,
        "failed_events",
        failed);
  }
}
