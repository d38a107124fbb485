package dev.punctual.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.alert.slack.StrictSlack;
import dev.punctual.alert.slack.StrictSlack.Message;
import dev.punctual.ledger.Act;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What channels hear of deadlines, on every database. */
abstract class CardContract {

  static final Instant DUE = Stage.DUE;

  StrictSlack slack;
  Stage stage;

  abstract Map<String, Object> database();

  @BeforeEach
  void open() {
    slack = StrictSlack.start();
    slack.channel("data-sla");
    slack.channel("partner-sla");
    stage = Stage.open(database(), slack);
    stage.team("partner", "#partner-sla", "<!subteam^S0123>");
  }

  @AfterEach
  void close() {
    stage.close();
    assertThat(slack.violations()).isEmpty();
    slack.close();
  }

  @Test
  void an_overdue_deadline_is_one_message_edited_to_late() {
    stage.rule("rosters", "School rosters", "partner", "10:00").start();
    stage.overdue(DUE, "rosters");
    stage.run(DUE);
    Message card = slack.messages("partner-sla").getFirst();
    assertThat(card.text).startsWith("✕ *School rosters* is overdue").contains("<!subteam^S0123>");
    Instant late = DUE.plus(Duration.ofMinutes(84));
    stage.arrived(late, "rosters");
    stage.run(late);
    assertThat(slack.messages()).filteredOn(Message::isTopLevel).hasSize(1);
    assertThat(card.text).contains("is there since 11:24, 1 h 24 late");
    assertThat(slack.replies(card))
        .extracting(m -> m.text)
        .containsExactly("✕ Arrived late: School rosters 11:24");
  }

  @Test
  void misses_that_fall_due_together_are_one_message() {
    for (int i = 0; i < 12; i++) {
      stage.rule("r" + i, "Table " + i, "partner", "10:00");
    }
    stage.start();
    stage.overdue(DUE, "r0", "r1", "r2", "r3", "r4", "r5", "r6", "r7", "r8", "r9", "r10", "r11");
    stage.run(DUE);
    assertThat(slack.messages())
        .extracting(m -> m.text)
        .containsExactly("✕ *12 SLAs were not there by 10:00: 12 overdue* <!subteam^S0123>");
  }

  @Test
  void met_deadlines_are_silent() {
    stage.rule("rosters", "School rosters", "partner", "10:00").start();
    stage.arrived(DUE.minusSeconds(60), "rosters");
    stage.run(DUE);
    assertThat(slack.messages()).isEmpty();
  }

  @Test
  void an_acknowledgement_edits_the_card_and_is_one_line_in_its_thread() {
    stage.rule("rosters", "School rosters", "partner", "10:00").start();
    stage.overdue(DUE, "rosters");
    stage.run(DUE);
    stage.act(DUE.plusSeconds(240), "rosters", new Act.Acknowledgement(""));
    stage.run(DUE.plusSeconds(241));
    Message card = slack.messages("partner-sla").getFirst();
    assertThat(card.all()).contains("acknowledged by K. Tanaka 10:04");
    assertThat(slack.replies(card)).hasSize(1);
  }
}
