package dev.punctual.board;

import dev.punctual.ledger.Act;
import dev.punctual.poll.RuleWatch;
import dev.punctual.respond.Checks;
import dev.punctual.respond.Refusal;
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
import java.util.List;
import java.util.Map;

/** All rules, their files, and the last edit where it was refused or is held. */
@Controller(value = "/rules", produces = MediaType.TEXT_HTML)
@ExecuteOn(TaskExecutors.BLOCKING)
class RulesController {

  private static final URI HERE = URI.create("/rules");

  private final RulesPage page;
  private final Pages pages;
  private final RuleWatch watch;

  RulesController(RulesPage page, Pages pages, RuleWatch watch) {
    this.page = page;
    this.pages = pages;
    this.watch = watch;
  }

  @Get
  HttpResponse<String> rules(HttpRequest<?> request) {
    return show(request, "", HttpStatus.OK);
  }

  private HttpResponse<String> show(HttpRequest<?> request, String refused, HttpStatus status) {
    Words words = pages.words(request);
    String asked = request.getParameters().getFirst("part").orElse("all");
    String part = List.of("refused", "removed").contains(asked) ? asked : "all";
    String query = request.getParameters().getFirst("q").orElse("").strip();
    Map<String, Object> model = page.model(part, query, words, pages.now(), pages.zone());
    model.put("refused", refused);
    model.put("author", Authors.of(request));
    return pages.show(request, Tab.RULES, "rules", words.say("nav.rules"), model, status);
  }

  /** Looks at the files at once. */
  @Post("/read")
  @Consumes(MediaType.ALL)
  HttpResponse<?> read() {
    watch.look(pages.now());
    return HttpResponse.seeOther(HERE);
  }

  /** Takes the edit that would drop many rules, in the name of who confirms it. */
  @Post("/confirm")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  HttpResponse<?> confirm(HttpRequest<?> request, @Body Map<String, String> form) {
    try {
      String name = Checks.name("author", form.get("author"));
      watch.confirm(new Act.Author(name, "page"), pages.now());
      return HttpResponse.seeOther(HERE).cookie(Authors.remembered(name));
    } catch (Refusal refused) {
      String why = String.valueOf(refused.getMessage());
      return show(request, why, HttpStatus.UNPROCESSABLE_ENTITY);
    }
  }
}
