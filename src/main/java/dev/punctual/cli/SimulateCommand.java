package dev.punctual.cli;

import dev.punctual.rule.RuleSet;
import dev.punctual.whatif.Asked;
import dev.punctual.whatif.BadVariation;
import dev.punctual.whatif.Overview;
import dev.punctual.whatif.SimulationPrinter;
import dev.punctual.whatif.Simulations;
import dev.punctual.whatif.Variation.Wanted;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Rules' past under another promise. */
@Command(
    name = "simulate",
    description =
        "Judge the past of a rule, or of many, again with another due time, objective or calendar;"
            + " changes nothing.",
    mixinStandardHelpOptions = true)
final class SimulateCommand implements Callable<Integer> {

  @Mixin private SharedOptions shared = new SharedOptions();

  @Parameters(
      paramLabel = "RULE",
      arity = "0..1",
      description = "id of a rule, or a pattern such as \"billing-*\"; default all rules")
  private String rule = Asked.ALL;

  @Option(names = "--team", paramLabel = "NAME", description = "only the rules of this team")
  private @Nullable String team;

  @Option(
      names = "--ready-by",
      paramLabel = "TIME",
      description = "09:30 or \"01:30 +1d\"; of a rule with slots 20m after each")
  private @Nullable String readyBy;

  @Option(names = "--objective", paramLabel = "PERCENT", description = "such as 97%%")
  private @Nullable String objective;

  @Option(
      names = "--on",
      paramLabel = "CALENDAR",
      description = "name of a calendar, every-day, or weekdays such as mon,wed")
  private @Nullable String on;

  @Option(names = "--from", paramLabel = "DATE", description = "first day; default 184 days")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "DATE", description = "last day; default today")
  private @Nullable String to;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Terminal terminal = Terminal.of(spec);
    try (Session session = Session.withLedger(shared, terminal)) {
      terminal.out().print(answer(session));
    } catch (BadVariation e) {
      throw new Main.BadInput(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      if (!RunningServer.isInUse(e)) {
        throw e;
      }
      terminal.out().print(RunningServer.find(shared.configFile()).get(path()));
    }
    if (shared.json) {
      terminal.out().println();
    }
    terminal.out().flush();
    return Main.OK;
  }

  private String answer(Session session) {
    Asked asked = Asked.of(rule, new Wanted(readyBy, objective, on), from, to).ofTeam(team);
    RuleSet rules = session.rules();
    Overview overview =
        Overview.of(
            asked, rules, session.bean(Simulations.class).answer(asked, rules, shared.at()));
    SimulationPrinter printer = session.bean(SimulationPrinter.class);
    return shared.json ? printer.json(overview) : printer.text(overview);
  }

  private String path() {
    StringBuilder path = new StringBuilder("/api/v1/simulations");
    path.append(shared.json ? "" : ".txt").append("?rule=").append(encoded(rule));
    add(path, "team", team);
    add(path, "ready_by", readyBy);
    add(path, "objective", objective);
    add(path, "on", on);
    add(path, "from", from);
    add(path, "to", to);
    return path.toString();
  }

  private static void add(StringBuilder path, String name, @Nullable String value) {
    if (value != null) {
      path.append('&').append(name).append('=').append(encoded(value));
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
