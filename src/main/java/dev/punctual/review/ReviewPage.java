package dev.punctual.review;

import dev.punctual.ledger.Act;
import dev.punctual.respond.Forms;
import dev.punctual.respond.Refusal;
import dev.punctual.respond.Responses;
import dev.punctual.review.ReviewView.Ask;
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
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The weekly review for people: read it, say why, agree what is done, close it. */
@Controller(value = "/review", produces = MediaType.TEXT_HTML)
@ExecuteOn(TaskExecutors.BLOCKING)
class ReviewPage {

  private static final String MARKDOWN = "text/markdown; charset=utf-8";

  private final Reviews reviews;
  private final Deeds deeds;
  private final Responses responses;
  private final Forms forms;
  private final Pages pages;

  ReviewPage(Reviews reviews, Deeds deeds, Responses responses, Forms forms, Pages pages) {
    this.reviews = reviews;
    this.deeds = deeds;
    this.responses = responses;
    this.forms = forms;
    this.pages = pages;
  }

  /** What a form does to a week as a whole. */
  @Singleton
  record Deeds(Actions actions, Marks marks, Posting posting) {}

  /** The last week that is over. */
  @Get
  HttpResponse<String> last(HttpRequest<?> request) {
    return show(request, reviews.last(pages.now()), ask(request, "", ""), HttpStatus.OK);
  }

  /** A week by its name; with {@code .md} its minutes. */
  @Get("/{name}")
  HttpResponse<String> week(HttpRequest<?> request, String name) {
    if (name.endsWith(".md")) {
      Week week = Week.parse(name.substring(0, name.length() - 3));
      Ask ask = ask(request, "", "");
      Review review = reviews.of(week, ask.team(), pages.now());
      return HttpResponse.ok(new Minutes(review, pages.words(request)).write())
          .header("Content-Type", MARKDOWN);
    }
    return show(request, Week.parse(name), ask(request, "", ""), HttpStatus.OK);
  }

  private HttpResponse<String> show(HttpRequest<?> request, Week week, Ask ask, HttpStatus status) {
    Words words = pages.words(request);
    Review review = reviews.of(week, ask.team(), pages.now());
    Map<String, Object> model =
        new ReviewView(review, words)
            .model(
                ask,
                reviews.teams(),
                deeds.posting().standing(week, ask.team()).orElse(null),
                deeds.marks().of(week.plus(-2), week, ask.team()));
    String title = words.say("review.title", words.say("review.week", week.number()));
    return pages.show(request, Tab.REVIEW, "review", title, model, status);
  }

  private static Ask ask(HttpRequest<?> request, String refused, String at) {
    var parameters = request.getParameters();
    return new Ask(
        parameters.getFirst("team").orElse(""),
        parameters.getFirst("show").orElse(""),
        Authors.of(request),
        refused,
        at);
  }

  /** What somebody says of a lapse; goes on to the next one that needs a word. */
  @Post("/{name}/respond")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  HttpResponse<?> respond(HttpRequest<?> request, String name, @Body Map<String, String> form) {
    String of = form.getOrDefault("of", "");
    return act(
        request,
        name,
        form,
        of,
        (week, author, now) -> {
          say(of, form, author, now);
          boolean stays = form.getOrDefault("act", "").equals("withdraw");
          return stays ? of : next(week, form, of, now);
        });
  }

  private void say(String of, Map<String, String> form, Act.Author author, Instant now) {
    if (!of.matches("[db][0-9]{1,18}")) {
      throw Refusal.invalid("of", "The form does not say what it is about.");
    }
    long id = Long.parseLong(of.substring(1));
    if (of.startsWith("b")) {
      forms.takeBreach(id, form, author, now);
    } else {
      forms.take(responses.find(id), form, author, now);
    }
  }

  /** The next lapse after this one that needs a word, else the first; the end when none does. */
  private String next(Week week, Map<String, String> form, String of, Instant now) {
    List<String> keys = new ArrayList<>();
    List<String> open = new ArrayList<>();
    for (Review.Found found : reviews.of(week, team(form), now).lapses()) {
      keys.add(found.lapse().key());
      if (found.lapse().isOpen()) {
        open.add(found.lapse().key());
      }
    }
    int here = keys.indexOf(of);
    return open.stream()
        .filter(key -> keys.indexOf(key) > here)
        .findFirst()
        .orElse(open.isEmpty() ? "close" : open.getFirst());
  }

