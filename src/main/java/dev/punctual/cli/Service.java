package dev.punctual.cli;

import ch.qos.logback.classic.Level;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.Environment;
import io.micronaut.runtime.Micronaut;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the service, or its beans without a server for a command. */
final class Service {

  private static final String DATABASE = "punctual.database.url";
  private static final String FILES = "micronaut.config.files";

  private Service() {}

  /**
   * Starts the service; it runs until the process ends.
   *
   * @return the address it listens on
   */
  static String start(Map<String, Object> properties, @Nullable Path config) {
    ApplicationContext context =
        configured(
            config,
            () ->
                new Start().banner(false).properties(properties).mainClass(Service.class).start());
    String url = context.getBean(EmbeddedServer.class).getURI().toString();
    Path file = RunningServer.addressFile(context.getProperty(DATABASE, String.class, ""));
    if (file != null) {
      leaveAddress(file, url);
    }
    return url;
  }

  /**
   * A failure to start is the command's to explain; the default prints a trace and ends the
   * process.
   */
  private static final class Start extends Micronaut {
    @Override
    protected void handleStartupException(Environment environment, Throwable failure) {
      throw new StartFailure(failure);
    }
  }

  /** The service did not start. */
  static final class StartFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StartFailure(Throwable cause) {
      super(cause);
    }
  }

  private static void leaveAddress(Path file, String url) {
    try {
      Files.writeString(file, url);
      file.toFile().deleteOnExit();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Opens the beans without a server and without loops; the caller closes it. */
  static ApplicationContext beans(Map<String, Object> properties, @Nullable Path config) {
    hush();
    Map<String, Object> quiet = new HashMap<>(properties);
    quiet.put("punctual.engine.enabled", "false");
    return configured(
        config, () -> ApplicationContext.builder().banner(false).properties(quiet).start());
  }

  /** The address of the database, without opening it. */
  static String databaseUrl(@Nullable Path config) {
    hush();
    try (ApplicationContext context = ApplicationContext.builder().banner(false).build()) {
      Environment environment = configured(config, () -> context.getEnvironment().start());
      return environment.getProperty(DATABASE, String.class).orElse("");
    }
  }

  /**
   * A command's words are its answer; what beans log on their way matters only when it is a
   * warning.
   */
  private static void hush() {
    if (LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)
        instanceof ch.qos.logback.classic.Logger root) {
      root.setLevel(Level.WARN);
    }
  }

  /** Micronaut reads this name once, while it starts, and from the whole process. */
  private static <T> T configured(@Nullable Path config, Supplier<T> start) {
    if (config == null) {
      return start.get();
    }
    String before = System.getProperty(FILES);
    System.setProperty(FILES, config.toAbsolutePath().toString());
    try {
      return start.get();
    } finally {
      if (before == null) {
        System.clearProperty(FILES);
      } else {
        System.setProperty(FILES, before);
      }
    }
  }
}
