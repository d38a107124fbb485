package dev.punctual.board;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.judge.Progress.Trouble;
import dev.punctual.judge.State;
import dev.punctual.judge.Verdict;
import dev.punctual.ledger.CauseCategory;
import dev.punctual.ledger.ExcusalCategory;
import dev.punctual.observe.Archive.Basis;
import dev.punctual.poll.SourceHealth;
import dev.punctual.rule.ItemWord;
import dev.punctual.rule.Readiness.Evidence;
import dev.punctual.rule.Target;
import dev.punctual.web.Words;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is stored by a word has its words on the pages, in both languages. */
class VocabularyTest {

  static Stream<String> keys() {
    return Stream.of(
            keys("state.", Look.values()),
            keys("state.", State.values()),
            keys("verdict.", Verdict.values()),
            keys("trouble.", Trouble.Kind.values()),
            keys("category.", CauseCategory.values()),
            keys("category.", ExcusalCategory.values()),
            keys("basis.", Basis.values()),
            keys("sources.state.", SourceHealth.State.values()),
            Stream.of(Target.class.getPermittedSubclasses())
                .filter(kind -> kind != Target.Item.class)
                .map(kind -> "target." + word(kind.getSimpleName())),
            Stream.of(ItemWord.values())
                .flatMap(
                    item ->
                        Stream.of("target.", "thing.", "evidence.completion.")
                            .map(prefix -> prefix + item.word())),
            keys("list.", DeadlineList.Part.values()),
            Stream.of(Evidence.class.getPermittedSubclasses())
                .map(kind -> "thing.table." + word(kind.getSimpleName())),
            Stream.of(
                    "acknowledgement",
                    "snooze",
                    "excusal",
                    "excusal_withdrawal",
                    "cause",
                    "correction")
                .map("deed."::concat))
        .flatMap(keys -> keys);
  }

  private static Stream<String> keys(String prefix, Enum<?>[] values) {
    return Arrays.stream(values).map(value -> prefix + word(value.name()));
  }

  private static String word(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  @ParameterizedTest
  @MethodSource("keys")
  void every_state_verdict_and_kind_has_its_words_in_both_languages(String key) {
    for (Locale language : List.of(Locale.ENGLISH, Locale.JAPANESE)) {
      assertThat(Words.of(language).has(key)).as(key + " in " + language).isTrue();
    }
    assertThat(Words.of(Locale.JAPANESE).say(key)).as(key).matches("(?s).*[^\\x00-\\x7F].*|DAG.*");
  }
}
