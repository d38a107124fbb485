package dev.punctual.alert.slack;

import com.slack.api.methods.MethodsClient;
import com.slack.api.methods.SlackApiException;
import com.slack.api.methods.SlackApiTextResponse;
import com.slack.api.methods.response.chat.ChatPostMessageResponse;
import com.slack.api.methods.response.chat.ChatUpdateResponse;
import com.slack.api.model.Message;
import dev.punctual.alert.Channel;
import dev.punctual.alert.Outcome;
import dev.punctual.alert.Outcome.Posted;
import dev.punctual.alert.Outcome.Refused;
import dev.punctual.alert.Outcome.RetryAfter;
import dev.punctual.alert.Outcome.Search;
import dev.punctual.alert.Outcome.Uncertain;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Slack's Web API through its own client; one attempt a call, no retries of its own. */
final class SlackChannel implements Channel {

  /** Metadata of a card or any other top-level message. */
  static final String CARD = "punctual_card";

  /** Metadata of a reply; another word, so that a reply shown in the channel is never a card. */
  static final String REPLY = "punctual_reply";

  private static final int PAGE = 200;
  private static final int PAGES = 25;

  private final MethodsClient slack;
  private final SlackRooms rooms;
  private final boolean acting;

  SlackChannel(MethodsClient slack, boolean acting) {
    this.slack = slack;
    this.rooms = new SlackRooms(slack);
    this.acting = acting;
  }

  @Override
  public String scheme() {
    return "slack";
  }

  @Override
  public boolean delivers() {
    return true;
  }

  @Override
  public Outcome post(Parcel parcel) {
    try {
      ChatPostMessageResponse answer =
          slack.chatPostMessage(
              r ->
                  r.channel(room(parcel))
                      .text(SlackText.text(parcel.view()))
                      .attachments(SlackText.attachments(parcel.view(), acting))
                      .metadata(metadata(parcel))
                      .threadTs(parcel.thread() == null ? null : parcel.thread().ts())
                      .replyBroadcast(parcel.thread() != null && parcel.broadcast())
                      .unfurlLinks(false)
                      .unfurlMedia(false));
      return answer.isOk() ? sent(answer.getChannel(), answer.getTs()) : refused(answer);
    } catch (IOException | SlackApiException | RuntimeException e) {
      return SlackAnswers.failed(e);
    }
  }

  @Override
  public Outcome edit(Posted posted, Parcel parcel) {
    try {
      ChatUpdateResponse answer =
          slack.chatUpdate(
              r ->
                  r.channel(posted.channelId())
                      .ts(posted.ts())
                      .text(SlackText.text(parcel.view()))
                      .attachments(SlackText.attachments(parcel.view(), acting))
                      .metadata(metadata(parcel)));
      return answer.isOk() ? sent(answer.getChannel(), answer.getTs()) : refused(answer);
    } catch (IOException | SlackApiException | RuntimeException e) {
      return SlackAnswers.failed(e);
    }
  }

  @Override
  public Search find(Parcel parcel, Instant since) {
    try {
      String channelId = rooms.id(room(parcel));
      if (channelId == null) {
        // No channel of that name: nothing of ours can stand in it.
        return new Search.NotThere();
      }
      return search(parcel, channelId, since);
    } catch (SlackRooms.CannotAsk e) {
      return later(e.outcome());
    } catch (IOException | SlackApiException | RuntimeException e) {
      return later(SlackAnswers.failed(e));
    }
  }

  private Search search(Parcel parcel, String channelId, Instant since)
      throws IOException, SlackApiException {
    String oldest = String.valueOf(since.getEpochSecond());
    String cursor = null;
    for (int page = 0; page < PAGES; page++) {
      Page found = page(parcel, channelId, oldest, cursor);
      if (found.refusal() != null) {
        return later(found.refusal());
      }
      Optional<Message> own = found.messages().stream().filter(m -> is(m, parcel)).findFirst();
      if (own.isPresent()) {
        return new Search.Found(new Posted(channelId, own.get().getTs()));
      }
      cursor = found.next();
      if (cursor == null || cursor.isBlank()) {
        return new Search.NotThere();
      }
    }
    return new Search.CannotLook("more than " + PAGE * PAGES + " messages since the attempt");
  }

