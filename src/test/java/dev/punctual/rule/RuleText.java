package dev.punctual.rule;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads rules from text in tests. */
final class RuleText {

  /** A file's frame, with a calendar and a team, for rules that are tested one at a time. */
  static final String FRAME =
      """
      version: 1
      calendars:
        jp: { country: JP }
        de: { country: DE }
      teams:
        data: { slack: "#data" }
      defaults: { timezone: Asia/Tokyo }
      rules:
      """;

  private RuleText() {}

  static Reading read(String text) {
    return read(text, KnownSources.unchecked());
  }

  static Reading read(String text, KnownSources sources) {
    try {
      Path file = Files.createTempFile("rules", ".yaml");
      try {
        Files.writeString(file, text);
        return RuleFolder.read(List.of(file), sources);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The set of a text that is right. */
  static RuleSet accepted(String text) {
    return switch (read(text)) {
      case Reading.Accepted accepted -> accepted.rules();
      case Reading.Rejected rejected -> throw new AssertionError(lines(rejected.problems()));
    };
  }

  /** The one rule of its keys, in the {@link #FRAME}. */
  static Rule rule(String keys) {
    return accepted(FRAME + item(keys)).rules().firstEntry().getValue();
  }

  /** Problems and warnings of a rule in the frame, without their file, lines counted from it. */
  static List<String> problems(String keys) {
    return problemsOf(FRAME + item(keys), FRAME.lines().count());
  }

  /** Problems and warnings of a text as {@code line:column: message}. */
  static List<String> problemsOf(String text) {
    return problemsOf(text, 0);
  }

  private static List<String> problemsOf(String text, long before) {
    List<Problem> problems =
        switch (read(text)) {
          case Reading.Accepted accepted -> accepted.warnings();
          case Reading.Rejected rejected -> rejected.problems();
        };
    return problems.stream()
        .map(
            problem ->
                (problem.line() - before)
                    + ":"
                    + problem.column()
                    + ": "
                    + (problem.warning() ? "warning: " : "")
                    + problem.message())
        .toList();
  }

  /** A rule's keys as a list item. */
  static String item(String keys) {
    return Stream.of(keys.strip().split("\n"))
            .map(line -> "    " + line)
            .collect(Collectors.joining("\n"))
            .replaceFirst(" {4}", "  - ")
        + "\n";
  }

  static String lines(List<Problem> problems) {
    return problems.stream().map(Problem::toString).collect(Collectors.joining("\n"));
  }
}