  /** An action that is agreed. */
  @Post("/{name}/actions")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  HttpResponse<?> agree(HttpRequest<?> request, String name, @Body Map<String, String> form) {
    return act(
        request,
        name,
        form,
        "actions",
        (week, author, now) -> {
          String rule = form.getOrDefault("rule", "");
          deeds
              .actions()
              .agree(
                  new Actions.Wish(
                      week,
                      orNull(team(form)),
                      orNull(rule),
                      form.getOrDefault("text", ""),
                      form.getOrDefault("owner", ""),
                      date(form.getOrDefault("due_on", ""))),
                  author,
                  now);
          return form.getOrDefault("of", "actions");
        });
  }

  /** An action that is done, dropped or opened again. */
  @Post("/{name}/actions/{id}")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  HttpResponse<?> close(
      HttpRequest<?> request, String name, long id, @Body Map<String, String> form) {
    return act(
        request,
        name,
        form,
        "actions",
        (week, author, now) -> {
          switch (form.getOrDefault("act", "")) {
            case "done" -> deeds.actions().close(id, false, "", author, now);
            case "drop" -> deeds.actions().close(id, true, "", author, now);
            case "reopen" -> deeds.actions().reopen(id, author, now);
            default -> throw Refusal.invalid("act", "The form says nothing that could be done.");
          }
          return "actions";
        });
  }

  /** The week is reviewed, or is to be looked at again. */
  @Post("/{name}/mark")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  HttpResponse<?> mark(HttpRequest<?> request, String name, @Body Map<String, String> form) {
    return act(
        request,
        name,
        form,
        "close",
        (week, author, now) -> {
          if (form.getOrDefault("act", "").equals("reopen")) {
            deeds.marks().clear(week, team(form), author, now);
          } else {
            if (!week.isOver(now, reviews.zone())) {
              throw Refusal.invalid("week", "The week is not over yet.");
            }
            deeds.marks().set(week, team(form), author, now);
          }
          return "close";
        });
  }

  /** Posts the summary; what was posted before is brought up to date. */
  @Post("/{name}/post")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  HttpResponse<?> post(HttpRequest<?> request, String name, @Body Map<String, String> form) {
    return act(
        request,
        name,
        form,
        "close",
        (week, author, now) -> {
          deeds.posting().post(reviews.of(week, team(form), now), author, now);
          return "close";
        });
  }

  /** Who reviews, so that no form has to ask again. */
  @Post("/{name}/author")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  HttpResponse<?> author(HttpRequest<?> request, String name, @Body Map<String, String> form) {
    return act(request, name, form, "author", (week, author, now) -> "main");
  }

  /** Does something to a week and says where on the page it goes on. */
  private interface Doing {
    String act(Week week, Act.Author author, Instant now);
  }

  private HttpResponse<?> act(
      HttpRequest<?> request, String name, Map<String, String> form, String part, Doing doing) {
    Week week = Week.parse(name);
    String author = form.getOrDefault("author", "").strip();
    try {
      dev.punctual.respond.Checks.author(new Act.Author(author, "page"));
      String next = doing.act(week, new Act.Author(author, "page"), pages.now());
      return HttpResponse.seeOther(URI.create(address(week, form) + "#" + next))
          .cookie(Authors.remembered(author));
    } catch (Refusal refused) {
      Ask ask =
          new Ask(
              team(form),
              form.getOrDefault("show", ""),
              author.isEmpty() ? Authors.of(request) : author,
              String.valueOf(refused.getMessage()),
              part);
      return show(request, week, ask, HttpStatus.UNPROCESSABLE_ENTITY);
    }
  }

  private static String address(Week week, Map<String, String> form) {
    List<String> query = new ArrayList<>();
    for (String part : List.of("team", "show")) {
      String value = form.getOrDefault(part, "");
      if (!value.isEmpty()) {
        query.add(part + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
      }
    }
    return "/review/" + week.id() + (query.isEmpty() ? "" : "?" + String.join("&", query));
  }

  private static String team(Map<String, String> form) {
    return form.getOrDefault("team", "");
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }

  static @Nullable LocalDate date(String text) {
    try {
      return text.isBlank() ? null : LocalDate.parse(text.strip());
    } catch (DateTimeException unreadable) {
      throw Refusal.invalid("due_on", "“" + text.strip() + "” is not a date like 2026-11-27.");
    }
  }
}
