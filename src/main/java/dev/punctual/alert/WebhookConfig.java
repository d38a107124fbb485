package dev.punctual.alert;

import io.micronaut.context.annotation.EachProperty;
import io.micronaut.context.annotation.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * A receiver of messages as JSON.
 *
 * @param name as teams write it
 * @param url http(s)
 * @param secret key of the signature; absent: unsigned
 */
@EachProperty("punctual.webhooks")
public record WebhookConfig(@Parameter String name, String url, @Nullable String secret) {
  /** Never the secret. */
  @Override
  public String toString() {
    return "WebhookConfig[name=" + name + "]";
  }
}
