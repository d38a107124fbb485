package dev.punctual.board;

import dev.punctual.board.DeadlineList.Part;
import dev.punctual.board.RulePage.Ask;
import dev.punctual.ledger.Act;
import dev.punctual.ledger.Entry;
import dev.punctual.respond.Refusal;
import dev.punctual.respond.Responses;
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
import io.micronaut.http.cookie.Cookie;
import io.micronaut.http.cookie.SameSite;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A rule: what is promised, what is measured, what became of it, and what people say of that. */
@Controller(value = "/rules/{id}", produces = MediaType.TEXT_HTML)
@ExecuteOn(TaskExecutors.BLOCKING)
class RuleController {

  private static final String AUTHOR = "author";

  private final RulePage page;
  private final Responses responses;
  private final Pages pages;

  RuleController(RulePage page, Responses responses, Pages pages) {
    this.page = page;
    this.responses = responses;
    this.pages = pages;
  }

  @Get
  HttpResponse<String> rule(HttpRequest<?> request, String id) {
    var parameters = request.getParameters();
    LocalDate at = date(parameters.getFirst("at").orElse(""));
    Instant slot = instant(parameters.getFirst("slot").orElse(""));
    Part part = Part.of(parameters.getFirst("list").orElse(""));
    return show(request, new Ask(id, part, at, slot, null, author(request)), HttpStatus.OK);
  }

  private HttpResponse<String> show(HttpRequest<?> request, Ask ask, HttpStatus status) {
    Words words = pages.words(request);
    Map<String, Object> model = page.model(ask, words, pages.now(), pages.zone());
    return pages.show(
        request, Tab.RULES, "rule", String.valueOf(model.get("title")), model, status);
  }

  /** Takes what a form of the page says; shows the page again, with the reason when refused. */
  @Post("/respond")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  HttpResponse<?> respond(HttpRequest<?> request, String id, @Body Map<String, String> form) {
    String author = form.getOrDefault(AUTHOR, "").strip();
    LocalDate date = date(form.getOrDefault("date", ""));
    Instant slot = instant(form.getOrDefault("slot", ""));
    try {
      if (date == null) {
        throw new DateTimeException("The form names no business date.");
      }
      Entry deadline = responses.find(id, date, slot);
      take(deadline, form, new Act.Author(author, "page"), pages.now());
    } catch (Refusal | DateTimeException refused) {
      Ask ask = new Ask(id, Part.ALL, date, slot, String.valueOf(refused.getMessage()), author);
      return show(request, ask, HttpStatus.UNPROCESSABLE_ENTITY);
    }
    String query = "?at=" + date + (slot == null ? "" : "&slot=" + slot);
    return HttpResponse.seeOther(URI.create("/rules/" + id + query + "#respond"))
        .cookie(remembered(author));
  }

  private void take(Entry deadline, Map<String, String> form, Act.Author author, Instant now) {
    String note = form.getOrDefault("note", "");
    String category = form.getOrDefault("category", "");
    switch (form.getOrDefault("act", "")) {
      case "acknowledge" -> responses.acknowledge(deadline, note, author, now);
      case "excuse" -> responses.excuse(deadline, category, note, author, now);
      case "withdraw" -> responses.withdrawExcusal(deadline, note, author, now);
      case "cause" -> responses.cause(deadline, category, note, author, now);
      case "correct" ->
          responses.correct(
              deadline,
              form.getOrDefault("verdict", ""),
              local(form.getOrDefault("arrival", ""), deadline.deadline().timezone()),
              note,
              author,
              now);
      default -> throw new DateTimeException("The form says nothing that could be done.");
    }
  }

  private static @Nullable Instant local(String text, ZoneId zone) {
    if (text.isBlank()) {
      return null;
    }
    return LocalDateTime.parse(text.strip().replace(' ', 'T'))
        .atZone(zone)
        .toInstant()
        .truncatedTo(ChronoUnit.MICROS);
  }

  private static @Nullable LocalDate date(String text) {
    try {
      return text.isEmpty() ? null : LocalDate.parse(text);
    } catch (DateTimeException unreadable) {
      return null;
    }
  }

  private static @Nullable Instant instant(String text) {
    try {
      return text.isEmpty() ? null : Instant.parse(text);
    } catch (DateTimeException unreadable) {
      return null;
    }
  }

  private static String author(HttpRequest<?> request) {
    return request
        .getCookies()
        .findCookie(AUTHOR)
        .map(cookie -> URLDecoder.decode(cookie.getValue(), StandardCharsets.UTF_8))
        .orElse("");
  }

  private static Cookie remembered(String author) {
    return Cookie.of(AUTHOR, URLEncoder.encode(author, StandardCharsets.UTF_8))
        .path("/")
        .httpOnly(true)
        .sameSite(SameSite.Lax)
        .maxAge(Duration.ofDays(365));
  }
}
