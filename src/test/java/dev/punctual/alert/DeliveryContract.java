package dev.punctual.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.punctual.alert.Outcome.Posted;
import dev.punctual.alert.Outcome.Search;
import dev.punctual.alert.slack.StrictSlack;
import dev.punctual.alert.slack.StrictSlack.Fault;
import io.micronaut.transaction.TransactionOperations;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What delivery promises on every database: at least once, and once where Slack can be asked. */
abstract class DeliveryContract {

  private static final Instant DUE = Stage.DUE;

  private StrictSlack slack;
  private Stage stage;

  abstract Map<String, Object> database();

  @BeforeEach
  void open() {
    slack = StrictSlack.start();
    slack.channel("data-sla");
    slack.channel("partner-sla");
    stage = Stage.open(database(), slack);
    stage.team("partner", "#partner-sla", null);
    stage.rule("rosters", "School rosters", "partner", "10:00");
    stage.rule("bookings", "Hotel bookings", null, "10:00");
    stage.start();
  }

  @AfterEach
  void close() {
    stage.close();
    assertThat(slack.violations()).isEmpty();
    slack.close();
  }

  @Test
  void a_sender_that_dies_before_sending_loses_nothing() {
    stage.overdue(DUE, "rosters");
    die(DUE, false);
    stage.deliver(DUE.plusSeconds(40), Duration.ofSeconds(10));
    assertThat(slack.messages("partner-sla")).hasSize(1);
  }

  @Test
  void a_sender_that_dies_between_sent_and_recorded_makes_no_double() {
    stage.overdue(DUE, "rosters");
    die(DUE, true);
    stage.deliver(DUE.plusSeconds(40), Duration.ofSeconds(10));
    assertThat(slack.messages("partner-sla")).hasSize(1);
    assertThat(stage.cards("card").getFirst().ts())
        .isEqualTo(slack.messages("partner-sla").getFirst().ts);
  }

  @Test
  void a_sender_that_dies_between_reply_and_record_makes_no_double() {
    stage.overdue(DUE, "rosters");
    stage.run(DUE);
    Instant late = DUE.plusSeconds(600);
    stage.arrived(late, "rosters");
    stage.fold.fold(late);
    Instant sent = stage.deliver(late, Duration.ofSeconds(1));
    die(sent.plusSeconds(3), true);
    stage.deliver(sent.plusSeconds(45), Duration.ofSeconds(10));
    assertThat(slack.replies(slack.messages("partner-sla").getFirst())).hasSize(1);
  }

  @Test
  void an_adopted_message_is_edited_to_the_present() {
    stage.overdue(DUE, "rosters");
    die(DUE, true);
    Instant late = DUE.plusSeconds(40);
    stage.arrived(late, "rosters");
    stage.run(late);
    assertThat(slack.messages("partner-sla"))
        .extracting(m -> m.text)
        .containsExactly("✕ *School rosters* is there since 10:00, 40 s late");
  }

  @Test
  void a_connection_that_breaks_after_the_send_makes_no_double() {
    slack.failNext("chat.postMessage", new Fault.DropAfter());
    stage.overdue(DUE, "rosters");
    stage.run(DUE);
    assertThat(slack.messages("partner-sla")).hasSize(1);
  }

  @Test
  void a_connection_that_breaks_before_the_send_loses_nothing() {
    slack.failNext("chat.postMessage", new Fault.DropBefore(), new Fault.Status(502));
    stage.overdue(DUE, "rosters");
    stage.run(DUE);
    stage.deliver(DUE.plusSeconds(10), Duration.ofSeconds(20));
    assertThat(slack.messages("partner-sla")).hasSize(1);
  }

