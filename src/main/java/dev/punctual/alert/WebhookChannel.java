package dev.punctual.alert;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.punctual.alert.Outcome.Posted;
import dev.punctual.alert.Outcome.Refused;
import dev.punctual.alert.Outcome.RetryAfter;
import dev.punctual.alert.Outcome.Scope;
import dev.punctual.alert.Outcome.Search;
import io.micronaut.serde.ObjectMapper;
import io.micronaut.serde.annotation.Serdeable;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Messages as JSON to receivers of one's own, paging included. Each delivery carries an id that is
 * the same however often it is tried, so that a receiver can tell a repetition; nothing can be
 * looked for there.
 */
@Singleton
class WebhookChannel implements Channel {

  static final String SIGNATURE = "X-Punctual-Signature";
  static final String TIMESTAMP = "X-Punctual-Timestamp";
  static final String DELIVERY = "X-Punctual-Delivery";

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int TOO_MANY = 429;
  private static final int SERVER = 500;

  private final Map<String, WebhookConfig> webhooks;
  private final ObjectMapper json;
  private final Clock clock;
  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(Duration.ofSeconds(3))
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  WebhookChannel(List<WebhookConfig> webhooks, ObjectMapper json, Clock clock) {
    this.webhooks =
        webhooks.stream().collect(Collectors.toMap(WebhookConfig::name, Function.identity()));
    this.json = json;
    this.clock = clock;
  }

  /**
   * The body, documented for its receivers.
   *
   * @param event {@code posted}, {@code edited} or {@code replied}
   * @param id of the message, the same for its edits
   * @param card id of the card a reply belongs to; equals {@code id} for a message of its own
   * @param version rises with each edit: an older one may be ignored
   * @param language of the texts, {@code en} or {@code ja}; the other words are the same in both
   * @param text everything in plain text
   */
  @Serdeable
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Body(
      String event,
      String id,
      String card,
      long version,
      String kind,
      String state,
      String language,
      String headline,
      List<String> lines,
      List<String> notes,
      List<Link> links,
      String text) {}

  /** A link of the message. */
  @Serdeable
  record Link(String label, String url) {}

  @Override
  public String scheme() {
    return "webhook";
  }

  @Override
  public boolean delivers() {
    return true;
  }

  @Override
  public Outcome post(Parcel parcel) {
    return send(parcel, parcel.thread() == null ? "posted" : "replied");
  }

  @Override
  public Outcome edit(Posted posted, Parcel parcel) {
    return send(parcel, "edited");
  }

  @Override
  public Search find(Parcel parcel, Instant since) {
    return new Search.CannotLook("a webhook's receiver tells a repetition by its delivery id");
  }

  @Override
  public @Nullable String link(Posted posted) {
    return null;
  }

  private Outcome send(Parcel parcel, String event) {
    WebhookConfig webhook = webhooks.get(parcel.receiver());
    if (webhook == null) {
      return new Refused(
          "no_webhook",
          "No webhook of that name is configured: see punctual.webhooks." + parcel.receiver() + ".",
          Scope.CHANNEL);
    }
    try {
      HttpResponse<String> answer =
          http.send(request(webhook, parcel, event), BodyHandlers.ofString());
      return outcome(webhook, parcel, answer);
    } catch (IOException e) {
      return new RetryAfter(null, "webhook " + webhook.name() + ": " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new RetryAfter(null, "interrupted");
    } catch (IllegalArgumentException e) {
      return new Refused(
          "bad_url", "punctual.webhooks." + webhook.name() + ".url is no URL.", Scope.CHANNEL);
    }
  }

  private static Outcome outcome(
      WebhookConfig webhook, Parcel parcel, HttpResponse<String> answer) {
    int status = answer.statusCode();
    if (status / 100 == 2) {
      return new Outcome.Sent(new Posted(webhook.name(), parcel.uid()));
    }
    if (status == TOO_MANY || status >= SERVER) {
      return new RetryAfter(retryAfter(answer), "webhook answered " + status);
    }
    return new Refused(
        "http " + status,
        "The webhook "
            + webhook.name()
            + " answered HTTP "
            + status
            + ": check punctual.webhooks."
            + webhook.name()
            + " and its receiver.",
        Scope.CHANNEL);
  }

  private static @Nullable Duration retryAfter(HttpResponse<String> answer) {
    String header = answer.headers().firstValue("Retry-After").orElse("");
    return header.matches("\\d{1,6}") ? Duration.ofSeconds(Long.parseLong(header)) : null;
  }

  private HttpRequest request(WebhookConfig webhook, Parcel parcel, String event) {
    String body = write(body(parcel, event));
    String timestamp = String.valueOf(clock.instant().getEpochSecond());
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(webhook.url()))
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json; charset=utf-8")
            .header("User-Agent", "Punctual")
            .header(TIMESTAMP, timestamp)
            .header(DELIVERY, parcel.uid() + ":" + parcel.version())
            .POST(BodyPublishers.ofString(body));
    if (webhook.secret() != null && !webhook.secret().isBlank()) {
      request.header(SIGNATURE, "v1=" + sign(webhook.secret(), timestamp + "." + body));
    }
    return request.build();
  }

  private static Body body(Parcel parcel, String event) {
    CardView view = parcel.view();
    List<String> lines = view.lines().stream().map(CardView.Line::text).toList();
    List<String> notes = view.notes().stream().map(CardView.Line::text).toList();
    String text =
        view.headline().text()
            + lines.stream().map(l -> "\n" + l).collect(Collectors.joining())
            + notes.stream().map(n -> "\n" + n).collect(Collectors.joining());
    return new Body(
        event,
        parcel.uid(),
        parcel.cardUid(),
        parcel.version(),
        parcel.kind(),
        view.tone().name().toLowerCase(java.util.Locale.ROOT),
        view.language(),
        view.headline().text(),
        lines,
        notes,
        view.buttons().stream()
            .filter(b -> b.url() != null)
            .map(b -> new Link(b.label(), java.util.Objects.requireNonNull(b.url())))
            .toList(),
        text);
  }

  private String write(Body body) {
    try {
      return json.writeValueAsString(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** HMAC-SHA256 in lower-case hexadecimal. */
  static String sign(String secret, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }
}
