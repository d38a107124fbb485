package dev.punctual.observe.salesforce;

import dev.punctual.observe.LastChange;
import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Absent;
import dev.punctual.observe.Observation.Strength;
import dev.punctual.observe.Observation.Unreachable;
import dev.punctual.observe.Probe;
import dev.punctual.observe.Source;
import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.Trial;
import dev.punctual.observe.wire.Http;
import dev.punctual.observe.wire.Http.Reply;
import dev.punctual.observe.wire.Json;
import dev.punctual.observe.wire.Outages;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The newest record of each object, 25 questions to a request. */
final class SalesforceSource implements Source {

  /** Salesforce takes no more in one composite batch. */
  private static final int TOGETHER = 25;

  /** Times are in whole seconds. */
  private static final Duration CUT_TO = Duration.ofSeconds(1);

  private static final Set<String> MISSING = Set.of("INVALID_TYPE", "INVALID_FIELD", "NOT_FOUND");

  private final SalesforceSettings settings;
  private final Outages outages;
  private final Http http;
  private final Login login;
  private volatile String usage = "";

  SalesforceSource(SalesforceSettings settings) {
    this.settings = settings;
    this.outages = new Outages(settings.name(), settings.address(), "Salesforce");
    this.http = new Http(outages, settings.requestTimeout());
    this.login = new Login(settings, outages, http);
  }

  /** What came of a question. */
  private sealed interface Seen {
    record Newest(@Nullable Instant at) implements Seen {}

    record Nothing(Observation observation) implements Seen {}
  }

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public String description() {
    return "Salesforce, " + settings.address();
  }

  @Override
  public Duration lag(Probe probe) {
    return Duration.ZERO;
  }

  @Override
  public Round observe(List<Probe> probes, Ask ask) throws SourceFailure, InterruptedException {
    http.takeSent();
    Map<Question, Seen> seen = new HashMap<>();
    List<Question> questions = new ArrayList<>();
    for (Probe probe : probes) {
      Question question = Question.of(probe.rule().target());
      String mistake = question.mistake();
      if (mistake != null) {
        seen.put(question, new Seen.Nothing(new Absent(mistake)));
      } else if (!questions.contains(question)) {
        questions.add(question);
      }
    }
    for (int from = 0; from < questions.size(); from += TOGETHER) {
      List<Question> some = questions.subList(from, Math.min(questions.size(), from + TOGETHER));
      List<Json> results = batch(some, ask.now());
      for (int i = 0; i < some.size(); i++) {
        seen.put(some.get(i), seen(some.get(i), results.get(i)));
      }
    }
    List<Answer> answers =
        probes.stream().map(probe -> new Answer(probe, read(probe, seen, ask))).toList();
    int sent = http.takeSent();
    String note =
        questions.size()
            + " questions, "
            + sent
            + " requests"
            + (usage.isEmpty() ? "" : "; api-usage=" + usage);
    return new Round(answers, Map.of(), sent, http.clockOffset(), note);
  }

  private static Observation read(Probe probe, Map<Question, Seen> seen, Ask ask) {
    Question question = Question.of(probe.rule().target());
    // A time that the rule names says whose data it is; any edit moves that of the last change.
    Strength strength = question.field() == null ? Strength.WEAK : Strength.STRONG;
    return switch (seen.get(question)) {
      case Seen.Newest newest ->
          LastChange.of(probe, question.shown(), newest.at(), CUT_TO, strength, ask);
      case Seen.Nothing nothing -> nothing.observation();
      case null -> new Unreachable("not asked");
    };
  }

  private List<Json> batch(List<Question> some, Instant now)
      throws SourceFailure, InterruptedException {
    String version = "v" + settings.apiVersion();
    List<Map<String, String>> requests =
        some.stream()
            .map(
                question ->
                    Map.of(
                        "method",
                        "GET",
                        "url",
                        version
                            + "/query?q="
                            + URLEncoder.encode(question.soql(now), StandardCharsets.UTF_8)))
            .toList();
    String body = Json.write(Map.of("batchRequests", requests));
    URI uri = URI.create(settings.url() + "/services/data/" + version + "/composite/batch");
    Reply reply = http.send(Http.post(uri, body).header("Authorization", login.header()));
    if (reply.status() == 401) {
      login.forget();
      reply = http.send(Http.post(uri, body).header("Authorization", login.header()));
    }
    usage = reply.header("Sforce-Limit-Info").orElse("").replaceFirst("^api-usage=", "");
    List<Json> results = reply.status() == 200 ? reply.json().items("results") : null;
    if (results == null || results.size() != some.size()) {
      throw refused(reply);
    }
    return results;
  }

  private SourceFailure refused(Reply reply) {
    Json error = firstError(reply.json());
    String code = error.text("errorCode", "");
    String detail = code.isEmpty() ? "" : ": " + code + ", " + Outages.line(error.text("message"));
    if (code.equals("REQUEST_LIMIT_EXCEEDED")) {
      return outages.failure(
          "the org's API calls of 24 h are used up ("
              + usage
              + "); raise poll-interval, or buy more");
    }
    if (reply.status() == 429 || reply.status() >= 500) {
      return outages.busy(reply, detail, "look at the state of Salesforce (status.salesforce.com)");
    }
    if (reply.status() == 401 || reply.status() == 403) {
      return outages.failure(
          settings.address()
              + " does not let the connected app use the API ("
              + reply.status()
              + detail
              + "); give its user API Enabled");
    }
    return outages.failure(
        settings.address()
            + " does not answer as Salesforce does ("
            + reply.status()
            + detail
            + "); check the url and api-version");
  }

  private static Json firstError(Json body) {
    List<Json> errors = body.items();
    return errors == null || errors.isEmpty() ? new Json(null) : errors.getFirst();
  }

  private Seen seen(Question question, Json result) throws SourceFailure {
    if (result.number("statusCode", 0) == 200) {
      List<Json> records = result.get("result").items("records");
      String text = records == null || records.isEmpty() ? null : records.getFirst().text("newest");
      return records == null ? odd(question) : time(question, text);
    }
    Json error = firstError(result.get("result"));
    String code = error.text("errorCode", "");
    String said = Outages.line(error.text("message"));
    if (code.equals("REQUEST_LIMIT_EXCEEDED")) {
      throw outages.failure(
          "the org's API calls of 24 h are used up ("
              + usage
              + "); raise poll-interval, or buy more");
    }
    return new Seen.Nothing(
        MISSING.contains(code)
            ? new Absent(
                question.shown()
                    + " is unknown, or the connected app may not read it ("
                    + code
                    + ": "
                    + said
                    + ")")
            : new Unreachable(
                "the question about "
                    + question.shown()
                    + " is not taken ("
                    + code
                    + ": "
                    + said
                    + ")"));
  }

  private static Seen odd(Question question) {
    return new Seen.Nothing(
        new Unreachable("the answer about " + question.shown() + " holds no time"));
  }

  private static Seen time(Question question, @Nullable String text) {
    if (text == null) {
      return new Seen.Newest(null);
    }
    try {
      String written = text.replaceFirst("([+-][0-9]{2})([0-9]{2})$", "$1:$2");
      return new Seen.Newest(
          OffsetDateTime.parse(written).toInstant().truncatedTo(ChronoUnit.MICROS));
    } catch (DateTimeException e) {
      return odd(question);
    }
  }

  @Override
  public List<Finding> check(List<Probe> probes) throws InterruptedException {
    login.forget();
    return Trial.of(this, "ask " + settings.address() + " as the connected app", probes);
  }

  @Override
  public void close() {
    http.close();
  }
}
