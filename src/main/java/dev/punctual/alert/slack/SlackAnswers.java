package dev.punctual.alert.slack;

import com.slack.api.methods.SlackApiException;
import dev.punctual.alert.Outcome;
import dev.punctual.alert.Outcome.Refused;
import dev.punctual.alert.Outcome.RetryAfter;
import dev.punctual.alert.Outcome.Scope;
import dev.punctual.alert.Outcome.Uncertain;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What Slack's errors mean for the message: the one place that knows their names. */
final class SlackAnswers {

  private static final int TOO_MANY = 429;
  private static final int SERVER = 500;

  private static final Set<String> TOKEN =
      Set.of(
          "not_authed",
          "invalid_auth",
          "account_inactive",
          "token_revoked",
          "token_expired",
          "no_permission",
          "missing_scope",
          "org_login_required",
          "ekm_access_denied",
          "not_allowed_token_type",
          "team_access_not_granted",
          "enterprise_is_restricted",
          "two_factor_setup_required");

  private static final Set<String> CHANNEL =
      Set.of(
          "channel_not_found",
          "not_in_channel",
          "is_archived",
          "restricted_action",
          "restricted_action_read_only_channel",
          "restricted_action_thread_only_channel",
          "restricted_action_non_threadable_channel",
          "channel_type_not_supported",
          "messages_tab_disabled",
          "team_not_found",
          "access_denied");

  private static final Set<String> PASSING =
      Set.of("internal_error", "fatal_error", "service_unavailable", "request_timeout");

  private static final Set<String> GONE =
      Set.of("message_not_found", "thread_not_found", "cant_update_message", "edit_window_closed");

  private SlackAnswers() {}

  /** An answer with {@code ok: false}. */
  static Outcome refused(@Nullable String error, @Nullable String needed) {
    String word = error == null || error.isBlank() ? "no reason given" : error;
    if (GONE.contains(word)) {
      return new Outcome.Gone(word);
    }
    if (PASSING.contains(word)) {
      return new Uncertain(word);
    }
    if (word.equals("ratelimited") || word.equals("rate_limited")) {
      return new RetryAfter(null, word);
    }
    return new Refused(word, advice(word, needed), scope(word));
  }

  /** Anything the client threw. */
  static Outcome failed(Exception failure) {
    return switch (failure) {
      case SlackApiException api -> http(api);
      case ConnectException e -> new RetryAfter(null, "Slack cannot be reached: " + word(e));
      case UnknownHostException e -> new RetryAfter(null, "Slack's host is not known: " + word(e));
      case NoRouteToHostException e -> new RetryAfter(null, "no route to Slack: " + word(e));
      case IOException e -> new Uncertain("no answer from Slack: " + word(e));
      default -> new Uncertain("Slack's answer cannot be read: " + word(failure));
    };
  }

  private static Outcome http(SlackApiException failure) {
    int status = failure.getResponse().code();
    if (status == TOO_MANY) {
      return new RetryAfter(retryAfter(failure), "Slack asked to wait (429)");
    }
    if (status >= SERVER) {
      return new Uncertain("Slack answered " + status);
    }
    if (failure.getError() != null && failure.getError().getError() != null) {
      return refused(failure.getError().getError(), failure.getError().getNeeded());
    }
    return new Refused(
        "http " + status,
        "Slack's address answered HTTP " + status + ": is punctual.slack.api-url right?",
        Scope.EVERYTHING);
  }

  private static @Nullable Duration retryAfter(SlackApiException failure) {
    String header = failure.getResponse().header("Retry-After");
    try {
      return header == null ? null : Duration.ofSeconds(Long.parseLong(header.trim()));
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static Scope scope(String error) {
    if (TOKEN.contains(error)) {
      return Scope.EVERYTHING;
    }
    return CHANNEL.contains(error) ? Scope.CHANNEL : Scope.MESSAGE;
  }

  /** What a person does about an error, in one or two sentences. */
  static String advice(String error, @Nullable String needed) {
    return switch (error) {
      case "channel_not_found" ->
          "No channel of that name is visible to the app. Check the spelling in the rule file; if"
              + " the channel is private, type /invite @Punctual there.";
      case "not_in_channel" ->
          "The app is not in that channel: type /invite @Punctual there, or give it the scope"
              + " chat:write.public.";
      case "is_archived" -> "The channel is archived: unarchive it or name another one.";
      case "restricted_action",
          "restricted_action_read_only_channel",
          "restricted_action_thread_only_channel",
          "restricted_action_non_threadable_channel" ->
          "The workspace does not let the app post in that channel: an administrator can allow it.";
      case "not_authed", "invalid_auth", "token_revoked", "token_expired", "account_inactive" ->
          "Slack does not accept the token. Reinstall the app, copy its Bot User OAuth Token"
              + " (xoxb-…) into punctual.slack.token and restart.";
      case "missing_scope" ->
          "The app lacks the scope "
              + (needed == null || needed.isBlank() ? "it needs" : needed)
              + ": add it under OAuth & Permissions and reinstall the app.";
      case "not_allowed_token_type" -> "The token must be a bot token (xoxb-…).";
      case "msg_too_long", "msg_blocks_too_long", "invalid_blocks", "invalid_attachments" ->
          "Slack refused the form of the message. This is a defect of Punctual: please report it.";
      default ->
          "Slack's documentation of chat.postMessage says what "
              + error.toLowerCase(Locale.ROOT)
              + " means.";
    };
  }

  private static String word(Exception failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }
}
