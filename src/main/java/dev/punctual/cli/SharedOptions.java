package dev.punctual.cli;

import dev.punctual.rule.KnownSources;
import dev.punctual.rule.Problem;
import dev.punctual.rule.Reading;
import dev.punctual.rule.RuleFolder;
import dev.punctual.rule.RuleSet;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that several commands share. */
final class SharedOptions {

  private static final Path DEFAULT_CONFIG = Path.of("punctual.yaml");

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "deployment configuration; default ./punctual.yaml when there")
  @Nullable Path config;

  @Option(
      names = "--rules",
      paramLabel = "DIR",
      description = "directory of rule files; default ./sla-rules, or what the configuration says")
  @Nullable Path rules;

  @Option(
      names = "--at",
      paramLabel = "INSTANT",
      description = "answer as of then, such as 2026-11-20T01:00:00Z; default now")
  @Nullable String at;

  @Option(names = "--json", description = "for machines")
  boolean json;

  /** The configuration file, null when there is none. */
  @Nullable Path configFile() {
    if (config != null && !Files.isRegularFile(config)) {
      throw new Main.BadInput("--config: there is no file " + config + ".");
    }
    return config != null ? config : Files.isRegularFile(DEFAULT_CONFIG) ? DEFAULT_CONFIG : null;
  }

  /** The instant that is asked about, cut to microseconds. */
  Instant at() {
    return at == null
        ? Clock.systemUTC().instant().truncatedTo(ChronoUnit.MICROS)
        : instant("--at", at);
  }

  static Instant instant(String option, String text) {
    try {
      return java.time.OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MICROS);
    } catch (DateTimeParseException e) {
      throw new Main.BadInput(
          option
              + ": “"
              + text
              + "” is not an instant. Write it as 2026-11-20T01:00:00Z or 2026-11-20T10:00:00+09:00.");
    }
  }

  /** Reads the rules; problems go to {@code err}, as {@code file:line:column: message}. */
  RuleSet read(List<Path> paths, KnownSources sources, PrintWriter err) {
    return switch (RuleFolder.read(paths, sources)) {
      case Reading.Accepted accepted -> {
        accepted.warnings().forEach(err::println);
        yield accepted.rules();
      }
      case Reading.Rejected rejected -> {
        rejected.problems().stream().map(Problem::toString).forEach(err::println);
        throw new Main.BadInput(
            count(rejected.problems().size(), "problem") + "; nothing was done.");
      }
    };
  }

  static String count(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }
}
