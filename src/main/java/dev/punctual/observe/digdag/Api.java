package dev.punctual.observe.digdag;

import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Absent;
import dev.punctual.observe.Observation.Unreachable;
import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.wire.Http;
import dev.punctual.observe.wire.Http.Reply;
import dev.punctual.observe.wire.Json;
import dev.punctual.observe.wire.Outages;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks Digdag, and says what its refusals mean. Any number of threads may ask at once. */
final class Api implements AutoCloseable {

  /**
   * Rows a page has unless it is the last. No page_size is sent: a server that is configured to
   * less than a client asks for refuses, and every server gives this many by itself.
   */
  static final int PAGE = 100;

  private final DigdagSettings settings;
  private final Outages outages;
  private final Http http;

  Api(DigdagSettings settings) {
    this.settings = settings;
    this.outages = new Outages(settings.name(), settings.address(), "Digdag");
    this.http = new Http(outages, settings.requestTimeout());
  }

  /** An answer about one thing. */
  sealed interface Answer {
    record Rows(List<Json> rows) implements Answer {}

    /** No answer about it, and what that means for the rule. */
    record Refused(Observation observation) implements Answer {}
  }

  /** A page of attempts, re-runs among them, newest first. */
  Answer attempts(Workflow workflow, @Nullable Long before)
      throws SourceFailure, InterruptedException {
    String query =
        "?project="
            + encoded(workflow.project())
            + "&workflow="
            + encoded(workflow.name())
            + "&include_retried=true"
            + (before == null ? "" : "&last_id=" + before);
    return ask("project " + workflow.project(), "/api/attempts" + query, "attempts");
  }

  Answer tasks(Attempt attempt) throws SourceFailure, InterruptedException {
    return ask("attempt " + attempt.id(), "/api/attempts/" + attempt.id() + "/tasks", "tasks");
  }

  /** One project or none. */
  Answer projects(String name) throws SourceFailure, InterruptedException {
    return ask("project " + name, "/api/projects?name=" + encoded(name), "projects");
  }

  Answer workflows(String project, long id) throws SourceFailure, InterruptedException {
    return ask("project " + project, "/api/projects/" + id + "/workflows", "workflows");
  }

  /** A page of schedules, disabled ones among them. */
  Answer schedules(String project, long id, @Nullable Long after)
      throws SourceFailure, InterruptedException {
    String query = after == null ? "" : "?last_id=" + after;
    return ask("project " + project, "/api/projects/" + id + "/schedules" + query, "schedules");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private Answer ask(String what, String path, String list)
      throws SourceFailure, InterruptedException {
    HttpRequest.Builder request = Http.get(URI.create(settings.url() + path));
    String authorization = settings.authorization();
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    Reply reply = http.send(request);
    if (reply.status() != 200) {
      return new Answer.Refused(refused(what, reply));
    }
    List<Json> rows = reply.json().items(list);
    if (rows == null) {
      throw notDigdag(reply);
    }
    return new Answer.Rows(rows);
  }

  private Observation refused(String what, Reply reply) throws SourceFailure {
    String said = reply.json().text("message");
    String detail = said == null ? "" : ": " + Outages.line(said);
    if (reply.status() == 401) {
      throw outages.failure(
          settings.address()
              + " refused "
              + settings.login()
              + " (401"
              + detail
              + "); correct username and password, or token");
    }
    if (reply.status() == 429 || reply.status() >= 500) {
      throw outages.busy(reply, detail, "look at the load of the Digdag server and its database");
    }
    if (reply.status() == 403) {
      return new Unreachable(
          settings.login()
              + " may not see "
              + what
              + " (403"
              + detail
              + "); let it view the workflows of the project");
    }
    if (!reply.isJson()) {
      throw notDigdag(reply);
    }
    return reply.status() == 404
        ? new Absent("there is no " + what + " (404" + detail + "); correct the rule")
        : new Unreachable(
            "the question about " + what + " is refused (" + reply.status() + detail + ")");
  }

  private SourceFailure notDigdag(Reply reply) {
    return outages.failure(
        settings.address()
            + " does not answer as Digdag does (status "
            + reply.status()
            + "); correct the url, which ends before /api");
  }

  /** A row that lacks what every version of Digdag tells. */
  SourceFailure oddRow(String what) {
    return outages.failure(
        settings.address() + " tells of " + what + " without id or times; is it a Digdag?");
  }

  int takeSent() {
    return http.takeSent();
  }

  @Nullable Duration clockOffset() {
    return http.clockOffset();
  }

  @Override
  public void close() {
    http.close();
  }
}
