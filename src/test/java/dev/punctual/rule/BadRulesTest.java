package dev.punctual.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every wrong file says what is wrong, where, and what to write instead. After a wanted change of
 * messages the test leaves the new ones in target/bad.golden: read them, then copy.
 */
class BadRulesTest {

  private static final Path FOLDER = Path.of("src/test/resources/rules/bad");
  private static final Path GOLDEN = Path.of("src/test/resources/rules/bad.golden");

  private static final KnownSources SOURCES =
      KnownSources.of(
          Map.of(
              "dwh", Set.of("table", "query"),
              "bq", Set.of("table", "query"),
              "airflow", Set.of("task", "dag"),
              "s3", Set.of("file")));

  @Test
  void every_wrong_file_is_refused_at_the_place_that_is_wrong() throws IOException {
    List<String> told;
    try (Stream<Path> entries = Files.list(FOLDER)) {
      told = entries.sorted().flatMap(BadRulesTest::problems).toList();
    }
    Files.write(Path.of("target/bad.golden"), told);
    assertThat(differences(Files.readAllLines(GOLDEN), told)).isEmpty();
  }

  /** Lines that only one side has, as a diff shows them. */
  private static String differences(List<String> expected, List<String> told) {
    return Stream.concat(
            expected.stream().filter(line -> !told.contains(line)).map(line -> "- " + line),
            told.stream().filter(line -> !expected.contains(line)).map(line -> "+ " + line))
        .sorted(java.util.Comparator.comparing(line -> line.substring(2)))
        .collect(java.util.stream.Collectors.joining("\n"));
  }

  private static Stream<String> problems(Path entry) {
    return switch (RuleFolder.read(List.of(entry), SOURCES)) {
      case Reading.Accepted _ -> Stream.of(FOLDER.relativize(entry) + " is accepted");
      case Reading.Rejected rejected ->
          rejected.problems().stream()
              .map(problem -> problem.toString().substring(FOLDER.toString().length() + 1));
    };
  }
}
