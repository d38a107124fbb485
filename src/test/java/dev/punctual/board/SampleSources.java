package dev.punctual.board;

import dev.punctual.ledger.RuleBook;
import dev.punctual.poll.SourceHealth;
import dev.punctual.poll.SourceHealth.Happening;
import dev.punctual.poll.SourceHealth.Sample;
import dev.punctual.poll.SourceHealth.State;
import dev.punctual.poll.SourceHealth.Trouble;
import dev.punctual.web.Pages;
import dev.punctual.web.Tab;
import dev.punctual.web.Words;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The page of sources with some in every state, at an address of its own. */
@Controller(value = "/test/sources", produces = MediaType.TEXT_HTML)
@ExecuteOn(TaskExecutors.BLOCKING)
@Requires(property = StoppedClock.PROPERTY)
class SampleSources {

  private final Pages pages;
  private final RuleBook book;

  SampleSources(Pages pages, RuleBook book) {
    this.pages = pages;
    this.book = book;
  }

  @Get
  HttpResponse<String> sources(HttpRequest<?> request) {
    Words words = pages.words(request);
    var page = new SourcesPage(all(), book, pages.now(), pages.zone(), words);
    return pages.show(request, Tab.SOURCES, "sources", words.say("nav.sources"), page.model(false));
  }

  static List<SourceHealth> all() {
    Instant failing = BoardData.TODAY.atTime(9, 48).atZone(BoardData.TOKYO).toInstant();
    return List.of(
        source(
            "airflow",
            "Airflow 3.0.4, airflow.example.com",
            State.ANSWERS,
            16,
            121,
            132,
            3,
            "batched over 3 DAGs",
            null),
        source(
            "athena",
            "Athena, workgroup analytics, Tokyo",
            State.DOWN,
            5_600,
            900,
            30,
            1,
            "circuit open",
            new Trouble(
                "Athena refuses every question with ThrottlingException: workgroup query queue is"
                    + " full",
                failing,
                49,
                BoardData.NOW.plusSeconds(60))),
        source(
            "dwh",
            "PostgreSQL 16.4, warehouse/dwh",
            State.ANSWERS,
            12,
            38,
            164,
            3,
            "tables asked in full only when rows moved",
            null),
        source(
            "push",
            "Push inbox, POST /api/v1/jobs/…",
            State.LISTENS,
            19_000,
            1,
            0,
            1,
            "last 7 days: 5 arrivals",
            null),
        source(
            "sftp",
            "SFTP, rosters.partner.example",
            State.SLOW,
            48,
            1_600,
            60,
            1,
            "connection takes 1.2 s, usually 0.3 s",
            null));
  }

  private static SourceHealth source(
      String name,
      String description,
      State state,
      int secondsAgo,
      int millis,
      int queries,
      int rules,
      String note,
      @Nullable Trouble trouble) {
    Random random = new Random(name.hashCode());
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < 288; i++) {
      Instant at = BoardData.NOW.minus(Duration.ofMinutes(5L * (288 - i)));
      boolean answered = trouble == null || at.isBefore(trouble.since());
      long took = millis + random.nextInt(Math.max(1, millis / 3)) + (i == 120 ? millis * 3L : 0);
      samples.add(new Sample(at, Duration.ofMillis(took), 1, answered));
    }
    List<Happening> happenings =
        trouble == null
            ? List.of()
            : List.of(
                new Happening(trouble.since().plusSeconds(5_474), "still refused, 49 attempts"),
                new Happening(trouble.since().plusSeconds(120), "circuit open after 5 refusals"),
                new Happening(trouble.since(), "first refusal; asked again 3 times"));
    return new SourceHealth(
        name,
        "sample",
        description,
        state,
        BoardData.NOW.minusSeconds(secondsAgo),
        BoardData.NOW,
        samples,
        trouble == null ? Duration.ofMillis(millis) : null,
        trouble == null ? Duration.ofMillis(millis * 2L) : null,
        queries,
        rules,
        note,
        trouble,
        null,
        happenings);
  }
}
