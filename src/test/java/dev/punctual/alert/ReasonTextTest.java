package dev.punctual.alert;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReasonTextTest {

  @Test
  void a_reason_becomes_a_sentence() {
    assertThat(ReasonText.sentence("nothing pushed")).isEqualTo("Nothing pushed.");
    assertThat(ReasonText.sentence("late, as it seems.")).isEqualTo("Late, as it seems.");
    assertThat(ReasonText.sentence("  ")).isEmpty();
  }

  @Test
  void a_question_keeps_its_mark_and_gets_no_full_stop() {
    assertThat(ReasonText.sentence("no such table; did you mean mart.orders?"))
        .isEqualTo("No such table; did you mean mart.orders?");
  }

  @Test
  void the_name_of_a_source_is_written_as_it_is() {
    assertThat(ReasonText.sentence("dwh: db:5432 refused the connection; is the port right?"))
        .isEqualTo("dwh: db:5432 refused the connection; is the port right?");
    assertThat(ReasonText.sentence("mart.learner_status has no row"))
        .isEqualTo("mart.learner_status has no row.");
    assertThat(ReasonText.sentence("x2 is gone")).isEqualTo("x2 is gone.");
  }
}
