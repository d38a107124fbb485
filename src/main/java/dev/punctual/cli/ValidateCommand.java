package dev.punctual.cli;

import dev.punctual.rule.CalendarEnd;
import dev.punctual.rule.Problem;
import dev.punctual.rule.Reading;
import dev.punctual.rule.RuleFolder;
import dev.punctual.rule.RuleSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reads rule files as the service would, and says everything that is wrong with them. */
@Command(
    name = "validate",
    description = "Check rule files; several paths are read as one rule set.",
    mixinStandardHelpOptions = true)
final class ValidateCommand implements Callable<Integer> {

  @Mixin private SharedOptions shared = new SharedOptions();

  @Parameters(paramLabel = "PATH", description = "files or directories; default ./sla-rules")
  private List<Path> paths = List.of();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    Terminal terminal = Terminal.of(spec);
    Configured configured = Configured.read(shared.configFile());
    List<Path> wanted = paths.isEmpty() ? List.of(configured.rules(shared.rules)) : paths;
    for (Path path : wanted) {
      if (!Files.exists(path)) {
        throw new Main.BadInput("validate: there is no file or directory " + path + ".");
      }
    }
    return switch (RuleFolder.read(wanted, configured.sources())) {
      case Reading.Accepted accepted -> accept(terminal, accepted.rules(), warnings(accepted));
      case Reading.Rejected rejected -> reject(terminal, rejected.problems());
    };
  }

  /** With those that the day makes: calendars whose known years end. */
  private List<Problem> warnings(Reading.Accepted accepted) {
    LocalDate today = LocalDate.ofInstant(shared.at(), ZoneOffset.UTC);
    return Stream.concat(
            accepted.warnings().stream(),
            accepted.rules().calendarEnds(today).stream().map(CalendarEnd::problem))
        .sorted()
        .toList();
  }

  private int accept(Terminal terminal, RuleSet rules, List<Problem> warnings) {
    if (shared.json) {
      Json.print(terminal.out(), answer(rules.rules().size(), rules.files().size(), warnings));
      return Main.OK;
    }
    warnings.forEach(terminal.err()::println);
    terminal
        .out()
        .println(
            SharedOptions.count(rules.rules().size(), "rule")
                + " in "
                + SharedOptions.count(rules.files().size(), "file"));
    return Main.OK;
  }

  private int reject(Terminal terminal, List<Problem> problems) {
    if (shared.json) {
      Json.print(terminal.out(), answer(0, 0, problems));
      return Main.BAD_INPUT;
    }
    problems.forEach(terminal.err()::println);
    long errors = problems.stream().filter(p -> !p.warning()).count();
    terminal.err().println(SharedOptions.count(errors, "problem"));
    return Main.BAD_INPUT;
  }

  private static Map<String, Object> answer(int rules, int files, List<Problem> problems) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("rules", rules);
    answer.put("files", files);
    answer.put(
        "problems",
        problems.stream()
            .map(
                p -> {
                  Map<String, Object> problem = new LinkedHashMap<>();
                  problem.put("file", p.file());
                  problem.put("line", p.line());
                  problem.put("column", p.column());
                  problem.put("severity", p.warning() ? "warning" : "error");
                  problem.put("message", p.message());
                  return problem;
                })
            .toList());
    return answer;
  }
}
