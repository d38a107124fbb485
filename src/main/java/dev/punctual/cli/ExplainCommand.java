package dev.punctual.cli;

import dev.punctual.judge.Progress;
import dev.punctual.rule.Deadline;
import dev.punctual.rule.DidYouMean;
import dev.punctual.rule.Readiness;
import dev.punctual.rule.Rule;
import dev.punctual.rule.RuleSet;
import dev.punctual.rule.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** One rule: what is promised, what is asked, what was answered, what follows. */
@Command(
    name = "explain",
    description = "Say what a rule promises, what its source answers and what follows from it.",
    mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {

  @Mixin private SharedOptions shared = new SharedOptions();

  @Parameters(paramLabel = "RULE", description = "id of a rule")
  private String rule = "";

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    Terminal terminal = Terminal.of(spec);
    Instant at = shared.at();
    try (Session session = Session.asking(shared, terminal)) {
      Rule known = find(session.rules());
      Survey survey = new Survey(session, at, shared.at != null);
      List<Survey.Finding> findings = survey.of(List.of(known));
      List<Deadline> next =
          known.isFreshness()
              ? List.of()
              : dev.punctual.rule.Schedule.between(known, at, at.plus(Duration.ofDays(40))).stream()
                  .limit(3)
                  .toList();
      if (shared.json) {
        Json.print(terminal.out(), json(known, findings, next));
      } else {
        print(terminal, known, findings, next);
      }
      return findings.stream().allMatch(CheckCommand::isGood) ? Main.OK : Main.NOT_GOOD;
    }
  }

  private Rule find(RuleSet rules) {
    Rule known = rules.rules().get(rule);
    if (known == null) {
      throw new Main.BadInput(
          "There is no rule “" + rule + "”." + DidYouMean.question(rule, rules.rules().keySet()));
    }
    return known;
  }

  private static void print(
      Terminal terminal, Rule rule, List<Survey.Finding> findings, List<Deadline> next) {
    Columns facts =
        new Columns()
            .row("rule", rule.id() + " (" + rule.title() + ")")
            .row("written", rule.origin().file() + ":" + rule.origin().line())
            .row("target", rule.target().kind() + " " + rule.source() + "." + rule.target().path())
            .row("evidence", evidence(rule))
            .row("zone", rule.timezone().getId())
            .row("team", rule.team() == null ? "- (the default channel hears)" : rule.team());
    for (Deadline deadline : next) {
      facts.row(
          "due",
          deadline.dueAt()
              + " for "
              + deadline.businessDate()
              + ", data of "
              + deadline.dataDate());
    }
    facts.print(terminal.out());
    for (Survey.Finding finding : findings) {
      Progress progress = finding.progress();
      terminal.out().println();
      new Columns()
          .row(
              "deadline", finding.deadline().businessDate() + ", due " + finding.deadline().dueAt())
          .row("answered", finding.observation().text())
          .row("state", progress.state().word().replace('_', ' '))
          .row("because", progress.reason())
          .print(terminal.out());
    }
    if (findings.isEmpty()) {
      terminal.out().println();
      terminal.out().println("No deadline is open at that instant; nothing was asked.");
    }
  }

  private static String evidence(Rule rule) {
    Readiness ready = rule.readiness();
    String what =
        switch (ready.evidence()) {
          case Readiness.Evidence.Where where -> "rows where " + where.expression();
          case Readiness.Evidence.Partition partition -> "partition " + partition.value();
          case Readiness.Evidence.Column column -> "newest " + column.name();
          case Readiness.Evidence.Modified ignored -> "last-modified metadata (weak)";
          case Readiness.Evidence.Changed ignored -> "row counters moved (weak)";
          case Readiness.Evidence.Best ignored -> "the best metadata the source has (weak)";
          case Readiness.Evidence.Completion ignored ->
              rule.target() instanceof Target.Query query ? query.sql() : "its own completion";
        };
    String rows = ready.rows() == null ? "" : "; rows " + ready.rows();
    String check = ready.check() == null ? "" : "; check " + ready.check();
    String stable =
        ready.stableFor() == null ? "" : "; the same for " + ready.stableFor().toMinutes() + " min";
    return what + rows + check + stable;
  }

  private static Map<String, Object> json(
      Rule rule, List<Survey.Finding> findings, List<Deadline> next) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("rule", rule.id());
    json.put("title", rule.title());
    json.put("file", rule.origin().file());
    json.put("line", rule.origin().line());
    json.put("version", rule.version());
    json.put("target", rule.target().kind() + " " + rule.source() + "." + rule.target().path());
    json.put("evidence", evidence(rule));
    json.put("next", next.stream().map(NextCommand::json).toList());
    json.put(
        "open",
        findings.stream()
            .map(
                f -> {
                  Map<String, Object> open = CheckCommand.json(f);
                  open.put("answer", f.observation().text());
                  return open;
                })
            .toList());
    return json;
  }
}
