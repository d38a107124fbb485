package dev.punctual.alert.slack;

import com.slack.api.Slack;
import com.slack.api.methods.MethodsClient;
import com.slack.api.util.http.SlackHttpClient;
import dev.punctual.alert.Channel;
import dev.punctual.alert.ShownChannel;
import dev.punctual.alert.SlackConfig;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Objects;

/** Slack where there is a token, else a channel that only keeps what it would have said. */
@Factory
final class SlackFactory {

  private static final int CONNECT_MILLIS = 3_000;
  private static final int CALL_MILLIS = 10_000;

  @Singleton
  Channel slack(SlackConfig config) {
    return config.hasToken()
        ? new SlackChannel(methods(config), config.hasSigningSecret())
        : new ShownChannel("slack");
  }

  /** The client: bounded in time, without background threads, retries or statistics. */
  static MethodsClient methods(SlackConfig config) {
    var settings = new com.slack.api.SlackConfig();
    String url = config.apiUrl();
    settings.setMethodsEndpointUrlPrefix(url.endsWith("/") ? url : url + "/");
    settings.setStatsEnabled(false);
    settings.setHttpClientReadTimeoutMillis(CALL_MILLIS);
    settings.setHttpClientWriteTimeoutMillis(CALL_MILLIS);
    settings.setHttpClientCallTimeoutMillis(CALL_MILLIS + CONNECT_MILLIS);
    // A repeated POST is a second message: whether to send again is the outbox's decision.
    var http =
        SlackHttpClient.buildOkHttpClient(settings)
            .newBuilder()
            .retryOnConnectionFailure(false)
            .connectTimeout(Duration.ofMillis(CONNECT_MILLIS))
            .build();
    return Slack.getInstance(settings, new SlackHttpClient(http))
        .methods(Objects.requireNonNull(config.token()));
  }
}
