package dev.punctual.review;

import dev.punctual.ledger.Act;
import dev.punctual.ledger.RuleBook;
import dev.punctual.ledger.Windows;
import dev.punctual.respond.Forms;
import dev.punctual.respond.Refusal;
import dev.punctual.respond.WindowResponses;
import dev.punctual.web.Authors;
import dev.punctual.web.Pages;
import dev.punctual.web.Tab;
import dev.punctual.web.Words;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Maintenance windows: those of the rule files to read, those of people to write, end, take back.
 */
@Controller(value = "/maintenance", produces = MediaType.TEXT_HTML)
@ExecuteOn(TaskExecutors.BLOCKING)
class MaintenancePage {

  /** How far back windows that are over are shown. */
  private static final Duration BACK = Duration.ofDays(92);

  private static final Duration AHEAD = Duration.ofDays(3_650);

  private final WindowResponses responses;
  private final Windows windows;
  private final RuleBook book;
  private final Pages pages;

  MaintenancePage(WindowResponses responses, Windows windows, RuleBook book, Pages pages) {
    this.responses = responses;
    this.windows = windows;
    this.book = book;
    this.pages = pages;
  }

  @Get
  HttpResponse<String> all(HttpRequest<?> request) {
    Instant hour = pages.now().truncatedTo(ChronoUnit.HOURS).plus(Duration.ofHours(1));
    MaintenanceView.Typed typed =
        MaintenanceView.Typed.proposing(hour, pages.zone(), Authors.of(request));
    return show(request, typed, "", HttpStatus.OK);
  }

  private HttpResponse<String> show(
      HttpRequest<?> request, MaintenanceView.Typed typed, String refused, HttpStatus status) {
    Words words = pages.words(request);
    Instant now = pages.now();
    MaintenanceView view = new MaintenanceView(words, pages.zone(), now, book.rules());
    Map<String, Object> model =
        new HashMap<>(view.model(windows.between(now.minus(BACK), now.plus(AHEAD))));
    model.put("typed", typed);
    model.put("refused", refused);
    return pages.show(
        request, Tab.RULES, "maintenance", words.say("maintenance.title"), model, status);
  }

  /** A window that somebody declares. */
  @Post
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  HttpResponse<?> declare(HttpRequest<?> request, @Body Map<String, String> form) {
    return act(
        request,
        form,
        (author, now) ->
            responses.declare(
                Forms.local("from", form.getOrDefault("from", ""), pages.zone()),
                Forms.local("to", form.getOrDefault("to", ""), pages.zone()),
                patterns(form.getOrDefault("rules", "")),
                form.getOrDefault("reason", ""),
                author,
                now));
  }

  private static List<String> patterns(String text) {
    return Stream.of(text.split("[\\s,、]+", -1)).filter(part -> !part.isEmpty()).toList();
  }

  /** A window that is ended early or taken back. */
  @Post("/{id}")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  HttpResponse<?> change(HttpRequest<?> request, long id, @Body Map<String, String> form) {
    return act(
        request,
        form,
        (author, now) ->
            switch (form.getOrDefault("act", "")) {
              case "end" -> responses.end(id, author, now);
              case "withdraw" ->
                  responses.withdraw(id, form.getOrDefault("reason", ""), author, now);
              default -> throw Refusal.invalid("act", "The form says nothing that could be done.");
            });
  }

  /** What a form does. */
  private interface Doing {
    Object act(Act.Author author, Instant now);
  }

  private HttpResponse<?> act(HttpRequest<?> request, Map<String, String> form, Doing doing) {
    String author = form.getOrDefault("author", "").strip();
    try {
      Objects.requireNonNull(doing.act(new Act.Author(author, "page"), pages.now()));
      return HttpResponse.seeOther(URI.create("/maintenance")).cookie(Authors.remembered(author));
    } catch (Refusal refused) {
      return show(
          request,
          MaintenanceView.Typed.of(form),
          String.valueOf(refused.getMessage()),
          HttpStatus.UNPROCESSABLE_ENTITY);
    }
  }
}