  @Test
  void a_wait_that_slack_asks_for_is_kept() {
    slack.failNext("chat.postMessage", new Fault.Limited(30), new Fault.Limited(30));
    stage.overdue(DUE, "rosters");
    stage.run(DUE);
    int early = slack.calls("chat.postMessage");
    stage.deliver(DUE.plusSeconds(29), Duration.ZERO);
    assertThat(List.of(early, slack.calls("chat.postMessage"))).containsExactly(1, 1);
    stage.deliver(DUE.plusSeconds(31), Duration.ofSeconds(60));
    assertThat(slack.messages("partner-sla")).hasSize(1);
  }

  @Test
  void hours_without_slack_end_in_one_message_that_tells_the_present() {
    slack.fail(new Fault.Status(503));
    stage.overdue(DUE, "rosters");
    Instant now = stage.run(DUE);
    for (int hour = 1; hour <= 3; hour++) {
      now = stage.deliver(DUE.plus(Duration.ofHours(hour)), Duration.ofMinutes(10));
    }
    stage.arrived(now, "rosters");
    slack.recover();
    stage.run(now.plusSeconds(90));
    assertThat(slack.messages("partner-sla")).hasSize(1);
    assertThat(slack.messages().getFirst().text).contains("is there since");
    assertThat(slack.replies(slack.messages().getFirst())).isEmpty();
  }

  @Test
  void a_channel_in_trouble_delays_no_other() {
    slack.fail("partner-sla", new Fault.Status(500));
    stage.overdue(DUE, "rosters", "bookings");
    stage.run(DUE);
    assertThat(slack.messages("data-sla")).hasSize(1);
  }

  @Test
  void a_refused_message_goes_to_the_fallback_channel_and_says_for_whom_it_was() {
    slack.refuse("partner-sla", "is_archived");
    stage.overdue(DUE, "rosters");
    stage.run(DUE);
    assertThat(slack.messages("data-sla"))
        .singleElement()
        .satisfies(
            m ->
                assertThat(m.all())
                    .contains("School rosters")
                    .contains("Meant for #partner-sla, which refused it (`is_archived`)"));
    assertThat(stage.cards("card").getFirst().outcome()).isEqualTo(Card.SENT);
  }

  @Test
  void a_message_the_fallback_refuses_too_is_kept_as_refused() {
    slack.refuse("data-sla", "not_in_channel");
    stage.overdue(DUE, "bookings");
    stage.run(DUE);
    stage.deliver(DUE.plusSeconds(600), Duration.ofMinutes(10));
    assertThat(stage.cards("card").getFirst().outcome()).isEqualTo(Card.REFUSED);
    assertThat(slack.calls("chat.postMessage")).isEqualTo(1);
  }

  @Test
  void a_restart_tries_a_refused_message_once_more() {
    slack.refuse("data-sla", "not_in_channel");
    stage.overdue(DUE, "bookings");
    stage.run(DUE);
    slack.accept("data-sla");
    stage.sweep.start();
    stage.deliver(DUE.plusSeconds(60), Duration.ofSeconds(10));
    assertThat(slack.messages("data-sla")).hasSize(1);
  }

  @Test
  void a_removed_message_is_posted_again_only_while_something_is_overdue() {
    stage.overdue(DUE, "rosters", "bookings");
    stage.run(DUE);
    slack.remove(slack.messages("partner-sla").getFirst());
    slack.remove(slack.messages("data-sla").getFirst());
    Instant later = DUE.plusSeconds(300);
    stage.act(later, "rosters", new dev.punctual.ledger.Act.Acknowledgement(""));
    stage.arrived(later, "bookings");
    stage.run(later);
    assertThat(List.of(slack.messages("partner-sla").size(), slack.messages("data-sla").size()))
        .containsExactly(1, 0);
  }

  @Test
  void of_many_senders_one_sends() throws Exception {
    stage.overdue(DUE, "rosters");
    stage.fold.fold(DUE);
    Instant now = DUE.plusSeconds(1);
    Callable<Courier.Step> send =
        () -> another(null, false).deliver("slack:#partner-sla", now, true, true);
    try (var threads = Executors.newFixedThreadPool(8)) {
      for (Future<Courier.Step> done :
          threads.invokeAll(List.of(send, send, send, send, send, send, send, send))) {
        done.get();
      }
    }
    assertThat(slack.messages("partner-sla")).hasSize(1);
  }

