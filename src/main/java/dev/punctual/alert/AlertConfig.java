package dev.punctual.alert;

import dev.punctual.web.Words;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When messages are sent.
 *
 * @param maxAge misses heard of later than this after their due instant share one catch-up message
 * @param language {@code en} or {@code ja}: what Slack and webhooks are told in
 * @param digest local time of the daily digest of teams that do not say; null for none
 * @param webhook name of a webhook that hears what Slack refuses, of teams without one of their
 *     own; null for none
 */
@ConfigurationProperties("punctual.alerts")
public record AlertConfig(
    @Bindable(defaultValue = "6h") Duration maxAge,
    @Bindable(defaultValue = "en") String language,
    @Nullable String digest,
    @Nullable String webhook) {

  public AlertConfig {
    if (Words.LANGUAGES.stream().noneMatch(known -> known.getLanguage().equals(language))) {
      throw new IllegalArgumentException(
          "punctual.alerts.language is “" + language + "”: en and ja are spoken");
    }
  }
}
