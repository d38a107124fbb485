package dev.punctual.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

final class DidYouMeanTest {

  private static final List<String> KEYS =
      List.of("ready_by", "ready_when", "ready_within", "remind", "rows", "for");

  @Test
  void swapped_letters_are_one_edit() {
    assertThat(DidYouMean.suggest("raedy_by", KEYS)).isEqualTo("ready_by");
  }

  @Test
  void case_is_no_edit() {
    assertThat(DidYouMean.suggest("ROWS", KEYS)).isEqualTo("rows");
  }

  @Test
  void what_is_far_from_everything_has_no_suggestion() {
    assertThat(DidYouMean.suggest("deadline", KEYS)).isNull();
  }

  @Test
  void a_very_long_word_is_not_compared() {
    assertThat(DidYouMean.suggest("r".repeat(1_000_000), KEYS)).isNull();
  }

  @Test
  void the_question_is_empty_when_nothing_is_near() {
    assertThat(DidYouMean.question("xyz", KEYS) + DidYouMean.question("redy_by", KEYS))
        .isEqualTo(" Did you mean \"ready_by\"?");
  }

  @Property
  void distance_is_symmetric(
      @ForAll @AlphaChars @StringLength(max = 8) String a,
      @ForAll @AlphaChars @StringLength(max = 8) String b) {
    assertThat(DidYouMean.distance(a, b)).isEqualTo(DidYouMean.distance(b, a));
  }

  @Property
  void distance_lies_between_the_difference_of_lengths_and_the_longer_one(
      @ForAll @AlphaChars @StringLength(max = 8) String a,
      @ForAll @AlphaChars @StringLength(max = 8) String b) {
    assertThat(DidYouMean.distance(a, b))
        .isBetween(Math.abs(a.length() - b.length()), Math.max(a.length(), b.length()));
  }
}
