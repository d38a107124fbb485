package dev.punctual.cli;

import dev.punctual.judge.Arrival;
import dev.punctual.judge.Progress;
import dev.punctual.judge.State;
import dev.punctual.judge.Verdict;
import dev.punctual.rule.Deadline;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Asks the sources once and says what would be judged. */
@Command(
    name = "check",
    description =
        "Ask the sources once about every open deadline; 1 when one is missed or unknown.",
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {

  static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("MM-dd HH:mm");

  @Mixin private SharedOptions shared = new SharedOptions();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    Terminal terminal = Terminal.of(spec);
    Instant at = shared.at();
    try (Session session = Session.asking(shared, terminal)) {
      Survey survey = new Survey(session, at, shared.at != null);
      List<Survey.Finding> findings =
          survey.of(session.rules().rules().values()).stream()
              .sorted(
                  Comparator.comparing((Survey.Finding f) -> f.deadline().dueAt())
                      .thenComparing(f -> f.rule().id()))
              .toList();
      if (shared.json) {
        Json.print(terminal.out(), findings.stream().map(CheckCommand::json).toList());
      } else {
        print(terminal, findings);
      }
      return findings.stream().allMatch(CheckCommand::isGood) ? Main.OK : Main.NOT_GOOD;
    }
  }

  static boolean isGood(Survey.Finding finding) {
    Progress progress = finding.progress();
    return progress.verdict() == Verdict.MET
        || progress.state() == State.WAITING
        || progress.state() == State.AT_RISK;
  }

  private static void print(Terminal terminal, List<Survey.Finding> findings) {
    Columns columns = Columns.of("RULE", "STATE", "DUE", "ARRIVED", "WHY");
    for (Survey.Finding finding : findings) {
      Progress progress = finding.progress();
      Arrival arrival = progress.arrival();
      columns.row(
          finding.rule().id(),
          progress.state().word().replace('_', ' '),
          local(finding.deadline(), finding.deadline().dueAt()),
          arrival == null ? "-" : local(finding.deadline(), arrival.at()),
          progress.trouble() == null ? progress.reason() : progress.trouble().text());
    }
    columns.print(terminal.out());
    long bad = findings.stream().filter(f -> !isGood(f)).count();
    terminal
        .out()
        .println(
            SharedOptions.count(findings.size(), "open deadline")
                + ", "
                + bad
                + " overdue, missed or unknown");
  }

  private static String local(Deadline deadline, Instant instant) {
    return TIME.format(ZonedDateTime.ofInstant(instant, deadline.timezone()));
  }

  static Map<String, Object> json(Survey.Finding finding) {
    Progress progress = finding.progress();
    Deadline deadline = finding.deadline();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("rule", deadline.rule());
    json.put("business_date", deadline.businessDate());
    json.put("slot", deadline.slot());
    json.put("state", progress.state().word());
    json.put("verdict", progress.verdict() == null ? null : progress.verdict().word());
    json.put("due_at", deadline.dueAt());
    json.put("arrival", arrival(progress.arrival()));
    json.put("evidence", progress.evidence());
    json.put("reason", progress.reason());
    return json;
  }

  private static @Nullable Map<String, Object> arrival(@Nullable Arrival arrival) {
    if (arrival == null) {
      return null;
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("at", arrival.at());
    json.put("earliest", arrival.earliest());
    json.put("latest", arrival.latest());
    json.put("precision", arrival.precision());
    return json;
  }
}
