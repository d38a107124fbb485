package dev.punctual.cli;

import dev.punctual.demo.DemoStage;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The service, watching an invented warehouse that is loaded in real time beside it. */
@Command(
    name = "demo",
    description = "Open a filled board and report; something is due within minutes.",
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

  @Mixin private ListenOptions listen = new ListenOptions();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    Terminal terminal = Terminal.of(spec);
    Map<String, Object> properties = new HashMap<>(listen.properties());
    properties.putAll(DemoStage.open(Clock.systemUTC().instant()));
    String url = Service.start(properties, null);
    terminal.out().println("Punctual demo on " + url);
    terminal
        .out()
        .println(
            "Today's board is there, the half-year under "
                + url
                + "/reports, Slack's messages under "
                + url
                + "/alerts.");
    terminal
        .out()
        .println(
            "Three rules named “Live” fall due in three to four minutes: one met, one late, one missed.");
    terminal.out().println("Everything is invented and forgotten at the end. Stop it with Ctrl-C.");
    return Main.OK;
  }
}
