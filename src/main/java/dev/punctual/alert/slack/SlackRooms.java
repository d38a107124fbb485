package dev.punctual.alert.slack;

import com.slack.api.methods.MethodsClient;
import com.slack.api.methods.SlackApiException;
import com.slack.api.model.Conversation;
import com.slack.api.model.ConversationType;
import dev.punctual.alert.Outcome;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The ids of channels, which reading asks for where writing takes names. */
final class SlackRooms {

  private static final Pattern ID = Pattern.compile("[CGD][A-Z0-9]{6,}");
  private static final int PAGE = 200;
  private static final int PAGES = 50;

  private final MethodsClient slack;
  private final Map<String, String> ids = new ConcurrentHashMap<>();

  SlackRooms(MethodsClient slack) {
    this.slack = slack;
  }

  /** Slack does not let the app list its channels, or not now. */
  static final class CannotAsk extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Outcome outcome;

    CannotAsk(Outcome outcome) {
      super(outcome.toString());
      this.outcome = outcome;
    }

    Outcome outcome() {
      return outcome;
    }
  }

  /**
   * The id of a channel by its id or name.
   *
   * @return null when no channel of that name is visible to the app
   */
  @Nullable String id(String channel) throws IOException, SlackApiException, CannotAsk {
    if (ID.matcher(channel).matches()) {
      return channel;
    }
    String name = channel.startsWith("#") ? channel.substring(1) : channel;
    String known = ids.get(name);
    if (known == null) {
      list();
    }
    return known == null ? ids.get(name) : known;
  }

  /** Names of every channel the app sees, after {@link #id} asked. */
  List<String> names() {
    return ids.keySet().stream().sorted().toList();
  }

  private void list() throws IOException, SlackApiException, CannotAsk {
    String cursor = null;
    for (int page = 0; page < PAGES; page++) {
      String from = cursor;
      var answer =
          slack.conversationsList(
              r ->
                  r.types(
                          List.of(
                              ConversationType.PUBLIC_CHANNEL, ConversationType.PRIVATE_CHANNEL))
                      .excludeArchived(true)
                      .limit(PAGE)
                      .cursor(from));
      if (!answer.isOk()) {
        throw new CannotAsk(SlackAnswers.refused(answer.getError(), answer.getNeeded()));
      }
      for (Conversation each : answer.getChannels()) {
        ids.put(each.getName(), each.getId());
      }
      var meta = answer.getResponseMetadata();
      cursor = meta == null ? null : meta.getNextCursor();
      if (cursor == null || cursor.isBlank()) {
        return;
      }
    }
  }
}
