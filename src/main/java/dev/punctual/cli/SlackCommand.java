package dev.punctual.cli;

import dev.punctual.alert.SlackConfig;
import dev.punctual.alert.slack.SlackManifest;
import dev.punctual.alert.slack.SlackTrial;
import dev.punctual.ledger.ServiceConfig;
import dev.punctual.rule.RuleSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** About Slack. */
@Command(
    name = "slack",
    description = "Make the Slack app, and try the way to Slack.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "test | manifest",
    subcommands = {SlackCommand.Test.class, SlackCommand.Manifest.class})
final class SlackCommand implements Callable<Integer> {

  @Override
  public Integer call() {
    throw new Main.BadInput("Say what to do: punctual slack test, or punctual slack manifest");
  }

  /** What Slack makes the app from. */
  @Command(
      name = "manifest",
      description = "Print the manifest to create the Slack app from, with the scopes it needs.",
      mixinStandardHelpOptions = true)
  static final class Manifest implements Callable<Integer> {

    @Mixin private SharedOptions shared = new SharedOptions();

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
      Terminal terminal = Terminal.of(spec);
      try (Session session = Session.withoutLedger(shared, terminal)) {
        terminal.out().print(SlackManifest.yaml(session.bean(ServiceConfig.class).url()));
        terminal.out().flush();
        return Main.OK;
      }
    }
  }

  /** The whole path, tried. */
  @Command(
      name = "test",
      description = "Try token, scopes and channels, and post, edit and delete one message.",
      mixinStandardHelpOptions = true)
  static final class Test implements Callable<Integer> {

    @Mixin private SharedOptions shared = new SharedOptions();

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
      Terminal terminal = Terminal.of(spec);
      try (Session session = Session.withoutLedger(shared, terminal)) {
        SlackConfig config = session.bean(SlackConfig.class);
        List<SlackTrial.Step> steps = SlackTrial.run(config, channels(session), shared.at());
        if (shared.json) {
          Json.print(terminal.out(), steps.stream().map(Test::json).toList());
        } else {
          Columns columns = new Columns();
          steps.forEach(s -> columns.row(s.ok() ? "ok" : "NO", s.what(), s.words()));
          columns.print(terminal.out());
        }
        return steps.stream().allMatch(SlackTrial.Step::ok) ? Main.OK : Main.NOT_GOOD;
      }
    }

    /** Every channel a team, an escalation or an announcement names. */
    private static Set<String> channels(Session session) {
      Set<String> channels = new TreeSet<>();
      for (RuleSet.Team team : session.rules().teams().values()) {
        Stream.ofNullable(team.slack()).forEach(channels::add);
        team.escalate().forEach(e -> Stream.ofNullable(e.slack()).forEach(channels::add));
      }
      session
          .rules()
          .rules()
          .values()
          .forEach(rule -> Stream.ofNullable(rule.notices().announce()).forEach(channels::add));
      return channels;
    }

    private static Map<String, Object> json(SlackTrial.Step step) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("ok", step.ok());
      json.put("tried", step.what());
      json.put("outcome", step.words());
      return json;
    }
  }
}
