package dev.punctual.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.punctual.rule.KnownSources;
import dev.punctual.rule.Reading;
import dev.punctual.rule.RuleFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What README and docs show is true: rule files are read, commands exist, links lead somewhere. */
class DocsTest {

  private static final Pattern YAML = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL);
  private static final Pattern COMMAND = Pattern.compile("\\./punctual ([a-z]+)((?: [a-z]+)?)");
  private static final Pattern LINK = Pattern.compile("\\]\\(((?!https?:|#)[^)#]+)(?:#[^)]*)?\\)");

  @TempDir private Path folder;

  @TestFactory
  Stream<DynamicTest> every_whole_rule_file_shown_is_accepted() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Path page : pages()) {
      Matcher matcher = YAML.matcher(Files.readString(page));
      while (matcher.find()) {
        String yaml = matcher.group(1);
        if (yaml.contains("version: 1\n")) {
          tests.add(dynamicTest(page + " at " + matcher.start(), () -> accept(yaml)));
        }
      }
    }
    assertThat(tests).isNotEmpty();
    return tests.stream();
  }

  private void accept(String yaml) throws IOException {
    Path file = Files.writeString(folder.resolve("shown.yaml"), yaml);
    Reading reading = RuleFolder.read(List.of(file), KnownSources.unchecked());
    assertThat(reading).isInstanceOf(Reading.Accepted.class);
  }

  @Test
  void every_command_shown_exists() throws IOException {
    Set<String> known = Main.line().getSubcommands().keySet();
    for (Path page : pages()) {
      Matcher matcher = COMMAND.matcher(Files.readString(page));
      while (matcher.find()) {
        assertThat(known).as(page + ": " + matcher.group()).contains(matcher.group(1));
      }
    }
  }

  @Test
  void every_link_leads_to_a_file() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Path page : pages()) {
      Matcher matcher = LINK.matcher(Files.readString(page));
      while (matcher.find()) {
        Path target = page.toAbsolutePath().resolveSibling(matcher.group(1).strip());
        if (!Files.exists(target)) {
          broken.add(page + " → " + matcher.group(1));
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> docs = Files.walk(Path.of("docs"))) {
      return Stream.concat(
              Stream.of(Path.of("README.md"), Path.of("CONTRIBUTING.md")),
              docs.filter(path -> path.toString().endsWith(".md")))
          .sorted()
          .toList();
    }
  }
}
