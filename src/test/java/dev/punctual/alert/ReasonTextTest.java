package dev.punctual.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.web.Words;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ReasonTextTest {

  private static final Words ENGLISH = Words.of(Locale.ENGLISH);

  @Test
  void a_reason_becomes_a_sentence() {
    assertThat(ReasonText.sentence("nothing pushed", ENGLISH)).isEqualTo("Nothing pushed.");
    assertThat(ReasonText.sentence("late, as it seems.", ENGLISH)).isEqualTo("Late, as it seems.");
    assertThat(ReasonText.sentence("  ", ENGLISH)).isEmpty();
  }

  @Test
  void a_question_keeps_its_mark_and_gets_no_full_stop() {
    assertThat(ReasonText.sentence("no such table; did you mean mart.orders?", ENGLISH))
        .isEqualTo("No such table; did you mean mart.orders?");
  }

  @Test
  void the_name_of_a_source_is_written_as_it_is() {
    assertThat(
            ReasonText.sentence("dwh: db:5432 refused the connection; is the port right?", ENGLISH))
        .isEqualTo("dwh: db:5432 refused the connection; is the port right?");
    assertThat(ReasonText.sentence("mart.learner_status has no row", ENGLISH))
        .isEqualTo("mart.learner_status has no row.");
    assertThat(ReasonText.sentence("x2 is gone", ENGLISH)).isEqualTo("x2 is gone.");
  }
}
