package dev.punctual.cli;

import dev.punctual.observe.Probe;
import dev.punctual.observe.Source;
import dev.punctual.poll.SourceRegistry;
import dev.punctual.rule.Deadline;
import dev.punctual.rule.Rule;
import dev.punctual.rule.RuleSet;
import dev.punctual.rule.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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

/** About sources. */
@Command(
    name = "sources",
    description = "Try the configured sources.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "check",
    subcommands = SourcesCommand.Check.class)
final class SourcesCommand implements Callable<Integer> {

  @Override
  public Integer call() {
    throw new Main.BadInput("Say what to do: punctual sources check [SOURCE…]");
  }

  /** Each source's credentials and grants, tried. */
  @Command(
      name = "check",
      description =
          "Try each source's address, credentials and grants; 1 when something does not work.",
      mixinStandardHelpOptions = true)
  static final class Check implements Callable<Integer> {

    @Mixin private SharedOptions shared = new SharedOptions();

    @Parameters(paramLabel = "SOURCE", description = "names of sources; default all")
    private List<String> names = List.of();

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
      Terminal terminal = Terminal.of(spec);
      try (Session session = Session.withoutLedger(shared, terminal)) {
        SourceRegistry registry = session.bean(SourceRegistry.class);
        Map<String, List<Source.Finding>> findings = new LinkedHashMap<>();
        for (SourceRegistry.Configured configured : wanted(registry)) {
          Source source = configured.source();
          findings.put(source.name(), source.check(probes(source, session.rules(), shared.at())));
        }
        if (shared.json) {
          Json.print(terminal.out(), json(findings));
        } else {
          print(terminal, findings);
        }
        boolean good =
            findings.values().stream().flatMap(List::stream).allMatch(Source.Finding::ok);
        return good ? Main.OK : Main.NOT_GOOD;
      }
    }

    private List<SourceRegistry.Configured> wanted(SourceRegistry registry) {
      if (names.isEmpty()) {
        return List.copyOf(registry.all());
      }
      List<SourceRegistry.Configured> wanted = new ArrayList<>();
      for (String name : names) {
        SourceRegistry.Configured configured = registry.find(name);
        if (configured == null) {
          throw new Main.BadInput(
              "No source is called “"
                  + name
                  + "”. Configured: "
                  + String.join(", ", registry.names())
                  + ".");
        }
        wanted.add(configured);
      }
      return wanted;
    }

    private static List<Probe> probes(Source source, RuleSet rules, Instant at) {
      List<Probe> probes = new ArrayList<>();
      for (Rule rule : rules.rules().values()) {
        if (!rule.source().equals(source.name())) {
          continue;
        }
        if (rule.isFreshness()) {
          probes.add(new Probe(rule, null, null, true));
          continue;
        }
        List<Deadline> next = Schedule.between(rule, at, at.plus(Duration.ofDays(40)));
        if (!next.isEmpty()) {
          probes.add(new Probe(rule, next.getFirst(), null, true));
        }
      }
      return probes;
    }

    private static void print(Terminal terminal, Map<String, List<Source.Finding>> findings) {
      Columns columns = new Columns();
      findings.forEach(
          (source, tried) ->
              tried.forEach(
                  f -> columns.row(source, f.ok() ? "ok" : "NO", f.tried(), f.outcome())));
      columns.print(terminal.out());
    }

    private static Map<String, Object> json(Map<String, List<Source.Finding>> findings) {
      Map<String, Object> json = new LinkedHashMap<>();
      findings.forEach(
          (source, tried) ->
              json.put(
                  source,
                  tried.stream()
                      .map(
                          f -> {
                            Map<String, Object> one = new LinkedHashMap<>();
                            one.put("ok", f.ok());
                            one.put("tried", f.tried());
                            one.put("outcome", f.outcome());
                            return one;
                          })
                      .toList()));
      return json;
    }
  }
}
