package dev.punctual.cli;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a service listens. */
final class ListenOptions {

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description =
          "default 8080, or micronaut.server.port of the configuration; 0 for any free one")
  @Nullable Integer port;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description = "default 127.0.0.1; wider only where punctual.auth.mode is said")
  @Nullable String host;

  Map<String, Object> properties() {
    Map<String, Object> properties = new HashMap<>();
    if (port != null) {
      properties.put("micronaut.server.port", port == 0 ? -1 : port);
    }
    if (host != null) {
      properties.put("micronaut.server.host", host);
    }
    return properties;
  }
}
