package dev.punctual.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The rules reference says nothing that is not so. */
class RulesReferenceTest {

  private static final Path REFERENCE = Path.of("docs/rules.md");
  private static final Pattern EXAMPLE =
      Pattern.compile("^```yaml rules\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

  @TestFactory
  Stream<DynamicTest> every_example_is_accepted_without_a_warning() throws IOException {
    List<String> examples = examples();
    String frame = examples.getFirst().replace("rules: []\n", "rules:\n");
    return examples.stream()
        .map(example -> example.startsWith("- id:") ? frame + example.indent(2) : example)
        .map(
            text ->
                DynamicTest.dynamicTest(
                    text.lines().filter(line -> line.contains("id:")).findFirst().orElse(text),
                    () -> {
                      assertThat(RuleText.problemsOf(text)).isEmpty();
                      assertThat(SchemaTest.load().validate(text, InputFormat.YAML)).isEmpty();
                    }));
  }

  @Test
  void every_key_is_named_and_shown() throws IOException {
    String reference = Files.readString(REFERENCE);
    String examples = String.join("\n", examples());
    Set<String> missing = new TreeSet<>();
    for (Keys keys :
        List.of(
            Keys.FILE,
            Keys.CALENDAR,
            Keys.TEAM,
            Keys.ESCALATION,
            Keys.RULE,
            Keys.READY_WHEN,
            Keys.AGREED,
            Keys.ON,
            Keys.MONTHLY,
            Keys.QUERY,
            Keys.JOB,
            Keys.DATASET,
            Keys.TOPIC,
            Keys.APP,
            Keys.OBJECT,
            Keys.ENDPOINT,
            Keys.METRIC,
            Keys.MAINTENANCE)) {
      for (String key : keys.names()) {
        boolean named = reference.contains("`" + key) || reference.contains(key + ":");
        boolean shown = examples.contains(key + ":");
        if (!named || (!shown && !Set.of("was", "description", "timezone").contains(key))) {
          missing.add(keys.owner() + ": " + key);
        }
      }
    }
    assertThat(missing).isEmpty();
  }

  private static List<String> examples() throws IOException {
    Matcher example = EXAMPLE.matcher(Files.readString(REFERENCE));
    List<String> examples = new ArrayList<>();
    while (example.find()) {
      examples.add(example.group(1));
    }
    assertThat(examples).hasSizeGreaterThan(8);
    return examples;
  }
}
