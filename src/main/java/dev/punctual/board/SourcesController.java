package dev.punctual.board;

import dev.punctual.ledger.RuleBook;
import dev.punctual.poll.Engine;
import dev.punctual.web.Pages;
import dev.punctual.web.ProblemException;
import dev.punctual.web.Tab;
import dev.punctual.web.Words;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How each source is doing, and what is wrong with those that do not answer. */
@Controller(value = "/sources", produces = MediaType.TEXT_HTML)
@ExecuteOn(TaskExecutors.BLOCKING)
class SourcesController {

  private final Engine engine;
  private final RuleBook book;
  private final Pages pages;

  SourcesController(Engine engine, RuleBook book, Pages pages) {
    this.engine = engine;
    this.book = book;
    this.pages = pages;
  }

  @Get
  HttpResponse<String> sources(HttpRequest<?> request) {
    Words words = pages.words(request);
    boolean attention = request.getParameters().getFirst("show").orElse("").equals("attention");
    var now = pages.now();
    SourcesPage page = new SourcesPage(engine.health(now), book, now, pages.zone(), words);
    return pages.show(
        request, Tab.SOURCES, "sources", words.say("nav.sources"), page.model(attention));
  }

  /** Has a source asked at once, about everything open. */
  @Post("/{name}/ask")
  @Consumes(MediaType.ALL)
  HttpResponse<?> ask(String name, @Body @Nullable Map<String, String> form) {
    if (!engine.askNow(name)) {
      throw ProblemException.notFound(
          "No source " + name,
          "No source of this name is configured; add it to punctual.sources and start again.");
    }
    String back = form == null ? "" : form.getOrDefault("back", "");
    boolean ours = back.matches("/rules/[a-z0-9][a-z0-9._-]*");
    return HttpResponse.seeOther(URI.create(ours ? back : "/sources#" + name));
  }
}
