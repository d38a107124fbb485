package dev.punctual.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The service. */
@Command(
    name = "serve",
    description = "Watch the rules, until stopped.",
    mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {

  private static final List<String> PAGES =
      List.of("/", "/rules", "/sources", "/alerts", "/reports", "/health/readiness", "/metrics");

  @Mixin private SharedOptions shared = new SharedOptions();
  @Mixin private ListenOptions listen = new ListenOptions();

  @Option(
      names = "--warm",
      hidden = true,
      description = "start on a free port with the demo's data, ask for each page, and end")
  private boolean warm;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    if (warm) {
      return warm();
    }
    Map<String, Object> properties = new HashMap<>(listen.properties());
    if (shared.rules != null) {
      properties.put("punctual.rules", shared.rules.toString());
    }
    String url = Service.start(properties, shared.configFile());
    Terminal.of(spec).out().println("Punctual on " + url);
    return Main.OK;
  }

  /** What the launcher's cache is trained on. */
  private int warm() throws IOException, InterruptedException {
    Map<String, Object> properties =
        new HashMap<>(dev.punctual.demo.DemoStage.open(java.time.Clock.systemUTC().instant()));
    properties.put("micronaut.server.port", -1);
    URI url = URI.create(Service.start(properties, null));
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (int round = 0; round < 3; round++) {
        for (String page : PAGES) {
          client.send(HttpRequest.newBuilder(url.resolve(page)).build(), BodyHandlers.ofString());
        }
      }
    }
    System.exit(Main.OK);
    return Main.OK;
  }
}
