package dev.punctual.alert;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Presses buttons and sends forms as Slack does: signed, each request another one. */
public final class SignedSlack {

  public static final String SECRET = "shh";

  private final URI interactions;
  private final Clock clock;
  private final AtomicInteger triggers = new AtomicInteger();

  /** Presses what is heard at {@code server}. */
  public SignedSlack(URI server, Clock clock) {
    this.interactions = server.resolve("/slack/interactions");
    this.clock = clock;
  }

  static SignedSlack of(Stage stage, Instant now) {
    EmbeddedServer server = stage.context.getBean(EmbeddedServer.class);
    return new SignedSlack(
        (server.isRunning() ? server : server.start()).getURI(), Clock.fixed(now, ZoneOffset.UTC));
  }

  static JsonObject button(String id, String value) {
    JsonObject action = new JsonObject();
    action.addProperty("action_id", id);
    action.addProperty("value", value);
    return action;
  }

  public static JsonObject choice(String id, String value) {
    JsonObject action = new JsonObject();
    action.addProperty("action_id", id);
    action.add("selected_option", option(value));
    return action;
  }

  private static JsonObject option(String value) {
    JsonObject option = new JsonObject();
    option.addProperty("value", value);
    return option;
  }

  public HttpResponse<String> press(String user, String id, String value) throws Exception {
    return press(user, button(id, value));
  }

  public HttpResponse<String> press(String user, JsonObject action) throws Exception {
    return send(pressed(user, action), SECRET, clock.instant());
  }

  String pressed(String user, JsonObject action) {
    JsonObject said = by("block_actions", user);
    said.addProperty("trigger_id", "1." + triggers.incrementAndGet());
    said.add("channel", id("C00000001"));
    JsonArray actions = new JsonArray();
    actions.add(action);
    said.add("actions", actions);
    return said.toString();
  }

  /** Sends the form that a button opened. */
  public HttpResponse<String> submit(
      String user, String act, String uid, List<Long> deadlines, String category, String note)
      throws Exception {
    JsonObject values = new JsonObject();
    JsonObject ticked = new JsonObject();
    JsonArray options = new JsonArray();
    deadlines.forEach(each -> options.add(option(String.valueOf(each))));
    ticked.add("selected_options", options);
    values.add("deadlines", in("deadlines", ticked));
    JsonObject chosen = new JsonObject();
    chosen.add("selected_option", option(category));
    values.add("category", in("category", chosen));
    JsonObject text = new JsonObject();
    text.addProperty("value", note);
    values.add("note", in("note", text));
    JsonObject view = in("state", in("values", values));
    view.addProperty("callback_id", act);
    view.addProperty("private_metadata", uid + " C00000001");
    JsonObject said = by("view_submission", user);
    said.addProperty("trigger_id", "1." + triggers.incrementAndGet());
    said.add("view", view);
    return send(said.toString(), SECRET, clock.instant());
  }

  private static JsonObject in(String name, JsonObject inner) {
    JsonObject outer = new JsonObject();
    outer.add(name, inner);
    return outer;
  }

  private static JsonObject by(String type, String user) {
    JsonObject said = new JsonObject();
    said.addProperty("type", type);
    said.add("user", id(user));
    said.add("team", id("T00000001"));
    return said;
  }

  private static JsonObject id(String id) {
    JsonObject object = new JsonObject();
    object.addProperty("id", id);
    return object;
  }

  HttpResponse<String> send(String payload, String secret, Instant at)
      throws IOException, InterruptedException, GeneralSecurityException {
    String body = "payload=" + URLEncoder.encode(payload, StandardCharsets.UTF_8);
    return send(body, sign(secret, at, body), at);
  }

  private HttpResponse<String> send(String body, byte[] hash, Instant at)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(interactions)
              .header("Content-Type", "application/x-www-form-urlencoded")
              .header("X-Slack-Request-Timestamp", String.valueOf(at.getEpochSecond()))
              .header("X-Slack-Signature", "v0=" + HexFormat.of().formatHex(hash))
              .POST(BodyPublishers.ofString(body))
              .build(),
          BodyHandlers.ofString());
    }
  }

  private static byte[] sign(String secret, Instant at, String body)
      throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    return mac.doFinal(("v0:" + at.getEpochSecond() + ":" + body).getBytes(StandardCharsets.UTF_8));
  }
}
