package dev.punctual.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.TestDatabase;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.PropertySource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What docs/sources says of sources is so. */
class SourcePagesTest {

  private static final Path DOCS = Path.of("docs/sources");
  private static final Path TESTS = Path.of("src/test/java");
  private static final Path TROUBLES = Path.of("src/test/resources/troubles");

  private static final Pattern LINK = Pattern.compile("\\[[^]]+]\\(([a-z0-9-]+\\.md)\\)");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  private static final String TROUBLES_HEAD =
      """
      # When something is wrong

      What each source says then, on the board, on the Sources page and in `./punctual sources check`. Made from what the tests of
      the sources hear (`TroubleContract`); a source that is in trouble never says yes or no.

      """;

  /** A row of the table, by its columns. */
  private record Row(
      String source,
      String types,
      String targets,
      String evidence,
      String precision,
      String calls,
      String tried) {}

  private static List<Row> rows() throws IOException {
    return Files.readAllLines(DOCS.resolve("README.md")).stream()
        .filter(line -> line.startsWith("| ["))
        .map(line -> line.substring(1, line.lastIndexOf('|')).split("\\|", -1))
        .map(cells -> Arrays.stream(cells).map(String::strip).toArray(String[]::new))
        .map(c -> new Row(c[0], c[1], c[2], c[3], c[4], c[5], c[6]))
        .toList();
  }

  private static List<String> codes(String cell) {
    return CODE.matcher(cell).results().map(code -> code.group(1)).toList();
  }

  @Test
  void every_type_has_a_row_with_its_targets_and_every_row_a_page() throws IOException {
    Map<String, Set<String>> told = new TreeMap<>();
    for (Row row : rows()) {
      codes(row.types()).forEach(type -> told.put(type, new TreeSet<>(codes(row.targets()))));
      List<MatchResult> links = LINK.matcher(row.source()).results().toList();
      assertThat(links).as(row.source()).hasSize(1);
      assertThat(DOCS.resolve(links.getFirst().group(1))).exists();
    }
    assertThat(told).isEqualTo(types());
  }

  private static Map<String, Set<String>> types() {
    Map<String, Object> settings = new HashMap<>(TestDatabase.h2());
    settings.put("punctual.engine.enabled", false);
    try (ApplicationContext context =
        ApplicationContext.builder()
            .environments("test")
            .propertySources(PropertySource.of("pages", settings))
            .start()) {
      return context.getBeansOfType(SourceType.class).stream()
          .filter(type -> !type.type().equals("scripted"))
          .collect(
              Collectors.toMap(
                  SourceType::type,
                  type -> (Set<String>) new TreeSet<>(type.targets()),
                  (one, two) -> one,
                  TreeMap::new));
    }
  }

  @Test
  void what_was_tried_names_tests_and_the_calls_stand_in_one_of_them() throws IOException {
    Map<String, String> tests = tests();
    for (Row row : rows()) {
      List<String> named = codes(row.tried());
      assertThat(named).as(row.source()).isNotEmpty().allMatch(tests::containsKey);
      String code = named.stream().map(tests::get).collect(Collectors.joining("\n"));
      for (String number : numbers(row.calls())) {
        assertThat(code.replace("_", "")).as(row.source() + ": " + row.calls()).contains(number);
      }
    }
  }

  private static List<String> numbers(String cell) {
    return Pattern.compile("[0-9][0-9,]*")
        .matcher(cell)
        .results()
        .map(number -> number.group().replace(",", ""))
        .toList();
  }

  private static Map<String, String> tests() throws IOException {
    Map<String, String> tests = new HashMap<>();
    try (Stream<Path> files = Files.walk(TESTS)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        String name = file.getFileName().toString().replace(".java", "");
        tests.put(name, Files.readString(file));
      }
    }
    return tests;
  }

  /** After a wanted change the new page lies in target/troubles.md: read it, then copy. */
  @Test
  void the_page_of_troubles_is_what_the_tests_heard() throws IOException {
    List<String> parts = new ArrayList<>();
    try (Stream<Path> files = Files.list(TROUBLES)) {
      for (Path file : files.toList()) {
        parts.add(Files.readString(file).strip() + "\n");
      }
    }
    parts.sort(String.CASE_INSENSITIVE_ORDER);
    String page = TROUBLES_HEAD + String.join("\n", parts);
    Files.writeString(Path.of("target/troubles.md"), page);
    assertThat(Files.readString(DOCS.resolve("troubles.md"))).isEqualTo(page);
  }
}
