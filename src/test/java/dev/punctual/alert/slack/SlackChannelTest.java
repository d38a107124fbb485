package dev.punctual.alert.slack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.alert.CardView;
import dev.punctual.alert.CardView.Line;
import dev.punctual.alert.CardView.Tone;
import dev.punctual.alert.Channel;
import dev.punctual.alert.ChannelContract;
import dev.punctual.alert.Outcome;
import dev.punctual.alert.Outcome.Search;
import dev.punctual.alert.SlackConfig;
import dev.punctual.alert.slack.StrictSlack.Fault;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SlackChannelTest extends ChannelContract {

  private final StrictSlack slack = StrictSlack.start();
  private final String id = slack.channel("data-sla");

  @Override
  protected Channel channel() {
    return channel(StrictSlack.TOKEN);
  }

  private Channel channel(String token) {
    SlackConfig config = new SlackConfig(token, "s", "#data-sla", slack.url(), null);
    return new SlackChannel(SlackFactory.methods(config), true);
  }

  @Override
  protected String receiver() {
    return "#data-sla";
  }

  @AfterEach
  void close() {
    assertThat(slack.violations()).isEmpty();
    slack.close();
  }

  @Test
  void a_message_that_was_accepted_before_the_connection_broke_is_found() {
    slack.failNext("chat.postMessage", new Fault.DropAfter());
    Instant before = Instant.now().minusSeconds(5);
    Outcome outcome = channel().post(parcel("u1", view("hello")));
    assertThat(outcome).isInstanceOf(Outcome.Uncertain.class);
    assertThat(channel().find(parcel("u1", view("hello")), before))
        .isInstanceOf(Search.Found.class);
    assertThat(slack.calls("chat.postMessage")).isEqualTo(1);
  }

  @Test
  void a_wait_that_slack_asks_for_is_honoured() {
    slack.failNext("chat.postMessage", new Fault.Limited(7));
    assertThat(channel().post(parcel("u1", view("hello"))))
        .isEqualTo(new Outcome.RetryAfter(Duration.ofSeconds(7), "Slack asked to wait (429)"));
  }

  @Test
  void a_server_error_leaves_it_open_whether_the_message_stands() {
    slack.failNext("chat.postMessage", new Fault.Status(503));
    assertThat(channel().post(parcel("u1", view("hello"))))
        .isEqualTo(new Outcome.Uncertain("Slack answered 503"));
  }

  @Test
  void an_unreachable_slack_has_taken_nothing() {
    SlackConfig nowhere = new SlackConfig("t", null, null, "http://127.0.0.1:1/api/", null);
    Channel unreachable = new SlackChannel(SlackFactory.methods(nowhere), false);
    assertThat(unreachable.post(parcel("u1", view("hello"))))
        .isInstanceOf(Outcome.RetryAfter.class);
  }

  @Test
  void a_wrong_token_refuses_everything_and_says_what_to_do() {
    Outcome outcome = channel("xoxb-wrong").post(parcel("u1", view("hello")));
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> {
              assertThat(refused.scope()).isEqualTo(Outcome.Scope.EVERYTHING);
              assertThat(refused.advice()).contains("punctual.slack.token");
            });
  }

  @Test
  void a_removed_message_is_gone_when_it_is_edited() {
    channel().post(parcel("u1", view("hello")));
    StrictSlack.Message message = slack.messages().getFirst();
    slack.remove(message);
    assertThat(channel().edit(new Outcome.Posted(id, message.ts), parcel("u1", view("bye"))))
        .isEqualTo(new Outcome.Gone("message_not_found"));
  }

  @Test
  void without_the_history_scope_it_says_that_it_cannot_look() {
    slack.grant("chat:write", "channels:read", "groups:read");
    assertThat(channel().find(parcel("u1", view("hello")), Instant.now()))
        .isInstanceOfSatisfying(
            Search.CannotLook.class, c -> assertThat(c.reason()).isEqualTo("missing_scope"));
  }

  @Test
  void characters_that_mean_something_to_slack_are_escaped() {
    channel().post(parcel("u1", CardView.of("en", Tone.PLAIN, Line.of("a < b & <!channel> > c"))));
    assertThat(slack.messages().getFirst().text)
        .isEqualTo("a &lt; b &amp; &lt;!channel&gt; &gt; c");
  }
}
