package dev.punctual.whatif;

import dev.punctual.ledger.RuleBook;
import dev.punctual.rule.RuleSet;
import dev.punctual.web.Pages;
import dev.punctual.web.ProblemException;
import dev.punctual.whatif.Variation.Wanted;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import org.jspecify.annotations.Nullable;

/** What-if for programs, and as the text that {@code ./punctual simulate} prints. */
@Controller("/api/v1")
@ExecuteOn(TaskExecutors.BLOCKING)
class SimulationApi {

  private final Simulations simulations;
  private final SimulationPrinter printer;
  private final RuleBook book;
  private final Pages pages;

  SimulationApi(Simulations simulations, SimulationPrinter printer, RuleBook book, Pages pages) {
    this.simulations = simulations;
    this.printer = printer;
    this.book = book;
    this.pages = pages;
  }

  @Get("/simulations")
  String json(HttpRequest<?> request) {
    return printer.json(answer(request));
  }

  @Get(value = "/simulations.txt", produces = MediaType.TEXT_PLAIN)
  String text(HttpRequest<?> request) {
    return printer.text(answer(request));
  }

  private Overview answer(HttpRequest<?> request) {
    String rule = parameter(request, "rule");
    String team = parameter(request, "team");
    if (rule == null && team == null) {
      throw ProblemException.badRequest(
          "No rule", "Name one: rule=learner-status or rule=*, or a team: team=crm.");
    }
    try {
      Wanted wanted =
          new Wanted(
              parameter(request, "ready_by"),
              parameter(request, "objective"),
              parameter(request, "on"));
      Asked asked =
          Asked.of(
                  rule == null ? Asked.ALL : rule,
                  wanted,
                  parameter(request, "from"),
                  parameter(request, "to"))
              .ofTeam(team);
      RuleSet rules = book.rules();
      return Overview.of(asked, rules, simulations.answer(asked, rules, pages.now()));
    } catch (BadVariation e) {
      throw ProblemException.badRequest("This cannot be simulated", String.valueOf(e.getMessage()));
    }
  }

  private static @Nullable String parameter(HttpRequest<?> request, String name) {
    return request.getParameters().getFirst(name).orElse(null);
  }
}