  private Page page(Parcel parcel, String channelId, String oldest, @Nullable String cursor)
      throws IOException, SlackApiException {
    Posted thread = parcel.thread();
    if (thread != null) {
      var answer =
          slack.conversationsReplies(
              r ->
                  r.channel(channelId)
                      .ts(thread.ts())
                      .oldest(oldest)
                      .limit(PAGE)
                      .cursor(cursor)
                      .includeAllMetadata(true));
      var meta = answer.getResponseMetadata();
      return new Page(
          answer.getMessages(), meta == null ? null : meta.getNextCursor(), problem(answer));
    }
    var answer =
        slack.conversationsHistory(
            r ->
                r.channel(channelId)
                    .oldest(oldest)
                    .limit(PAGE)
                    .cursor(cursor)
                    .includeAllMetadata(true));
    var meta = answer.getResponseMetadata();
    return new Page(
        answer.getMessages(), meta == null ? null : meta.getNextCursor(), problem(answer));
  }

  private record Page(
      @Nullable List<Message> all, @Nullable String next, @Nullable Outcome refusal) {
    List<Message> messages() {
      return all == null ? List.of() : all;
    }
  }

  private static boolean is(Message message, Parcel parcel) {
    Message.Metadata metadata = message.getMetadata();
    return metadata != null
        && type(parcel).equals(metadata.getEventType())
        && metadata.getEventPayload() != null
        && Objects.equals(parcel.uid(), metadata.getEventPayload().get(name(parcel)));
  }

  private static Search later(Outcome outcome) {
    return switch (outcome) {
      case RetryAfter wait -> new Search.Later(wait.after(), wait.reason());
      case Uncertain doubt -> new Search.Later(null, doubt.reason());
      case Outcome.Gone gone -> new Search.CannotLook(gone.error());
      case Refused refused -> new Search.CannotLook(refused.error());
      case Outcome.Sent sent -> new Search.Found(sent.posted());
    };
  }

  @Override
  public @Nullable String link(Posted posted) {
    try {
      var answer =
          slack.chatGetPermalink(r -> r.channel(posted.channelId()).messageTs(posted.ts()));
      return answer.isOk() ? answer.getPermalink() : null;
    } catch (IOException | SlackApiException | RuntimeException e) {
      return null;
    }
  }

  private static String room(Parcel parcel) {
    String known = parcel.thread() == null ? parcel.channelId() : parcel.thread().channelId();
    return known == null ? parcel.receiver() : known;
  }

  private static Message.Metadata metadata(Parcel parcel) {
    Map<String, Object> payload =
        isReply(parcel)
            ? Map.of("card_id", parcel.cardUid(), name(parcel), parcel.uid())
            : Map.of(name(parcel), parcel.uid());
    return Message.Metadata.builder().eventType(type(parcel)).eventPayload(payload).build();
  }

  private static boolean isReply(Parcel parcel) {
    return parcel.thread() != null;
  }

  private static String type(Parcel parcel) {
    return isReply(parcel) ? REPLY : CARD;
  }

  private static String name(Parcel parcel) {
    return isReply(parcel) ? "reply_id" : "card_id";
  }

  private static Outcome sent(String channelId, String ts) {
    return new Outcome.Sent(new Posted(channelId, ts));
  }

  private static @Nullable Outcome problem(SlackApiTextResponse answer) {
    return answer.isOk() ? null : refused(answer);
  }

  private static Outcome refused(SlackApiTextResponse answer) {
    return SlackAnswers.refused(answer.getError(), answer.getNeeded());
  }
}
