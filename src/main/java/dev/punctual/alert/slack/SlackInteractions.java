package dev.punctual.alert.slack;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
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
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where Slack tells of pressed buttons. What does not carry Slack's signature over these very
 * bytes, is older than five minutes, or comes a second time is refused.
 */
@Controller("/slack/interactions")
@ExecuteOn(TaskExecutors.BLOCKING)
class SlackInteractions {

  private final SlackConfig config;
  private final SlackRequests requests;
  private final SlackDesk desk;
  private final Clock clock;

  SlackInteractions(SlackConfig config, SlackRequests requests, SlackDesk desk, Clock clock) {
    this.config = config;
    this.requests = requests;
    this.desk = desk;
    this.clock = clock;
  }

  @Post
  @Consumes(MediaType.ALL)
  HttpResponse<?> pressed(HttpRequest<?> request, @Body byte[] body) {
    if (!config.hasSigningSecret()) {
      return HttpResponse.status(HttpStatus.NOT_FOUND);
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    String signature = request.getHeaders().get("X-Slack-Signature");
    boolean genuine =
        SlackSignature.isValid(
            Objects.requireNonNull(config.signingSecret()),
            request.getHeaders().get("X-Slack-Request-Timestamp"),
            signature,
            body,
            now);
    if (!genuine || signature == null) {
      return HttpResponse.status(HttpStatus.UNAUTHORIZED);
    }
    JsonObject said = payload(new String(body, StandardCharsets.UTF_8));
    if (said == null) {
      return HttpResponse.badRequest();
    }
    if (!desk.hasRoom()) {
      return HttpResponse.status(HttpStatus.SERVICE_UNAVAILABLE);
    }
    if (!requests.isFirst(signature, now)) {
      return HttpResponse.status(HttpStatus.CONFLICT);
    }
    String answer = desk.take(new SlackPress(said, "slack " + signature, now));
    return answer.isEmpty()
        ? HttpResponse.ok()
        : HttpResponse.ok(answer).contentType(MediaType.APPLICATION_JSON_TYPE);
  }

  private static @Nullable JsonObject payload(String form) {
    for (String field : form.split("&", -1)) {
      if (field.startsWith("payload=")) {
        return object(field.substring("payload=".length()));
      }
    }
    return null;
  }

  private static @Nullable JsonObject object(String encoded) {
    try {
      var json = JsonParser.parseString(URLDecoder.decode(encoded, StandardCharsets.UTF_8));
      return json.isJsonObject() ? json.getAsJsonObject() : null;
    } catch (JsonParseException | IllegalArgumentException e) {
      return null;
    }
  }
}
