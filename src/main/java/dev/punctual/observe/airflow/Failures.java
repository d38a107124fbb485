package dev.punctual.observe.airflow;

import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.airflow.Http.Reply;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What went wrong with the whole source, said once: what it is and what to do. */
final class Failures {

  private static final int LONGEST_DETAIL = 200;
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);

  private final AirflowSettings settings;

  Failures(AirflowSettings settings) {
    this.settings = settings;
  }

  SourceFailure timeout() {
    return failure(
        address()
            + " did not answer within "
            + settings.requestTimeout().toMillis() / 1000.0
            + " s; look at the API server's load, or raise request-timeout");
  }

  /** No answer came. */
  SourceFailure unreached(Throwable cause) {
    return new SourceFailure(settings.name() + ": " + why(cause), null);
  }

  private String why(Throwable cause) {
    for (Throwable t = cause; t != null; t = t.getCause()) {
      switch (t) {
        case UnknownHostException e -> {
          return unknownHost();
        }
        case UnresolvedAddressException e -> {
          return unknownHost();
        }
        case HttpTimeoutException e -> {
          return address() + " did not answer within the request-timeout; check the network";
        }
        case SSLException e -> {
          return "no trusted TLS connection to "
              + address()
              + ": "
              + line(e.getMessage())
              + "; check the certificate, and whether the url should begin with http:";
        }
        case NoRouteToHostException e -> {
          return "there is no way to " + address() + "; check the network";
        }
        case Throwable other -> {}
      }
    }
    if (cause instanceof ConnectException) {
      return address() + " refused the connection; is Airflow running, are host and port right?";
    }
    return "the connection to " + address() + " broke: " + line(String.valueOf(cause.getMessage()));
  }

  private String unknownHost() {
    return "the host of " + address() + " is unknown; check the url and name resolution";
  }

  /** The login itself was refused. */
  SourceFailure loginRefused(Reply reply) {
    return failure(
        "login as "
            + settings.login()
            + " was refused by "
            + address()
            + " ("
            + reply.status()
            + detail(reply)
            + "); check username and password");
  }

  SourceFailure noPasswordLogin(Reply reply) {
    return failure(
        address()
            + " gives no token for a password (POST /auth/token answered "
            + reply.status()
            + detail(reply)
            + "); set token, or auth: google for Cloud Composer");
  }

  SourceFailure noGoogleAccount(Exception cause) {
    return failure(
        "no Google credentials: "
            + line(cause.getMessage())
            + "; run as a service account with the role composer.user, or set"
            + " GOOGLE_APPLICATION_CREDENTIALS");
  }

  /** 401 or 403 after logging in anew. */
  SourceFailure forbidden(Reply reply, @Nullable Api api) {
    String who = settings.login() + " was refused by " + address();
    String answer = " (" + reply.status() + detail(reply) + ")";
    if (api == Api.TWO) {
      return failure(
          who
              + answer
              + ", and Airflow 2 does not say why; check the password, the role (Viewer is"
              + " enough) and that [api] auth_backends holds"
              + " airflow.providers.fab.auth_manager.api.auth.backend.basic_auth");
    }
    return failure(
        reply.status() == 401
            ? who + answer + "; the token has expired or is not for this server: renew it"
            : who + answer + "; give it a role that may read DAGs, runs and tasks (viewer)");
  }

  /** Neither version address answers as Airflow does. */
  SourceFailure notAirflow(Reply reply) {
    int status = reply.status();
    if (status >= 300 && status < 400) {
      return failure(
          address()
              + " redirects to "
              + host(reply.header("Location").orElse("elsewhere"))
              + "; if that is a sign-in page set token or auth: google, else correct the url");
    }
    if (status == 401 || status == 403) {
      return failure(
          address()
              + " tells not even its version without a login ("
              + status
              + "); something stands before Airflow: set token or auth: google");
    }
    if (status >= 500) {
      return busy(reply);
    }
    return failure(
        "there is no Airflow at "
            + address()
            + " (it answered "
            + status
            + (reply.isJson() ? "" : " with a page that is no JSON")
            + "); the url is that of the web server, or in Airflow 3 of the API server");
  }

  /** 429 and 5xx. */
  SourceFailure busy(Reply reply) {
    String what =
        reply.status() == 429 ? "asks for fewer requests" : "failed (" + reply.status() + ")";
    return new SourceFailure(
        settings.name()
            + ": "
            + address()
            + " "
            + what
            + detail(reply)
            + "; look at the logs of its API server and metadata database",
        null,
        retryAfter(reply.header("Retry-After").orElse("")));
  }

  /** A request of ours that this Airflow does not take. */
  SourceFailure misunderstood(Reply reply, String asked) {
    return failure(
        address()
            + " did not understand "
            + asked
            + " ("
            + reply.status()
            + detail(reply)
            + "); Airflow 2.7.1 or newer is needed");
  }

  private SourceFailure failure(String what) {
    return new SourceFailure(settings.name() + ": " + what, null);
  }

  /** Seconds or a date; null where it is neither, and never more than an hour. */
  private static @Nullable Duration retryAfter(String header) {
    try {
      Duration wait =
          header.matches("[0-9]{1,9}")
              ? Duration.ofSeconds(Long.parseLong(header))
              : Duration.between(
                  InstantSource.system().instant(),
                  ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME));
      return wait.isNegative() ? null : wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** What the answer says of itself, as {@code ": Forbidden"}; empty where it says nothing. */
  static String detail(Reply reply) {
    Json body = reply.json();
    String text = body.text("detail");
    String title = text == null ? body.text("title") : text;
    // A validation error repeats what was sent, passwords too: only its words are taken.
    List<Json> problems = body.items("detail");
    if (title == null && problems != null && !problems.isEmpty()) {
      title = problems.getFirst().get("loc").value() + " " + problems.getFirst().text("msg", "");
    }
    title = title == null ? body.get("detail").text("reason") : title;
    return title == null || title.isBlank() ? "" : ": " + line(title);
  }

  private static String line(@Nullable String text) {
    String line = text == null ? "no reason given" : text.strip().replaceAll("\\s+", " ");
    String cut = line.length() > LONGEST_DETAIL ? line.substring(0, LONGEST_DETAIL) + "…" : line;
    return cut.replaceAll("[.\\s]+$", "");
  }

  private static String host(String location) {
    try {
      String host = URI.create(location).getHost();
      return host == null ? "another page" : host;
    } catch (IllegalArgumentException e) {
      return "elsewhere";
    }
  }

  private String address() {
    return settings.address();
  }
}
