package dev.punctual.alert.slack;

import dev.punctual.alert.SlackConfig;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where Slack tells of pressed buttons; what does not carry Slack's signature is refused. */
@Controller("/slack/interactions")
@ExecuteOn(TaskExecutors.BLOCKING)
class SlackInteractions {

  private final SlackConfig config;
  private final SlackHands hands;
  private final Clock clock;

  SlackInteractions(SlackConfig config, SlackHands hands, Clock clock) {
    this.config = config;
    this.hands = hands;
    this.clock = clock;
  }

  @Post
  @Consumes(MediaType.ALL)
  HttpResponse<?> pressed(HttpRequest<?> request, @Body byte[] body) {
    if (!config.hasSigningSecret()) {
      return HttpResponse.status(HttpStatus.NOT_FOUND);
    }
    boolean genuine =
        SlackSignature.isValid(
            Objects.requireNonNull(config.signingSecret()),
            request.getHeaders().get("X-Slack-Request-Timestamp"),
            request.getHeaders().get("X-Slack-Signature"),
            body,
            clock.instant());
    if (!genuine) {
      return HttpResponse.status(HttpStatus.UNAUTHORIZED);
    }
    String payload = payload(new String(body, StandardCharsets.UTF_8));
    if (payload == null) {
      return HttpResponse.badRequest();
    }
    String answer = hands.take(payload, clock.instant().truncatedTo(ChronoUnit.MICROS));
    return answer.isEmpty()
        ? HttpResponse.ok()
        : HttpResponse.ok(answer).contentType(MediaType.APPLICATION_JSON_TYPE);
  }

  private static @Nullable String payload(String form) {
    for (String field : form.split("&", -1)) {
      if (field.startsWith("payload=")) {
        return URLDecoder.decode(field.substring("payload=".length()), StandardCharsets.UTF_8);
      }
    }
    return null;
  }
}
