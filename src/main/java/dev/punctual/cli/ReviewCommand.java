package dev.punctual.cli;

import dev.punctual.ledger.RuleBook;
import dev.punctual.review.BadWeekException;
import dev.punctual.review.Review;
import dev.punctual.review.ReviewPrinter;
import dev.punctual.review.Reviews;
import dev.punctual.review.Week;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The review of a week. */
@Command(
    name = "review",
    description = "Print the review of a week: what was missed, why, what is agreed.",
    mixinStandardHelpOptions = true)
final class ReviewCommand implements Callable<Integer> {

  @Mixin private SharedOptions shared = new SharedOptions();

  @Option(
      names = "--week",
      paramLabel = "WEEK",
      description = "2026-W46; default the last week that is over")
  private @Nullable String week;

  @Option(names = "--team", paramLabel = "TEAM", description = "that team's own; default all")
  private String team = "";

  @Option(names = "--markdown", description = "for the minutes (the default)")
  private boolean markdown;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Terminal terminal = Terminal.of(spec);
    if (markdown && shared.json) {
      throw new Main.BadInput("Choose one of --markdown and --json.");
    }
    try (Session session = Session.withLedger(shared, terminal)) {
      print(terminal, session);
    } catch (RuntimeException e) {
      if (!RunningServer.isInUse(e)) {
        throw e;
      }
      terminal.out().print(RunningServer.find(shared.configFile()).get(path()));
    }
    terminal.out().flush();
    return Main.OK;
  }

  private void print(Terminal terminal, Session session) {
    Instant at = shared.at();
    session
        .bean(RuleBook.class)
        .turnTo(new RuleBook.Edition(session.rules(), at, at, List.of(), List.of(), List.of()));
    Reviews reviews = session.bean(Reviews.class);
    Review review = reviews.of(week == null ? reviews.last(at) : parsed(week), team, at);
    ReviewPrinter printer = session.bean(ReviewPrinter.class);
    String text = shared.json ? printer.json(review) : printer.markdown(review);
    terminal.out().print(text.endsWith("\n") ? text : text + "\n");
  }

  private static Week parsed(String name) {
    try {
      return Week.parse(name);
    } catch (BadWeekException e) {
      throw new Main.BadInput("--week: " + e.getMessage());
    }
  }

  private String path() {
    String name = week == null ? "last" : parsed(week).id();
    String query = team.isEmpty() ? "" : "?team=" + URLEncoder.encode(team, StandardCharsets.UTF_8);
    return "/api/v1/weeks/" + name + (shared.json ? "" : ".md") + query;
  }
}
