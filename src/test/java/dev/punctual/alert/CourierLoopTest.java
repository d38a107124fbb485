package dev.punctual.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.TestDatabase;
import dev.punctual.alert.slack.StrictSlack;
import dev.punctual.alert.slack.StrictSlack.Fault;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The loop in real time, on a clock that says it is the due instant. */
class CourierLoopTest {

  private static final int MISSES = 1_000;

  private StrictSlack slack;
  private Stage stage;

  @BeforeEach
  void open() {
    slack = StrictSlack.start();
    slack.channel("data-sla");
    slack.channel("partner-sla");
    Clock clock =
        Clock.offset(Clock.system(ZoneOffset.UTC), Duration.between(Instant.now(), Stage.DUE));
    stage = Stage.open(TestDatabase.h2(), slack, List.of(clock));
    stage.team("partner", "#partner-sla", null);
  }

  @AfterEach
  void close() {
    stage.close();
    assertThat(slack.violations()).isEmpty();
    slack.close();
  }

  @Test
  void a_thousand_misses_are_one_complete_message_within_a_second_or_so() {
    String[] ids = new String[MISSES];
    for (int i = 0; i < MISSES; i++) {
      ids[i] = "r" + i;
      stage.rule(ids[i], "Table " + i, null, "10:00");
    }
    stage.rule("first", "First", "partner", "10:00");
    stage.start();
    stage.context.getBean(CourierLoop.class).start();
    stage.overdue(Stage.DUE, "first");
    slack.await(Duration.ofSeconds(20), s -> !s.messages("partner-sla").isEmpty());
    long begin = System.nanoTime();
    stage.overdue(Stage.DUE, ids);
    long recorded = System.nanoTime();
    slack.await(Duration.ofSeconds(20), s -> !s.messages("data-sla").isEmpty());
    long end = System.nanoTime();
    System.out.printf(
        "%d misses: recorded in %d ms, in Slack %d ms later%n",
        MISSES, (recorded - begin) / 1_000_000, (end - recorded) / 1_000_000);
    assertThat(slack.messages("data-sla").getFirst().text).contains("1,000 overdue");
    assertThat(Duration.ofNanos(end - recorded)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void folding_and_saying_a_thousand_misses_takes_a_fraction_of_a_second() {
    String[] ids = new String[MISSES];
    for (int i = 0; i < MISSES; i++) {
      ids[i] = "r" + i;
      stage.rule(ids[i], "Table " + i, null, "10:00");
    }
    stage.start();
    stage.overdue(Stage.DUE, ids);
    long begin = System.nanoTime();
    stage.fold.fold(Stage.DUE);
    long folded = System.nanoTime();
    stage.courier.deliver("slack:#data-sla", Stage.DUE.plusSeconds(1), true, true);
    long sent = System.nanoTime();
    System.out.printf(
        "%d misses: folded in %d ms, rendered, sent and recorded in %d ms%n",
        MISSES, (folded - begin) / 1_000_000, (sent - folded) / 1_000_000);
    assertThat(slack.messages("data-sla")).hasSize(1);
  }

  @Test
  void a_channel_that_hangs_delays_no_other() {
    slack.fail("data-sla", new Fault.Hang());
    stage.rule("stuck", "Stuck", null, "10:00").rule("free", "Free", "partner", "10:00").start();
    stage.context.getBean(CourierLoop.class).start();
    stage.overdue(Stage.DUE, "stuck");
    slack.await(Duration.ofSeconds(20), s -> s.calls("chat.postMessage") == 1);
    stage.overdue(Stage.DUE, "free");
    slack.await(Duration.ofSeconds(5), s -> !s.messages("partner-sla").isEmpty());
    slack.recover();
    slack.release();
    slack.await(Duration.ofSeconds(30), s -> !s.messages("data-sla").isEmpty());
    assertThat(slack.messages()).hasSize(2);
  }
}
