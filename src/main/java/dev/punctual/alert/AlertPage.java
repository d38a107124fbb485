package dev.punctual.alert;

import dev.punctual.alert.AlertBoard.Contents;
import dev.punctual.alert.AlertBoard.Filter;
import dev.punctual.alert.AlertBoard.Show;
import dev.punctual.web.Pages;
import dev.punctual.web.Tab;
import dev.punctual.web.Words;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every message wanted, sent or refused, as it looks in its channel, with its history. */
@Controller("/alerts")
@ExecuteOn(TaskExecutors.BLOCKING)
class AlertPage {

  private final AlertBoard board;
  private final Pages pages;
  private final SlackConfig slack;
  private final CourierLoop loop;

  AlertPage(AlertBoard board, Pages pages, SlackConfig slack, CourierLoop loop) {
    this.board = board;
    this.pages = pages;
    this.slack = slack;
    this.loop = loop;
  }

  @Get
  @Produces(MediaType.TEXT_HTML)
  HttpResponse<String> show(HttpRequest<?> request) {
    Filter filter = filter(request);
    Words words = pages.words(request);
    ZoneId zone = pages.zone();
    Instant now = pages.now();
    LocalDate today = now.atZone(zone).toLocalDate();
    Contents contents = board.read(filter, today.atStartOfDay(zone).toInstant(), now);
    AlertLook look = new AlertLook(words, zone, today, slack);
    Map<String, Object> model = new HashMap<>();
    model.put("filter", filter);
    model.put("contents", contents);
    model.put("look", look);
    model.put("sentence", look.sentence(contents.figures()));
    model.put("lead", look.lead(contents.figures()));
    model.put("items", contents.items().stream().map(look::item).toList());
    return pages.show(request, Tab.ALERTS, "alerts", words.say("alerts.title"), model);
  }

  @Post("/{uid}/again")
  @Consumes({MediaType.APPLICATION_FORM_URLENCODED, MediaType.ALL})
  HttpResponse<?> again(@PathVariable String uid) {
    board.again(uid, pages.now());
    loop.wake();
    return HttpResponse.seeOther(URI.create("/alerts"));
  }

  private static Filter filter(HttpRequest<?> request) {
    String channel = text(request, "channel");
    String before = text(request, "before");
    return new Filter(
        show(text(request, "show")),
        channel == null || channel.isBlank() ? null : channel,
        request.getParameters().get("q", String.class).orElse("").strip().toLowerCase(Locale.ROOT),
        before != null && before.matches("\\d{1,18}") ? Long.valueOf(before) : null,
        text(request, "message"));
  }

  private static @Nullable String text(HttpRequest<?> request, String name) {
    return request.getParameters().get(name, String.class).orElse(null);
  }

  private static Show show(@Nullable String word) {
    for (Show each : Show.values()) {
      if (each.word().equals(word)) {
        return each;
      }
    }
    return Show.ALL;
  }
}
