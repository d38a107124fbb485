package dev.punctual.observe.kintone;

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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Asks Kintone, and says what its refusals mean. */
final class Api implements AutoCloseable {

  private static final Set<Integer> BUSY = Set.of(429, 502, 503, 504);

  /** The app is not there. */
  private static final Set<String> MISSING = Set.of("GAIA_AP01", "GAIA_AP02", "GAIA_DA02");

  /** The token is not one of this app, or the user may not read it. */
  private static final Set<String> FORBIDDEN =
      Set.of("GAIA_AP15", "GAIA_NO01", "GAIA_NO02", "CB_NO01", "CB_NO02");

  /** The token is none at all. */
  private static final Set<String> UNKNOWN_TOKEN = Set.of("GAIA_IA02", "GAIA_AP03", "CB_WA01");

  private final KintoneSettings settings;
  private final Outages outages;
  private final Http http;

  Api(KintoneSettings settings) {
    this.settings = settings;
    this.outages = new Outages(settings.name(), settings.address(), "Kintone");
    this.http = new Http(outages, settings.requestTimeout());
  }

  /** An answer about one app. */
  sealed interface Answer {
    record Found(Json json) implements Answer {}

    /** No answer about this app, and what that means for its rule. */
    record Refused(Observation observation) implements Answer {}
  }

  /** The newest record by a field. */
  Answer newest(String app, Field field, @Nullable String condition)
      throws SourceFailure, InterruptedException {
    String written = field.code() + " <= " + (field.isDate() ? "TODAY()" : "NOW()");
    BinaryOperator<String> and = (one, two) -> one + " and " + two;
    String where =
        Stream.of(condition == null ? "" : "(" + condition + ")", field.isWritten() ? written : "")
            .filter(text -> !text.isEmpty())
            .reduce(and)
            .orElse("");
    String query = (where + " order by " + field.code() + " desc limit 1").strip();
    return ask(
        app,
        "records.json",
        "app=" + encoded(app) + "&fields[0]=" + encoded(field.code()) + "&query=" + encoded(query));
  }

  /** The fields of an app. */
  Answer fields(String app) throws SourceFailure, InterruptedException {
    return ask(app, "app/form/fields.json", "app=" + encoded(app));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private Answer ask(String app, String api, String query)
      throws SourceFailure, InterruptedException {
    URI uri =
        URI.create(
            settings.url()
                + settings.path(api)
                + "?"
                + query.replace("[", "%5B").replace("]", "%5D"));
    Reply reply = http.send(Http.get(uri).headers(settings.loginHeader()));
    if (reply.status() == 200 && reply.json().isObject()) {
      return new Answer.Found(reply.json());
    }
    return new Answer.Refused(refused(app, reply));
  }

  private Observation refused(String app, Reply reply) throws SourceFailure {
    String code = reply.json().text("code", "");
    String said = reply.json().text("message");
    String detail = code.isEmpty() ? "" : " (" + code + ": " + Outages.line(said) + ")";
    if (BUSY.contains(reply.status())) {
      throw outages.busy(reply, detail, "look at the number of requests of this domain");
    }
    if (MISSING.contains(code)) {
      return new Absent("there is no app " + app + detail + "; correct its number in the rule");
    }
    if (FORBIDDEN.contains(code)) {
      return new Unreachable(
          settings.login()
              + " may not read app "
              + app
              + detail
              + "; give it \"View records\" there");
    }
    if (reply.status() == 401 || UNKNOWN_TOKEN.contains(code)) {
      throw outages.failure(
          settings.address()
              + " refused "
              + settings.login()
              + detail
              + "; renew it, and publish the app after that");
    }
    if (code.isEmpty()) {
      throw outages.failure(
          "there is no Kintone at "
              + settings.address()
              + " (it answered "
              + reply.status()
              + " without saying why); correct the url");
    }
    return new Unreachable("the question about app " + app + " is not taken" + detail);
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
