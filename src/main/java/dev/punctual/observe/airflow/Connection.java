package dev.punctual.observe.airflow;

import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.wire.Http;
import dev.punctual.observe.wire.Http.Reply;
import dev.punctual.observe.wire.Json;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Speaks to one Airflow: which one it is, as whom, and what every answer may be. */
final class Connection implements AutoCloseable {

  private static final Set<Integer> OVERLOADED = Set.of(429, 502, 503, 504);

  private final AirflowSettings settings;
  private final Failures failures;
  private final Http http;
  private final Credentials credentials;
  private @Nullable Api api;
  private volatile String version = "";

  Connection(AirflowSettings settings) {
    this.settings = settings;
    this.failures = new Failures(settings);
    this.http = new Http(failures.outages(), settings.requestTimeout());
    this.credentials = new Credentials(settings, http, failures);
  }

  /** An answer showed that the server behind the url is no longer the one it was. */
  static final class ServerChanged extends Exception {
    private static final long serialVersionUID = 1L;
  }

  /** Which API it is; asked once. */
  Api api() throws SourceFailure, InterruptedException {
    Api known = api;
    if (known != null) {
      return known;
    }
    Reply three = version(Api.THREE);
    Reply two = three;
    if (!isVersion(three)) {
      two = version(Api.TWO);
      if (!isVersion(two)) {
        throw failures.notAirflow(two);
      }
    }
    known = isVersion(three) ? Api.THREE : Api.TWO;
    version = two.json().text("version", "");
    api = known;
    return known;
  }

  private Reply version(Api tried) throws SourceFailure, InterruptedException {
    HttpRequest.Builder request = Http.get(uri(tried.versionPath()));
    String early = credentials.early();
    if (early != null) {
      request.header("Authorization", early);
    }
    Reply reply = http.send(request);
    if (OVERLOADED.contains(reply.status())) {
      throw failures.busy(reply);
    }
    return reply;
  }

  private static boolean isVersion(Reply reply) {
    return reply.status() == 200 && reply.json().text("version") != null;
  }

  /** The version as Airflow says it; empty until asked. */
  String version() {
    return version;
  }

  Reply get(String path) throws SourceFailure, InterruptedException {
    return ask(() -> Http.get(uri(path)));
  }

  Reply post(String path, Map<String, Object> body) throws SourceFailure, InterruptedException {
    String json = Json.write(body);
    return ask(() -> Http.post(uri(path), json));
  }

  @FunctionalInterface
  private interface Request {
    HttpRequest.Builder build();
  }

  /** Logs in anew once, as a token may be over before its time. */
  private Reply ask(Request request) throws SourceFailure, InterruptedException {
    Api known = api();
    Reply reply = send(request, known);
    if (isStaleLogin(reply) && credentials.forget()) {
      reply = send(request, known);
    }
    if (reply.status() == 401 || isStaleLogin(reply)) {
      throw failures.forbidden(reply, known);
    }
    if (OVERLOADED.contains(reply.status())) {
      throw failures.busy(reply);
    }
    return reply;
  }

  private Reply send(Request request, Api known) throws SourceFailure, InterruptedException {
    return http.send(request.build().header("Authorization", credentials.header(known)));
  }

  /** A token signed with a former key is answered with 403, not 401. */
  private static boolean isStaleLogin(Reply reply) {
    return reply.status() == 401
        || (reply.status() == 403 && Failures.detail(reply).contains("Invalid JWT"));
  }

  /**
   * The JSON of an answer to a request that a healthy Airflow always understands.
   *
   * @throws ServerChanged when the answer is none of this API
   */
  Json understood(Reply reply, String asked) throws SourceFailure, ServerChanged {
    if (reply.status() == 403) {
      throw failures.forbidden(reply, api);
    }
    if (reply.status() == 400 || reply.status() == 422) {
      throw failures.misunderstood(reply, asked);
    }
    if (reply.status() >= 500) {
      throw failures.busy(reply);
    }
    Json json = reply.json();
    if (reply.status() != 200 || !json.isObject()) {
      throw new ServerChanged();
    }
    return json;
  }

  SourceFailure busy(Reply reply) {
    return failures.busy(reply);
  }

  SourceFailure notAirflowAnyMore() {
    return new SourceFailure(
        settings.name()
            + ": "
            + settings.address()
            + " says that it is Airflow "
            + version
            + " and does not answer like it; look at what stands between (proxy, path)",
        null);
  }

  /** Has everything asked anew that was learned about the server. */
  void forget() {
    api = null;
    credentials.forget();
  }

  int takeSent() {
    return http.takeSent();
  }

  @Nullable Duration clockOffset() {
    return http.clockOffset();
  }

  private URI uri(String path) {
    return URI.create(settings.url() + path);
  }

  @Override
  public void close() {
    http.close();
  }
}
