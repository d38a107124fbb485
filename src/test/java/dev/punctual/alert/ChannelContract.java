package dev.punctual.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.alert.CardView.Button;
import dev.punctual.alert.CardView.Line;
import dev.punctual.alert.CardView.Span;
import dev.punctual.alert.CardView.Tone;
import dev.punctual.alert.Channel.Parcel;
import dev.punctual.alert.Outcome.Posted;
import dev.punctual.alert.Outcome.Search;
import dev.punctual.alert.Outcome.Sent;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every way to tell people promises. */
public abstract class ChannelContract {

  protected abstract Channel channel();

  protected abstract String receiver();

  protected CardView view(String text) {
    return CardView.of("en", Tone.PLAIN, Line.of(text));
  }

  protected Parcel parcel(String uid, CardView view) {
    return parcel(uid, view, null);
  }

  private Parcel parcel(String uid, CardView view, @Nullable Posted thread) {
    return new Parcel(
        uid,
        thread == null ? uid : "card",
        receiver(),
        null,
        thread == null ? "card" : "reply",
        1,
        view,
        thread,
        false);
  }

  @Test
  void a_posted_message_is_found_or_cannot_be_looked_for_but_is_never_missing() {
    Instant before = Instant.now().minusSeconds(60);
    Channel channel = channel();
    Outcome outcome = channel.post(parcel("u1", view("hello")));
    Search search = channel.find(parcel("u1", view("hello")), before);
    assertThat(outcome).isInstanceOf(Sent.class);
    if (search instanceof Search.Found found) {
      assertThat(found.posted()).isEqualTo(((Sent) outcome).posted());
    } else {
      assertThat(search).isInstanceOf(Search.CannotLook.class);
    }
  }

  @Test
  void a_message_never_posted_is_not_found() {
    assertThat(channel().find(parcel("u2", view("hello")), Instant.now().minusSeconds(60)))
        .isNotInstanceOf(Search.Found.class);
  }

  @Test
  void an_edited_message_stays_where_it_is() {
    Channel channel = channel();
    Sent sent = (Sent) channel.post(parcel("u1", view("hello")));
    assertThat(channel.edit(sent.posted(), parcel("u1", view("bye")))).isEqualTo(sent);
  }

  @Test
  void a_reply_is_a_message_of_its_own() {
    Channel channel = channel();
    Sent card = (Sent) channel.post(parcel("card", view("hello")));
    Sent reply = (Sent) channel.post(parcel("r1", view("later"), card.posted()));
    assertThat(reply.posted()).isNotEqualTo(card.posted());
  }

  @Test
  void a_message_far_too_long_is_taken_all_the_same() {
    List<Line> lines =
        IntStream.range(0, 5_000)
            .mapToObj(i -> Line.of(Span.strong("Table " + i), Span.plain(" & <more> ".repeat(20))))
            .toList();
    List<Button> buttons =
        IntStream.range(0, 40)
            .mapToObj(i -> new Button("B".repeat(200), "https://x.example/" + i, null, null))
            .toList();
    CardView huge =
        new CardView("en", Tone.OVERDUE, Line.of("<&>".repeat(3_000)), lines, lines, buttons);
    assertThat(channel().post(parcel("u1", huge))).isInstanceOf(Sent.class);
  }
}
