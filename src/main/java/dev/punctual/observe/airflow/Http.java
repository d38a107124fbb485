package dev.punctual.observe.airflow;

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
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Sends requests: bounded in time and size, gzip taken, redirects never followed. */
final class Http implements AutoCloseable {

  /** Two thousand task instances are 2 MB. */
  private static final int LARGEST = 64 << 20;

  private static final InstantSource CLOCK = InstantSource.system();

  private final HttpClient client;
  private final Failures failures;
  private final Duration timeout;
  private final Offset offset = new Offset();
  private int sent;

  Http(AirflowSettings settings, Failures failures) {
    this.failures = failures;
    this.timeout = settings.requestTimeout();
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
   * @param json its body; a JSON null where that is none
   */
  record Reply(int status, HttpHeaders headers, Json json) {

    Optional<String> header(String name) {
      return headers.firstValue(name);
    }

    boolean isJson() {
      return json.value() != null;
    }
  }

  static HttpRequest.Builder get(URI uri) {
    return HttpRequest.newBuilder(uri).GET();
  }

  static HttpRequest.Builder post(URI uri, String json) {
    return HttpRequest.newBuilder(uri)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(json));
  }

  /**
   * Sends one request.
   *
   * @throws SourceFailure when there is no answer, or one too large
   */
  Reply send(HttpRequest.Builder request) throws SourceFailure, InterruptedException {
    HttpRequest built =
        request
            .header("Accept", "application/json")
            .header("Accept-Encoding", "gzip")
            .header("User-Agent", "punctual")
            .build();
    sent++;
    Instant before = CLOCK.instant();
    HttpResponse<byte[]> response = exchange(built);
    offset.read(response, before, CLOCK.instant());
    return new Reply(response.statusCode(), response.headers(), json(response));
  }

  private HttpResponse<byte[]> exchange(HttpRequest request)
      throws SourceFailure, InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST));
    try {
      return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw failures.timeout();
    } catch (ExecutionException e) {
      throw failures.unreached(e.getCause() == null ? e : e.getCause());
    } finally {
      answer.cancel(true);
    }
  }

  private Json json(HttpResponse<byte[]> response) throws SourceFailure {
    String type = response.headers().firstValue("Content-Type").orElse("");
    if (!type.toLowerCase(Locale.ROOT).contains("json")) {
      return new Json(null);
    }
    try {
      return Json.parse(unpacked(response));
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
        throw failures.unreached(new IOException("the answer is larger than " + LARGEST));
      }
      return plain;
    } catch (IOException e) {
      throw failures.unreached(e);
    }
  }

  /** Requests sent since the last call. */
  int takeSent() {
    int count = sent;
    sent = 0;
    return count;
  }

  /** Their clock minus ours, as of the last answers; null before any. */
  @Nullable Duration clockOffset() {
    return offset.value();
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
