package dev.punctual.observe.prometheus;

import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Unreachable;
import dev.punctual.observe.Probe;
import dev.punctual.observe.Source;
import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.Trial;
import dev.punctual.observe.wire.Crew;
import dev.punctual.observe.wire.Http;
import dev.punctual.observe.wire.Http.Reply;
import dev.punctual.observe.wire.Outages;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks instant queries. Metrics named without selectors are asked together, a hundred to a query;
 * an expression is a query of its own, so that one that is wrong spoils no other.
 */
final class PrometheusSource implements Source {

  private static final int NAMES = 100;
  private static final int AT_ONCE = 4;
  private static final Set<Integer> BUSY = Set.of(429, 500, 502, 503, 504);

  private final PrometheusSettings settings;
  private final Outages outages;
  private final Http http;

  PrometheusSource(PrometheusSettings settings) {
    this.settings = settings;
    this.outages = new Outages(settings.name(), settings.address(), "Prometheus");
    this.http = new Http(outages, settings.requestTimeout());
  }

  /** What a query brought. */
  private sealed interface Outcome {
    record Values(List<Series> series) implements Outcome {}

    /** The query is wrong, and why. */
    record Refused(String why) implements Outcome {}
  }

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public String description() {
    return "Prometheus, " + settings.address();
  }

  @Override
  public Duration lag(Probe probe) {
    return Duration.ZERO;
  }

  @Override
  public Round observe(List<Probe> probes, Ask ask) throws SourceFailure, InterruptedException {
    http.takeSent();
    Set<String> names = new LinkedHashSet<>();
    Set<String> expressions = new LinkedHashSet<>();
    for (Probe probe : probes) {
      String path = probe.rule().target().path();
      (Reading.NAME.matcher(path).matches() ? names : expressions).add(path);
    }
    Map<String, Outcome> outcomes = new HashMap<>(byName(List.copyOf(names)));
    List<String> asked = List.copyOf(expressions);
    List<Outcome> answered = Crew.ask(asked, AT_ONCE, this::query);
    for (int i = 0; i < asked.size(); i++) {
      outcomes.put(asked.get(i), answered.get(i));
    }
    List<Answer> answers = new ArrayList<>(probes.size());
    for (Probe probe : probes) {
      Outcome outcome = outcomes.get(probe.rule().target().path());
      answers.add(new Answer(probe, seen(probe, outcome, ask)));
    }
    int sent = http.takeSent();
    return new Round(
        answers,
        Map.of(),
        sent,
        http.clockOffset(),
        names.size() + " metrics, " + expressions.size() + " expressions, " + sent + " requests");
  }

  private static Observation seen(Probe probe, @Nullable Outcome outcome, Ask ask) {
    return switch (outcome) {
      case Outcome.Values values -> Reading.of(probe, values.series(), ask);
      case Outcome.Refused refused -> new Unreachable(refused.why());
      case null -> new Unreachable("not asked");
    };
  }

  private Map<String, Outcome> byName(List<String> names)
      throws SourceFailure, InterruptedException {
    Map<String, Outcome> outcomes = new LinkedHashMap<>();
    for (int from = 0; from < names.size(); from += NAMES) {
      List<String> some = names.subList(from, Math.min(names.size(), from + NAMES));
      switch (query("{__name__=~\"" + String.join("|", some) + "\"}")) {
        case Outcome.Values values -> {
          for (String name : some) {
            outcomes.put(
                name,
                new Outcome.Values(
                    values.series().stream().filter(s -> s.metric().equals(name)).toList()));
          }
        }
        case Outcome.Refused refused -> some.forEach(name -> outcomes.put(name, refused));
      }
    }
    return outcomes;
  }

  private Outcome query(String expression) throws SourceFailure, InterruptedException {
    Reply reply = http.send(request(expression));
    int status = reply.status();
    if (status == 401 || status == 403) {
      throw outages.failure(
          settings.address()
              + " refused "
              + settings.login()
              + " ("
              + status
              + "); correct the login of this source, or let it query");
    }
    String error = reply.json().text("error");
    if ((status == 400 || status == 422) && error != null) {
      return new Outcome.Refused(
          "the expression " + Reading.shown(expression) + " is not taken: " + Outages.line(error));
    }
    if (BUSY.contains(status)) {
      String detail = error == null ? "" : ": " + Outages.line(error);
      throw outages.busy(reply, detail, "look at its load and the cost of the expressions");
    }
    List<Series> series = status == 200 ? Series.of(reply.json().get("data")) : null;
    if (series != null) {
      return new Outcome.Values(series);
    }
    if (status == 200 && reply.json().text("status", "").equals("success")) {
      return new Outcome.Refused(
          "the expression "
              + Reading.shown(expression)
              + " gives a range or a text; write one that gives a value");
    }
    throw outages.failure(
        "there is no Prometheus at "
            + settings.address()
            + " (it answered "
            + status
            + "); the url is what stands before /api/v1/query");
  }

  private HttpRequest.Builder request(String expression) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(settings.url() + "/api/v1/query"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(
                BodyPublishers.ofString(
                    "query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8)));
    if (settings.authorization() != null) {
      request.header("Authorization", settings.authorization());
    }
    if (settings.tenant() != null) {
      request.header("X-Scope-OrgID", settings.tenant());
    }
    return request;
  }

  @Override
  public List<Finding> check(List<Probe> probes) throws InterruptedException {
    return Trial.of(this, "ask " + settings.address() + " as " + settings.login(), probes);
  }

  @Override
  public void close() {
    http.close();
  }
}
