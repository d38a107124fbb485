package dev.punctual.observe.wire;

import dev.punctual.observe.SourceFailure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests: bounded in time and size, gzip taken, redirects never followed. Any number of
 * threads may send at once.
 */
public final class Http implements AutoCloseable {

  private static final int LARGEST = 64 << 20;

  private static final InstantSource CLOCK = InstantSource.system();

  private final HttpClient client;
  private final Outages outages;
  private final Duration timeout;
  private final Offset offset = new Offset();
  private final AtomicInteger sent = new AtomicInteger();

  /**
   * Opens nothing yet.
   *
   * @param timeout how long one answer may take, body and all
   */
  public Http(Outages outages, Duration timeout) {
    this.outages = outages;
    this.timeout = timeout;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(Redirect.NEVER)
            .connectTimeout(timeout)
            .build();
  }

  /**
   * An answer.
   *
   * @param body as sent, unpacked
   * @param json its body; a JSON null where that is none
   */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares replies
  public record Reply(int status, HttpHeaders headers, byte[] body, Json json) {

    public Optional<String> header(String name) {
      return headers.firstValue(name);
    }

    /** The body as UTF-8. */
    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    public boolean isJson() {
      return json.value() != null;
    }
  }

  public static HttpRequest.Builder get(URI uri) {
    return HttpRequest.newBuilder(uri).GET();
  }

  public static HttpRequest.Builder post(URI uri, String json) {
    return HttpRequest.newBuilder(uri)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(json));
  }

  /**
   * Sends one request. It asks for JSON where it does not say itself what it takes.
   *
   * @throws SourceFailure when there is no answer, or one too large
   */
  public Reply send(HttpRequest.Builder request) throws SourceFailure, InterruptedException {
    request.setHeader("Accept-Encoding", "gzip").setHeader("User-Agent", "punctual");
    if (request.build().headers().firstValue("Accept").isEmpty()) {
      request.setHeader("Accept", "application/json");
    }
    HttpRequest built = request.build();
    sent.incrementAndGet();
    Instant before = CLOCK.instant();
    HttpResponse<byte[]> response = exchange(built);
    offset.read(response, before, CLOCK.instant());
    byte[] body = unpacked(response);
    return new Reply(response.statusCode(), response.headers(), body, json(response, body));
  }

  private HttpResponse<byte[]> exchange(HttpRequest request)
      throws SourceFailure, InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST));
    try {
      return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw outages.timeout(timeout);
    } catch (ExecutionException e) {
      throw outages.unreached(e.getCause() == null ? e : e.getCause());
    } finally {
      answer.cancel(true);
    }
  }

  private static Json json(HttpResponse<byte[]> response, byte[] body) {
    String type = response.headers().firstValue("Content-Type").orElse("");
    if (!type.toLowerCase(Locale.ROOT).contains("json")) {
      return new Json(null);
    }
    try {
      return Json.parse(body);
    } catch (IOException e) {
      return new Json(null);
    }
  }

  private byte[] unpacked(HttpResponse<byte[]> response) throws SourceFailure {
    String encoding = response.headers().firstValue("Content-Encoding").orElse("");
    if (!encoding.equalsIgnoreCase("gzip")) {
      return response.body();
    }
    try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
      byte[] plain = gzip.readNBytes(LARGEST + 1);
      if (plain.length > LARGEST) {
        throw outages.unreached(new IOException("the answer is larger than " + LARGEST));
      }
      return plain;
    } catch (IOException e) {
      throw outages.unreached(e);
    }
  }

  /** Requests sent since the last call. */
  public int takeSent() {
    return sent.getAndSet(0);
  }

  /** Their clock minus ours, as of the last answers; null before any. */
  public @Nullable Duration clockOffset() {
    return offset.value();
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
