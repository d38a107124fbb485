package dev.punctual.cli;

import dev.punctual.ledger.RuleBook;
import dev.punctual.report.Archive;
import dev.punctual.report.BadPeriodException;
import dev.punctual.report.Errata;
import dev.punctual.report.Freezer;
import dev.punctual.report.FullReport;
import dev.punctual.report.NotClosedException;
import dev.punctual.report.Period;
import dev.punctual.report.ReportPrinter;
import dev.punctual.report.Reports;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The report of a period. */
@Command(
    name = "report",
    description = "Print the report of a period.",
    mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {

  @Mixin private SharedOptions shared = new SharedOptions();

  @Option(
      names = "--period",
      paramLabel = "PERIOD",
      description = "2026H1, FY2026H1, 2026Q2 or 2026-05; default the running half-year")
  private @Nullable String period;

  @Option(names = "--csv", description = "one row a rule, for spreadsheets")
  private boolean csv;

  @Option(names = "--markdown", description = "for the weekly meeting")
  private boolean markdown;

  @Option(
      names = "--freeze",
      paramLabel = "NAME",
      description = "freeze a half-year that is over, in your name, before the service does")
  private @Nullable String freeze;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Terminal terminal = Terminal.of(spec);
    if ((csv ? 1 : 0) + (markdown ? 1 : 0) + (shared.json ? 1 : 0) > 1) {
      throw new Main.BadInput("Choose one of --csv, --markdown and --json.");
    }
    try (Session session = Session.withLedger(shared, terminal)) {
      print(terminal, session);
    } catch (RuntimeException e) {
      if (!RunningServer.isInUse(e)) {
        throw e;
      }
      if (freeze != null) {
        throw new Main.BadInput(
            "--freeze: the service holds the database; ask it: POST /api/v1/reports/"
                + path()
                + "/freeze");
      }
      terminal
          .out()
          .print(RunningServer.find(shared.configFile()).get("/api/v1/reports/" + path()));
    }
    terminal.out().flush();
    return Main.OK;
  }

  private void print(Terminal terminal, Session session) {
    Instant at = shared.at();
    session
        .bean(RuleBook.class)
        .turnTo(new RuleBook.Edition(session.rules(), at, at, List.of(), List.of(), List.of()));
    Reports reports = session.bean(Reports.class);
    FullReport report;
    try {
      Period wanted = period == null ? reports.current(at) : reports.period(period);
      if (freeze != null) {
        session.bean(Freezer.class).freeze(wanted, at, freeze);
      }
      report = session.bean(Archive.class).of(wanted, at);
    } catch (BadPeriodException | NotClosedException e) {
      throw new Main.BadInput("--period: " + e.getMessage());
    }
    ReportPrinter printer = session.bean(ReportPrinter.class);
    String text =
        csv
            ? printer.csv(report)
            : markdown
                ? printer.markdown(report)
                : shared.json
                    ? printer.json(report)
                    : printer.table(report, session.bean(Errata.class).of(report));
    terminal.out().print(text.endsWith("\n") ? text : text + "\n");
  }

  private String path() {
    String name = period == null ? "current" : period;
    return csv ? name + ".csv" : shared.json ? name : name + ".md";
  }
}
