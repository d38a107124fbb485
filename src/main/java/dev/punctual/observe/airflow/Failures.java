package dev.punctual.observe.airflow;

import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.wire.Http.Reply;
import dev.punctual.observe.wire.Json;
import dev.punctual.observe.wire.Outages;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What went wrong with the whole source, said once: what it is and what to do. */
final class Failures {

  private final AirflowSettings settings;
  private final Outages outages;

  Failures(AirflowSettings settings) {
    this.settings = settings;
    this.outages = new Outages(settings.name(), settings.address(), "Airflow");
  }

  /** What goes for every server. */
  Outages outages() {
    return outages;
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
            + Outages.line(cause.getMessage())
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
              + Outages.host(reply.header("Location").orElse("elsewhere"))
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
    return outages.busy(
        reply, detail(reply), "look at the logs of its API server and metadata database");
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
    return outages.failure(what);
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
    return title == null || title.isBlank() ? "" : ": " + Outages.line(title);
  }

  private String address() {
    return settings.address();
  }
}
