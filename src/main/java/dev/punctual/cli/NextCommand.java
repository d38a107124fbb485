package dev.punctual.cli;

import dev.punctual.rule.Deadline;
import dev.punctual.rule.Rule;
import dev.punctual.rule.RuleSet;
import dev.punctual.rule.Schedule;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The deadlines that follow from the rules; asks no source. */
@Command(
    name = "next",
    description = "List deadlines with from <= due_at < to, past ones included.",
    mixinStandardHelpOptions = true)
final class NextCommand implements Callable<Integer> {

  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm", Locale.ENGLISH);

  private static final Comparator<Deadline> ORDER =
      Comparator.comparing(Deadline::dueAt)
          .thenComparing(Deadline::rule)
          .thenComparing(Deadline::slot, Comparator.nullsFirst(Comparator.naturalOrder()));

  @Mixin private SharedOptions shared = new SharedOptions();

  @Option(names = "--from", paramLabel = "INSTANT", description = "default now, or --at")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "INSTANT", description = "default 24 hours after --from")
  private @Nullable String to;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    Terminal terminal = Terminal.of(spec);
    Instant start = from == null ? shared.at() : SharedOptions.instant("--from", from);
    Instant end = to == null ? start.plus(Duration.ofDays(1)) : SharedOptions.instant("--to", to);
    if (end.isBefore(start)) {
      throw new Main.BadInput("--to lies before --from.");
    }
    Configured configured = Configured.read(shared.configFile());
    Path folder = configured.rules(shared.rules);
    RuleSet rules = shared.read(List.of(folder), configured.sources(), terminal.err());
    List<Deadline> deadlines = between(rules, start, end);
    if (shared.json) {
      Json.print(terminal.out(), deadlines.stream().map(NextCommand::json).toList());
    } else {
      print(terminal, rules, deadlines);
    }
    return Main.OK;
  }

  static List<Deadline> between(RuleSet rules, Instant start, Instant end) {
    List<Deadline> deadlines = new ArrayList<>();
    for (Rule rule : rules.rules().values()) {
      if (!rule.isFreshness()) {
        deadlines.addAll(Schedule.between(rule, start, end));
      }
    }
    deadlines.sort(ORDER);
    return deadlines;
  }

  private static void print(Terminal terminal, RuleSet rules, List<Deadline> deadlines) {
    Columns columns = Columns.of("DUE", "ZONE", "RULE", "BUSINESS DATE", "DATA OF", "TITLE");
    for (Deadline deadline : deadlines) {
      Rule rule = rules.rules().get(deadline.rule());
      columns.row(
          LOCAL.format(ZonedDateTime.ofInstant(deadline.dueAt(), deadline.timezone())),
          deadline.timezone().getId(),
          deadline.rule(),
          deadline.businessDate().toString(),
          deadline.dataDate().toString(),
          rule == null ? "" : rule.title());
    }
    columns.print(terminal.out());
    terminal.out().println(SharedOptions.count(deadlines.size(), "deadline"));
  }

  static Map<String, Object> json(Deadline deadline) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("rule", deadline.rule());
    json.put("business_date", deadline.businessDate());
    json.put("slot", deadline.slot());
    json.put("data_date", deadline.dataDate());
    json.put("opens_at", deadline.opensAt());
    json.put("due_at", deadline.dueAt());
    json.put("closes_at", deadline.closesAt());
    json.put("timezone", deadline.timezone().getId());
    return json;
  }
}
