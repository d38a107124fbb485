package dev.punctual.observe.http;

import com.fasterxml.jackson.core.JsonPointer;
import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Absent;
import dev.punctual.observe.Observation.Unreachable;
import dev.punctual.observe.Probe;
import dev.punctual.observe.Source;
import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.Trial;
import dev.punctual.observe.wire.Crew;
import dev.punctual.observe.wire.Http;
import dev.punctual.observe.wire.Http.Reply;
import dev.punctual.observe.wire.Outages;
import dev.punctual.rule.Target;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Endpoints below one address: each path is asked once a round, a few at once. */
final class HttpSource implements Source {

  private static final Set<Integer> WHOLE_SERVER = Set.of(429, 502, 503, 504);

  private final HttpSettings settings;
  private final Outages outages;
  private final Http http;

  HttpSource(HttpSettings settings) {
    this.settings = settings;
    this.outages = new Outages(settings.name(), settings.address(), "the server");
    this.http = new Http(outages, settings.requestTimeout());
  }

  /** What became of a request; one of the two is null. */
  private record Outcome(@Nullable Reply reply, @Nullable SourceFailure failure) {}

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public String description() {
    return "HTTP, " + settings.address();
  }

  @Override
  public Duration lag(Probe probe) {
    return Duration.ZERO;
  }

  @Override
  public Round observe(List<Probe> probes, Ask ask) throws SourceFailure, InterruptedException {
    http.takeSent();
    List<Answer> answers = new ArrayList<>(probes.size());
    List<Question> questions = new ArrayList<>();
    for (Probe probe : probes) {
      if (probe.rule().target() instanceof Target.Item endpoint && isPointer(endpoint)) {
        questions.add(Question.of(probe, endpoint));
      } else {
        answers.add(new Answer(probe, wrong(probe)));
      }
    }
    Map<String, Outcome> outcomes = ask(questions);
    for (Question question : questions) {
      answers.add(new Answer(question.probe(), seen(question, outcomes.get(question.path()), ask)));
    }
    int sent = http.takeSent();
    String note = probes.size() + " probes, " + sent + " requests";
    return new Round(answers, Map.of(), sent, http.clockOffset(), note);
  }

  private static boolean isPointer(Target.Item endpoint) {
    try {
      return JsonPointer.compile(endpoint.details().getOrDefault("pointer", "")) != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static Observation wrong(Probe probe) {
    return probe.rule().target() instanceof Target.Item endpoint
        ? new Absent(
            "\""
                + endpoint.details().get("pointer")
                + "\" is not a JSON Pointer; write it as /finished_at")
        : new Absent("an HTTP source answers endpoints, not a " + probe.rule().target().kind());
  }

  /**
   * Every path once. A path that does not answer spoils no other; when none does, or the server
   * says no for itself, the source as a whole has failed.
   */
  private Map<String, Outcome> ask(List<Question> questions)
      throws SourceFailure, InterruptedException {
    List<String> paths = questions.stream().map(Question::path).distinct().toList();
    List<Outcome> asked = Crew.ask(paths, settings.atOnce(), this::outcome);
    Map<String, Outcome> outcomes = new LinkedHashMap<>();
    SourceFailure last = null;
    for (int i = 0; i < paths.size(); i++) {
      Outcome outcome = asked.get(i);
      outcomes.put(paths.get(i), outcome);
      last = outcome.failure() == null ? last : outcome.failure();
    }
    if (last != null && asked.stream().allMatch(outcome -> outcome.failure() != null)) {
      throw last;
    }
    return outcomes;
  }

  private Outcome outcome(String path) throws SourceFailure, InterruptedException {
    Reply reply;
    try {
      reply = http.send(request(path));
    } catch (SourceFailure failure) {
      return new Outcome(null, failure);
    }
    if (reply.status() == 401) {
      throw outages.failure(
          settings.address()
              + " refused "
              + settings.login()
              + " (401); correct the login of this source");
    }
    return WHOLE_SERVER.contains(reply.status())
        ? new Outcome(null, outages.busy(reply, "", "look at that server"))
        : new Outcome(reply, null);
  }

  private HttpRequest.Builder request(String path) throws SourceFailure {
    try {
      HttpRequest.Builder request = Http.get(URI.create(settings.url() + path));
      List<String> login = settings.loginHeader();
      return login.isEmpty() ? request : request.headers(login.toArray(String[]::new));
    } catch (IllegalArgumentException e) {
      throw outages.failure("\"" + path + "\" is not a path; encode its blanks as %20");
    }
  }

  private Observation seen(Question question, @Nullable Outcome outcome, Ask ask) {
    Reply reply = outcome == null ? null : outcome.reply();
    if (reply != null) {
      return Reading.of(settings, question, reply, ask);
    }
    SourceFailure failure = outcome == null ? null : outcome.failure();
    String why = failure == null ? "not asked" : String.valueOf(failure.getMessage());
    return new Unreachable(why.replaceFirst("^" + settings.name() + ": ", ""));
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
