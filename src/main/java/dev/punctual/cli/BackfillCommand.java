package dev.punctual.cli;

import dev.punctual.backfill.Backfill;
import dev.punctual.backfill.Filled;
import dev.punctual.backfill.Order;
import dev.punctual.backfill.Outcome;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The ledger of days nobody watched, from what sources still know. */
@Command(
    name = "backfill",
    description =
        "Fill in past days from what sources still know; never over a day that is there already.",
    mixinStandardHelpOptions = true)
final class BackfillCommand implements Callable<Integer> {

  @Mixin private SharedOptions shared = new SharedOptions();

  @Option(names = "--from", paramLabel = "DATE", required = true, description = "first day")
  private String from = "";

  @Option(names = "--to", paramLabel = "DATE", description = "last day; default yesterday")
  private @Nullable String to;

  @Option(names = "--only", paramLabel = "GLOB", description = "rules such as billing-*")
  private String only = "*";

  @Option(names = "--dry-run", description = "ask the sources, write nothing")
  private boolean dry;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    Terminal terminal = Terminal.of(spec);
    Instant now = shared.at();
    LocalDate first = date("--from", from);
    LocalDate last =
        to == null ? now.atOffset(ZoneOffset.UTC).toLocalDate().minusDays(1) : date("--to", to);
    if (last.isBefore(first)) {
      throw new Main.BadInput("--to: " + last + " lies before " + first + ".");
    }
    try (Session session = Session.withLedger(shared, terminal)) {
      Order order = new Order(session.rules(), only, first, last, dry);
      if (order.wanted().isEmpty()) {
        throw new Main.BadInput("--only: no rule's id fits “" + only + "”.");
      }
      ProgressBar bar = new ProgressBar(terminal.err(), ProgressBar.isTerminal());
      Outcome outcome = session.bean(Backfill.class).fill(order, bar, now);
      bar.end();
      if (shared.json) {
        Json.print(terminal.out(), json(outcome));
      } else {
        print(terminal.out(), outcome);
      }
      outcome.gaveUp().forEach((source, why) -> terminal.err().println(left(why)));
      return outcome.gaveUp().isEmpty() ? Main.OK : Main.NOT_GOOD;
    } catch (RuntimeException e) {
      if (RunningServer.isInUse(e)) {
        throw new Main.BadInput(
            "The running service holds the embedded database, which has one process. Stop the"
                + " service, run this, start it again; or keep the ledger in a PostgreSQL, beside"
                + " which this works at any time.");
      }
      throw e;
    }
  }

  private static String left(String why) {
    return "Left off: " + why + ". The same command takes up there.";
  }

  private static LocalDate date(String option, String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw new Main.BadInput(option + ": “" + text + "” is not a date. Write it as 2026-07-01.");
    }
  }

  private void print(PrintWriter out, Outcome outcome) {
    Columns columns =
        Columns.of("RULE", "DAYS", "THERE", "OPEN", "MET", "MISSED", "NOT TOLD", "WHY");
    int filled = 0;
    for (Filled rule : outcome.rules()) {
      filled += rule.met() + rule.missed();
      List<Map.Entry<String, Integer>> reasons = List.copyOf(rule.untold().entrySet());
      columns.row(
          rule.rule(),
          Integer.toString(rule.days()),
          Integer.toString(rule.there()),
          Integer.toString(rule.open()),
          Integer.toString(rule.met()),
          Integer.toString(rule.missed()),
          Integer.toString(rule.untoldDays()),
          reasons.isEmpty() ? "" : why(reasons.getFirst()));
      reasons.stream()
          .skip(1)
          .forEach(reason -> columns.row("", "", "", "", "", "", "", why(reason)));
    }
    columns.print(out);
    out.println(
        SharedOptions.count(filled, "day")
            + (dry ? " would be filled in; nothing was written" : " filled in"));
    outcome
        .queries()
        .forEach((source, sent) -> out.println(source + ": " + SharedOptions.count(sent, "call")));
  }

  private static String why(Map.Entry<String, Integer> reason) {
    return reason.getValue() + ": " + reason.getKey();
  }

  private Map<String, Object> json(Outcome outcome) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("dry_run", dry);
    json.put("rules", outcome.rules().stream().map(BackfillCommand::json).toList());
    json.put("calls", outcome.queries());
    json.put("gave_up", outcome.gaveUp());
    return json;
  }

  private static Map<String, Object> json(Filled rule) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("rule", rule.rule());
    json.put("days", rule.days());
    json.put("there", rule.there());
    json.put("open", rule.open());
    json.put("met", rule.met());
    json.put("missed", rule.missed());
    json.put("excused", rule.excused());
    json.put("not_told", rule.untold());
    return json;
  }
}
