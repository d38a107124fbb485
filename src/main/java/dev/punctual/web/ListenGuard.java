package dev.punctual.web;

import io.micronaut.context.annotation.Property;
import io.micronaut.context.event.StartupEvent;
import io.micronaut.context.exceptions.ConfigurationException;
import io.micronaut.runtime.event.annotation.EventListener;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Nobody opens the service to a network by accident: beyond loopback the mode of authentication has
 * to be said, and be it {@code none}.
 */
@Singleton
class ListenGuard {

  private static final Set<String> MODES = Set.of("none");

  private final @Nullable String host;
  private final @Nullable String mode;

  ListenGuard(
      @Nullable @Property(name = "micronaut.server.host") String host,
      @Nullable @Property(name = "punctual.auth.mode") String mode) {
    this.host = host;
    this.mode = mode;
  }

  @EventListener
  void check(StartupEvent event) {
    check();
  }

  void check() {
    String said = mode;
    if (said != null && !MODES.contains(said)) {
      throw new ConfigurationException(
          "punctual.auth.mode: \"" + said + "\" is not known; so far the only mode is none");
    }
    if (said == null && !isLoopback()) {
      throw new ConfigurationException(
          "micronaut.server.host is "
              + (host == null ? "every address" : host)
              + ", which others can reach, and nothing says who may. Set punctual.auth.mode (none lets"
              + " everybody in who can connect), or listen on 127.0.0.1.");
    }
  }

  private boolean isLoopback() {
    String name = host;
    try {
      return name != null && InetAddress.getByName(name).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw new ConfigurationException("micronaut.server.host: " + name + " is no address of ours");
    }
  }
}
