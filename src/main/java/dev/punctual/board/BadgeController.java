package dev.punctual.board;

import dev.punctual.ledger.RuleBook;
import dev.punctual.rule.Rule;
import dev.punctual.web.Html;
import dev.punctual.web.Pages;
import dev.punctual.web.ProblemException;
import dev.punctual.web.Words;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** A rule's state as a picture for wikis and readmes; it brings its own colours along. */
@Controller(
    value = "/badges",
    produces = {"image/svg+xml", MediaType.ALL})
@ExecuteOn(TaskExecutors.BLOCKING)
class BadgeController {

  private final RuleBook book;
  private final RuleHistory history;
  private final Pages pages;

  BadgeController(RuleBook book, RuleHistory history, Pages pages) {
    this.book = book;
    this.history = history;
    this.pages = pages;
  }

  @Get("/{rule}.svg")
  HttpResponse<String> badge(HttpRequest<?> request, String rule) {
    Rule known = book.rules().rules().get(rule);
    if (known == null) {
      throw ProblemException.notFound("No such rule", "No rule in force has the id " + rule + ".");
    }
    Words words = pages.words(request);
    return HttpResponse.ok(draw(known.title(), look(known, pages.now()), words))
        .contentType(MediaType.of("image/svg+xml; charset=utf-8"))
        .header(HttpHeaders.CACHE_CONTROL, "public, max-age=60");
  }

  /** Of the newest deadline that is due or being waited for today; waiting before the first. */
  private Look look(Rule rule, Instant now) {
    LocalDate today = now.atZone(rule.timezone()).toLocalDate();
    List<Past> newest = history.deadlines(rule.id(), today.minusDays(40), today);
    return newest.stream()
        .filter(past -> past.look() == Look.OVERDUE || past.look() == Look.AT_RISK)
        .findFirst()
        .or(() -> newest.stream().filter(past -> !past.due().dueAt().isAfter(now)).findFirst())
        .or(() -> newest.stream().findFirst())
        .map(Past::look)
        .orElse(Look.WAITING);
  }

  private static String draw(String title, Look look, Words words) {
    String state = words.say("state." + look.word());
    int left = width(title) + 16;
    int right = width(state) + 16;
    return Html.of(
            """
            <svg xmlns="http://www.w3.org/2000/svg" width="{}" height="20" role="img" \
            aria-label="{}: {}"><title>{}: {}</title><rect width="{}" height="20" rx="4" fill="#434a55"/>\
            <rect x="{}" width="{}" height="20" rx="4" fill="{}"/><rect x="{}" width="6" height="20" \
            fill="{}"/><g fill="#fff" font-family="Inter,Verdana,DejaVu Sans,sans-serif" font-size="11">\
            <text x="8" y="14">{}</text><text x="{}" y="14">{}</text></g></svg>\
            """,
            left + right,
            title,
            state,
            title,
            state,
            left + right,
            left,
            right,
            colour(look),
            left,
            colour(look),
            title,
            left + 8,
            state)
        .toString();
  }

  private static int width(String text) {
    return text.codePoints().map(c -> c > 0x2E80 ? 12 : 7).sum();
  }

  /** White text on each of them has at least 4.5:1. */
  private static String colour(Look look) {
    return switch (look) {
      case MET -> "#17694a";
      case OVERDUE, LATE, MISSED -> "#a5231b";
      case AT_RISK -> "#7f5600";
      case UNKNOWN, WAITING -> "#5f646c";
      case EXCUSED -> "#2a4aa8";
    };
  }
}