  @Test
  void an_unchanged_message_is_not_sent_again() {
    stage.overdue(DUE, "rosters");
    stage.run(DUE);
    stage.update("update message set wanted = wanted + 1, next_at = ?", DUE.plusSeconds(5));
    stage.deliver(DUE.plusSeconds(6), Duration.ofSeconds(10));
    assertThat(slack.calls("chat.update")).isZero();
  }

  @Test
  void without_the_history_scope_a_possible_double_is_told() {
    slack.grant("chat:write", "channels:read", "groups:read");
    slack.failNext("chat.postMessage", new Fault.DropAfter());
    stage.overdue(DUE, "rosters");
    stage.run(DUE);
    assertThat(stage.query("select detail from message_event order by id", row -> row.getString(1)))
        .anySatisfy(d -> assertThat(d).contains("a double is possible: missing_scope"));
  }

  @Test
  void a_reply_whose_card_was_removed_is_never_a_message_of_its_own() {
    stage.overdue(DUE, "rosters");
    stage.run(DUE);
    Instant later = DUE.plusSeconds(300);
    stage.act(later, "rosters", new dev.punctual.ledger.Act.Acknowledgement(""));
    stage.fold.fold(later);
    stage.update("update message set ts = null where kind = 'card'");
    stage.update("update message set closed_at = ?, next_at = null where kind = 'card'", later);
    stage.deliver(later.plusSeconds(3), Duration.ofSeconds(10));
    assertThat(slack.messages()).hasSize(1);
  }

  @Test
  void many_folds_at_once_make_each_card_once() throws Exception {
    stage.overdue(DUE, "rosters", "bookings");
    Callable<Integer> fold = () -> stage.fold.fold(DUE).folded();
    int folded = 0;
    try (var threads = Executors.newFixedThreadPool(4)) {
      for (Future<Integer> done : threads.invokeAll(List.of(fold, fold, fold, fold))) {
        folded += done.get();
      }
    }
    assertThat(List.of(folded, stage.cards("card").size())).containsExactly(2, 2);
  }

  private void die(Instant now, boolean afterSending) {
    stage.fold.fold(now);
    Instant later = now.plusSeconds(1);
    assertThatThrownBy(
            () ->
                another(new Death(), afterSending).deliver("slack:#partner-sla", later, true, true))
        .isInstanceOf(Death.class);
  }

  private static final class Death extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** The courier of another process; with a death it dies when it sends. */
  @SuppressWarnings("unchecked")
  private Courier another(@Nullable Death death, boolean afterSending) {
    Channel real =
        stage.context.getBeansOfType(Channel.class).stream()
            .filter(c -> c.scheme().equals("slack"))
            .findFirst()
            .orElseThrow();
    Channel channel = death == null ? real : new Mortal(real, death, afterSending);
    TransactionOperations<Connection> transactions =
        stage.context.getBean(TransactionOperations.class);
    return new Courier(
        transactions,
        List.of(channel),
        stage.context.getBean(Views.class),
        stage.context.getBean(Replies.class),
        stage.context.getBean(Deliveries.class));
  }

  private record Mortal(Channel real, Death death, boolean afterSending) implements Channel {
    @Override
    public String scheme() {
      return real.scheme();
    }

    @Override
    public boolean delivers() {
      return true;
    }

    @Override
    public Outcome post(Parcel parcel) {
      if (afterSending) {
        real.post(parcel);
      }
      throw death;
    }

    @Override
    public Outcome edit(Posted posted, Parcel parcel) {
      return real.edit(posted, parcel);
    }

    @Override
    public Search find(Parcel parcel, Instant since) {
      return real.find(parcel, since);
    }

    @Override
    public @Nullable String link(Posted posted) {
      return null;
    }
  }
}
