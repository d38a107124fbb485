package dev.punctual.observe.wire;

import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.wire.Http.Reply;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A REST API of Google's: who asks, which failures are of the whole source, and which refusals are
 * about one request. Any number of threads may ask at once.
 */
public final class GoogleApi implements AutoCloseable {

  /** Reasons that pass by themselves. */
  private static final Set<String> BUSY =
      Set.of(
          "quotaExceeded",
          "rateLimitExceeded",
          "userRateLimitExceeded",
          "dailyLimitExceeded",
          "sharingRateLimitExceeded",
          "jobRateLimitExceeded",
          "backendError",
          "jobBackendError",
          "internalError",
          "jobInternalError");

  private static final String HIDDEN = "•••";
  private static final Pattern SIGNED = Pattern.compile("eyJ[\\w-]+\\.[\\w-]+\\.[\\w-]*");

  private static final Pattern DESCRIPTION =
      Pattern.compile("\"error_description\"\\s*:\\s*\"([^\"]+)\"");

  private final Service service;
  private final Outages outages;
  private final Http http;
  private final GoogleAccount account;
  private volatile String token = "";

  /** Asks nothing yet. */
  public GoogleApi(Service service, Outages outages, Duration timeout, GoogleAccount account) {
    this.service = service;
    this.outages = outages;
    this.http = new Http(outages, timeout);
    this.account = account;
  }

  /**
   * Which API it is.
   *
   * @param root with its version, without a slash at its end
   * @param title as people call it
   * @param api as it is enabled: {@code bigquery.googleapis.com}
   * @param project whose quotas count, in words: {@code project acme}
   */
  public record Service(URI root, String title, String api, String project) {}

  /** One request was refused; others may go on. */
  public static final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;

    /**
     * A refusal.
     *
     * @param reason as Google writes it: {@code notFound}, {@code accessDenied}, …
     * @param message what it says of it
     */
    public Refusal(String reason, String message) {
      super(message);
      this.reason = reason;
    }

    public String reason() {
      return reason;
    }

    public String said() {
      return String.valueOf(getMessage());
    }
  }

  /**
   * Asks for a resource.
   *
   * @param path below the root, with its query
   * @throws SourceFailure when nothing can be asked at all, or later
   */
  public Json get(String path) throws SourceFailure, InterruptedException, Refusal {
    return ask(() -> Http.get(uri(path)));
  }

  /** The same with a body. */
  public Json post(String path, Map<String, ?> body)
      throws SourceFailure, InterruptedException, Refusal {
    String json = Json.write(body);
    return ask(() -> Http.post(uri(path), json));
  }

  private URI uri(String path) {
    return URI.create(service.root() + "/" + path);
  }

  private Json ask(Supplier<HttpRequest.Builder> request)
      throws SourceFailure, InterruptedException, Refusal {
    Reply reply = send(request.get());
    if (reply.status() == 401) {
      // Revoked before its time, or the key was exchanged: once more with a new one.
      account.forget();
      reply = send(request.get());
    }
    return understood(reply);
  }

  private Reply send(HttpRequest.Builder request) throws SourceFailure, InterruptedException {
    return http.send(request.header("Authorization", "Bearer " + token()));
  }

  private String token() throws SourceFailure {
    try {
      token = account.token();
      return token;
    } catch (IOException e) {
      throw outages.failure(
          "no login at Google with "
              + account
              + ": "
              + Outages.line(discreet(reason(String.valueOf(e.getMessage()))))
              + "; set credentials-file to the key of a service account that is there, or run with"
              + " workload identity");
    }
  }

  /** Google's own words, out of the library's report of a whole request. */
  private static String reason(String message) {
    Matcher said = DESCRIPTION.matcher(message);
    return said.find() ? said.group(1) : message;
  }

  /** A server may repeat what it was sent: tokens, and what is signed to have one. */
  private String discreet(String said) {
    String without = token.isEmpty() ? said : said.replace(token, HIDDEN);
    return SIGNED.matcher(without).replaceAll(HIDDEN);
  }

  private Json understood(Reply reply) throws SourceFailure, Refusal {
    int status = reply.status();
    if (status / 100 == 2 && reply.json().isObject()) {
      return reply.json();
    }
    Json error = reply.json().get("error");
    String reason = reason(error);
    String said = discreet(error.text("message", ""));
    if (status == 429 || status >= 500 || BUSY.contains(reason)) {
      throw busy(reply, said);
    }
    if (!error.isObject() || status < 400) {
      throw stranger(status);
    }
    if (status == 401) {
      throw refused(said);
    }
    if (reason.equals("accessNotConfigured")) {
      throw outages.failure(
          "the API of "
              + service.title()
              + " is off in "
              + service.project()
              + "; enable "
              + service.api()
              + " there");
    }
    throw new Refusal(reason, said.isEmpty() ? "no reason given" : said);
  }

  private static String reason(Json error) {
    List<Json> errors = error.items("errors");
    return errors == null || errors.isEmpty()
        ? error.text("status", "")
        : errors.getFirst().text("reason", "");
  }

  private SourceFailure busy(Reply reply, String said) {
    return outages.busy(
        reply,
        said.isEmpty() ? "" : ": " + Outages.line(said),
        "look at the quotas of "
            + service.title()
            + " in "
            + service.project()
            + ", or ask less often");
  }

  /** 401 with a new token. */
  private SourceFailure refused(String said) {
    return outages.failure(
        service.title()
            + " refuses the login of "
            + account
            + ": "
            + Outages.line(said)
            + "; is the service account deleted or its key revoked?");
  }

  private SourceFailure stranger(int status) {
    return outages.failure(
        outages.address()
            + " does not answer as "
            + service.title()
            + " does ("
            + status
            + "); correct the url, or look at the proxy in between");
  }

  /** Who asks, for people. */
  public String login() {
    return account.toString();
  }

  /** Requests sent since the last call, without those for tokens. */
  public int takeSent() {
    return http.takeSent();
  }

  /** Their clock minus ours; null before any answer. */
  public @Nullable Duration clockOffset() {
    return http.clockOffset();
  }

  @Override
  public void close() {
    http.close();
  }
}
