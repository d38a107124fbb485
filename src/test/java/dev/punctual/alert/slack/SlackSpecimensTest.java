package dev.punctual.alert.slack;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.slack.api.util.json.GsonFactory;
import dev.punctual.web.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SlackSpecimensTest {

  private static final List<IntFunction<String>> LABELS =
      List.of(
          i -> "Table " + i,
          i -> "受講者別の学習進捗と請求明細を突き合わせた日次集計テーブル".repeat(8) + i,
          i -> "x" + "🚚".repeat(90) + i,
          i -> "<!channel> & <https://evil.example|*x*> " + i,
          i -> "");

  private static Stream<Arguments> everything() {
    return Words.LANGUAGES.stream()
        .flatMap(language -> LABELS.stream().map(labels -> Arguments.of(language, labels)));
  }

  @ParameterizedTest
  @MethodSource("everything")
  void slack_takes_every_form_of_1_30_and_1000_rules(Locale language, IntFunction<String> labels) {
    new SlackSpecimens(Words.of(language), labels)
        .forms()
        .forEach(
            (name, form) -> {
              JsonObject json = GsonFactory.createSnakeCase().toJsonTree(form).getAsJsonObject();
              assertThat(StrictViews.problem(json)).as(name).isNull();
            });
  }

  @Test
  void everything_one_person_is_told_is_shown() throws IOException {
    Properties english = new Properties();
    try (var in = Files.newBufferedReader(Path.of("src/main/resources/i18n/message.properties"))) {
      english.load(in);
    }
    Set<String> known = new HashSet<>(english.stringPropertyNames());
    known.removeIf(key -> !key.startsWith("slack.") || key.startsWith("slack.form."));
    known.remove("slack.writtenNow");
    assertThat(SlackSpecimens.of(Words.of(Locale.ENGLISH)).answers().keySet()).isEqualTo(known);
  }

  @Test
  void a_strong_word_in_a_japanese_message_has_a_space_on_both_sides() throws IOException {
    List<String> lines =
        Files.readAllLines(Path.of("src/main/resources/i18n/message_ja.properties"));
    assertThat(lines)
        .filteredOn(line -> !line.startsWith("#"))
        .noneMatch(
            line ->
                line.substring(line.indexOf('=') + 1)
                    .matches(".*([^ ]\\*[^* ][^*]*\\*|\\*[^*]+\\*[^ ]).*"));
  }

  @Test
  void a_text_is_never_cut_inside_a_character() {
    assertThat(SlackText.clip("x" + "🚚".repeat(50), 75)).isEqualTo("x" + "🚚".repeat(36) + "…");
  }
}
