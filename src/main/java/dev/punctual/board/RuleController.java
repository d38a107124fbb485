package dev.punctual.board;

import dev.punctual.board.DeadlineList.Part;
import dev.punctual.board.RulePage.Ask;
import dev.punctual.board.WhatIfCard.Fields;
import dev.punctual.ledger.Act;
import dev.punctual.ledger.Entry;
import dev.punctual.respond.Forms;
import dev.punctual.respond.Refusal;
import dev.punctual.respond.Responses;
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
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A rule: what is promised, what is measured, what became of it, and what people say of that. */
@Controller(value = "/rules/{id}", produces = MediaType.TEXT_HTML)
@ExecuteOn(TaskExecutors.BLOCKING)
class RuleController {

  private static final String AUTHOR = "author";

  private final RulePage page;
  private final WhatIfCard whatIf;
  private final Responses responses;
  private final Forms forms;
  private final Pages pages;

  RuleController(RulePage page, WhatIfCard whatIf, Responses responses, Forms forms, Pages pages) {
    this.page = page;
    this.whatIf = whatIf;
    this.responses = responses;
    this.forms = forms;
    this.pages = pages;
  }

  @Get
  HttpResponse<String> rule(HttpRequest<?> request, String id) {
    var parameters = request.getParameters();
    LocalDate at = date(parameters.getFirst("at").orElse(""));
    Instant slot = instant(parameters.getFirst("slot").orElse(""));
    Part part = Part.of(parameters.getFirst("list").orElse(""));
    return show(
        request,
        new Ask(id, part, page(request), at, slot, null, Authors.of(request)),
        HttpStatus.OK);
  }

  private HttpResponse<String> show(HttpRequest<?> request, Ask ask, HttpStatus status) {
    Words words = pages.words(request);
    Map<String, Object> model = page.model(ask, words, pages.now(), pages.zone());
    Fields fields = Fields.of(name -> request.getParameters().getFirst(name).orElse(null));
    whatIf.fill(model, ask.id(), fields, words, pages.now());
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
      forms.take(deadline, form, new Act.Author(author, "page"), pages.now());
    } catch (Refusal | DateTimeException refused) {
      Ask ask = new Ask(id, Part.ALL, 1, date, slot, String.valueOf(refused.getMessage()), author);
      return show(request, ask, HttpStatus.UNPROCESSABLE_ENTITY);
    }
    String query = "?at=" + date + (slot == null ? "" : "&slot=" + slot);
    return HttpResponse.seeOther(URI.create("/rules/" + id + query + "#respond"))
        .cookie(Authors.remembered(author));
  }

  private static int page(HttpRequest<?> request) {
    String text = request.getParameters().getFirst("page").orElse("1");
    return text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : 1;
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
}
