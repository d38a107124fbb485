package dev.punctual.alert;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import org.jspecify.annotations.Nullable;

/**
 * How Slack is reached.
 *
 * @param token of the bot, {@code xoxb-…}; absent or blank: messages are only shown
 * @param signingSecret proves that pressed buttons come from Slack; absent: no acting buttons
 * @param channel who hears what no team hears, and of what other channels refused
 * @param apiUrl base of the Web API, with a trailing slash
 * @param operators Slack user ids that may excuse, name causes and re-run; empty: every member
 */
@ConfigurationProperties("punctual.slack")
public record SlackConfig(
    @Nullable String token,
    @Nullable String signingSecret,
    @Nullable String channel,
    @Bindable(defaultValue = "https://slack.com/api/") String apiUrl,
    java.util.@Nullable List<String> operators) {

  public boolean hasToken() {
    return token != null && !token.isBlank();
  }

  public boolean hasSigningSecret() {
    return signingSecret != null && !signingSecret.isBlank();
  }

  public boolean hasChannel() {
    return channel != null && !channel.isBlank();
  }

  /** Never the secrets. */
  @Override
  public String toString() {
    return "SlackConfig[channel=" + channel + ", apiUrl=" + apiUrl + "]";
  }
}
