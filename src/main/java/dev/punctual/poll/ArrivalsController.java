package dev.punctual.poll;

import dev.punctual.ledger.PushArrivals;
import dev.punctual.ledger.RuleBook;
import dev.punctual.observe.PushInbox.Report;
import dev.punctual.rule.DidYouMean;
import dev.punctual.rule.Target;
import dev.punctual.web.ApiTokens;
import dev.punctual.web.ProblemException;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Where jobs report that they are done, or that they failed. */
@Controller("/api/v1/jobs")
class ArrivalsController {

  private final RuleBook book;
  private final PushArrivals inbox;
  private final Engine engine;
  private final SourceRegistry registry;
  private final Clock clock;

  ArrivalsController(
      RuleBook book, PushArrivals inbox, Engine engine, SourceRegistry registry, Clock clock) {
    this.book = book;
    this.inbox = inbox;
    this.engine = engine;
    this.registry = registry;
    this.clock = clock;
  }

  /**
   * Keeps a report and has its deadlines judged at once; 201 for a new one, 200 for a repeated one.
   */
  @Post("/{job}/arrivals")
  @ExecuteOn(TaskExecutors.BLOCKING)
  HttpResponse<Map<String, Object>> arrived(
      String job, @Body @Nullable Map<String, Object> body, HttpRequest<?> request) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    refuseUnknown(job);
    ArrivalBody said = ArrivalBody.read(job, body, now);
    Report kept = inbox.keep(said.report(), said.key(), ApiTokens.author(request));
    if (!said.says(kept)) {
      throw new ProblemException(
          HttpStatus.CONFLICT,
          "The key is taken",
          "Job \"%s\" has reported something else under key \"%s\" at %s; use a new key for each run."
              .formatted(job, said.key(), kept.receivedAt()),
          Map.of("errors", List.of(Map.of("pointer", "/key", "detail", "already used"))));
    }
    if (registry.find(Target.Job.SOURCE) != null) {
      engine.askNow(Target.Job.SOURCE);
    }
    boolean created = kept.receivedAt().equals(now);
    return HttpResponse.<Map<String, Object>>status(created ? HttpStatus.CREATED : HttpStatus.OK)
        .body(json(kept, said.key()));
  }

  private void refuseUnknown(String job) {
    Set<String> jobs =
        book.rules().rules().values().stream()
            .map(dev.punctual.rule.Rule::target)
            .filter(Target.Job.class::isInstance)
            .map(Target::path)
            .collect(Collectors.toSet());
    if (!jobs.contains(job)) {
      throw ProblemException.notFound(
          "No such job",
          "No rule in force names job \"" + job + "\"." + DidYouMean.question(job, jobs));
    }
  }

  private static Map<String, Object> json(Report kept, String key) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("job", kept.job());
    json.put("key", key);
    json.put("at", kept.at().toString());
    if (kept.dataDate() != null) {
      json.put("data_date", kept.dataDate().toString());
    }
    json.put("status", kept.success() ? "success" : "failure");
    if (kept.note() != null) {
      json.put("note", kept.note());
    }
    json.put("received_at", kept.receivedAt().toString());
    return json;
  }
}
