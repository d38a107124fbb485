package dev.punctual.alert;

import dev.punctual.alert.Outcome.Posted;
import dev.punctual.alert.Outcome.Search;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A way to tell people. Calls block, never throw for what the receiver did, and take a bounded
 * time. One message is never in two calls at once.
 */
public interface Channel {

  /** What comes before the colon of a receiver: {@code slack}, {@code webhook}. */
  String scheme();

  /** Whether messages reach people, or are only kept to be shown. */
  boolean delivers();

  /** Puts a message into the channel, or a reply into the thread of {@link Parcel#thread()}. */
  Outcome post(Parcel parcel);

  /** Makes the message at {@code posted} say what the parcel says; notifies nobody. */
  Outcome edit(Posted posted, Parcel parcel);

  /** Looks for an earlier attempt to post this parcel, made at {@code since} or later. */
  Search find(Parcel parcel, Instant since);

  /** A link to a message, null where there is none. */
  @Nullable String link(Posted posted);

  /**
   * What is to be sent.
   *
   * @param uid of this message, the same for every attempt and edit
   * @param cardUid of the card it belongs to; equals {@code uid} for a card
   * @param receiver name after the scheme: {@code #data-sla}, a channel id, a webhook's name
   * @param channelId what the receiver was called when it last answered, null when unknown
   * @param kind as stored: {@code card}, {@code reply}, …
   * @param version counts what the message should say, from 1
   * @param thread the message whose thread it goes to, null for the channel itself
   * @param broadcast whether a reply is shown in the channel too
   */
  record Parcel(
      String uid,
      String cardUid,
      String receiver,
      @Nullable String channelId,
      String kind,
      long version,
      CardView view,
      @Nullable Posted thread,
      boolean broadcast) {}
}
