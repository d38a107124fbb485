package dev.punctual.observe.aws;

import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.aws.Answer.Ok;
import dev.punctual.observe.aws.Answer.Refused;
import dev.punctual.observe.wire.Http;
import dev.punctual.observe.wire.Http.Reply;
import dev.punctual.observe.wire.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;

/**
 * Sends signed requests to one service of AWS. One that is throttled is sent again twice, after a
 * pause; one that was refused for the time it was signed at, once, by the service's clock.
 */
final class Service implements AutoCloseable {

  private static final AwsV4HttpSigner SIGNER = AwsV4HttpSigner.create();
  private static final Set<String> SET_BY_CLIENT = Set.of("host", "content-length");
  private static final Duration[] PAUSES = {Duration.ofMillis(200), Duration.ofMillis(800)};

  private final String name;
  private final AccountSettings account;
  private final AwsCredentialsProvider credentials;
  private final Failures failures;
  private final Http http;
  private volatile Duration correction = Duration.ZERO;

  /**
   * Opens nothing yet.
   *
   * @param name as requests are signed for it: {@code glue}
   * @param title as people know it: {@code Glue}
   */
  Service(AccountSettings account, AwsCredentialsProvider credentials, String name, String title) {
    URI address = account.address(name);
    this.name = name;
    this.account = account;
    this.credentials = credentials;
    this.failures = new Failures(account, address.getAuthority(), title);
    this.http = new Http(failures.outages(), account.requestTimeout());
  }

  /**
   * A request of the JSON protocol.
   *
   * @param operation with its prefix: {@code AWSGlue.GetTables}
   * @throws SourceFailure when the service as a whole does not answer this login now
   */
  Answer call(String operation, Map<String, ? extends @Nullable Object> body)
      throws SourceFailure, InterruptedException {
    byte[] json = Json.write(body).getBytes(StandardCharsets.UTF_8);
    SdkHttpRequest request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.POST)
            .uri(account.address(name))
            .encodedPath("/")
            .putHeader("Content-Type", "application/x-amz-json-1.1")
            .putHeader("X-Amz-Target", operation)
            .build();
    Answer answer = send(request, json);
    if (answer instanceof Ok ok && !ok.json().isObject()) {
      throw failures.unreadable(ok.reply());
    }
    return answer;
  }

  /** A request without a body. */
  Answer get(SdkHttpRequest request) throws SourceFailure, InterruptedException {
    return send(request, null);
  }

  private Answer send(SdkHttpRequest request, byte @Nullable [] body)
      throws SourceFailure, InterruptedException {
    boolean corrected = false;
    int pauses = 0;
    while (true) {
      Reply reply = read(http.send(signed(request, body)));
      if (reply.status() / 100 == 2) {
        return new Ok(reply);
      }
      Refused refused = Refused.of(reply);
      if (Failures.isSkewed(refused) && !corrected) {
        corrected = true;
        Duration offset = http.clockOffset();
        correction = offset == null ? Duration.ZERO : offset;
      } else if (Failures.isTooMany(reply, refused) && pauses < PAUSES.length) {
        TimeUnit.NANOSECONDS.sleep(PAUSES[pauses++].toNanos());
      } else {
        SourceFailure whole = failures.whole(reply, refused);
        if (whole != null) {
          throw whole;
        }
        return refused;
      }
    }
  }

  /** Stand-ins of AWS do not all say that what they send is JSON. */
  private static Reply read(Reply reply) {
    if (reply.isJson() || reply.body().length == 0 || reply.body()[0] != '{') {
      return reply;
    }
    try {
      return new Reply(reply.status(), reply.headers(), reply.body(), Json.parse(reply.body()));
    } catch (IOException e) {
      return reply;
    }
  }

  private HttpRequest.Builder signed(SdkHttpRequest request, byte @Nullable [] body)
      throws SourceFailure {
    SignRequest.Builder<AwsCredentials> signing =
        SignRequest.builder(login())
            .request(request)
            .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, name)
            .putProperty(AwsV4HttpSigner.REGION_NAME, account.region())
            .putProperty(AwsV4FamilyHttpSigner.DOUBLE_URL_ENCODE, !name.equals("s3"))
            .putProperty(AwsV4FamilyHttpSigner.NORMALIZE_PATH, !name.equals("s3"))
            .putProperty(HttpSigner.SIGNING_CLOCK, Clock.offset(Clock.systemUTC(), correction));
    if (body != null) {
      signing.payload(ContentStreamProvider.fromByteArray(body));
    }
    SdkHttpRequest ready = SIGNER.sign(signing.build()).request();
    HttpRequest.Builder built =
        HttpRequest.newBuilder(ready.getUri())
            .method(
                request.method().name(),
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    if (body == null) {
      built.header("Accept", "*/*");
    }
    ready
        .headers()
        .forEach(
            (key, values) -> {
              if (!SET_BY_CLIENT.contains(key.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> built.header(key, value));
              }
            });
    return built;
  }

  private AwsCredentials login() throws SourceFailure {
    try {
      return credentials.resolveCredentials();
    } catch (SdkException | IllegalStateException e) {
      throw failures.noCredentials(e);
    }
  }

  Failures failures() {
    return failures;
  }

  int takeSent() {
    return http.takeSent();
  }

  /** Its clock minus ours, as of the last answers; null before any. */
  @Nullable Duration clockOffset() {
    return http.clockOffset();
  }

  @Override
  public void close() {
    http.close();
  }
}
