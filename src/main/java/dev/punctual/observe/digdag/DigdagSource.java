package dev.punctual.observe.digdag;

import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Absent;
import dev.punctual.observe.Probe;
import dev.punctual.observe.Source;
import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.Trial;
import dev.punctual.observe.wire.Crew;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A Digdag: a request a workflow, and one for each attempt whose tasks are watched. */
final class DigdagSource implements Source {

  private static final int AT_ONCE = 5;

  /** An attempt that is done is told so with its commit. */
  private static final Duration LAG = Duration.ofSeconds(5);

  private final DigdagSettings settings;
  private final Api api;
  private final Projects projects;

  DigdagSource(DigdagSettings settings) {
    this.settings = settings;
    this.api = new Api(settings);
    this.projects = new Projects(api);
  }

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public String description() {
    return "Digdag, " + settings.address();
  }

  @Override
  public Duration lag(Probe probe) {
    return LAG;
  }

  @Override
  public Round observe(List<Probe> probes, Ask ask) throws SourceFailure, InterruptedException {
    api.takeSent();
    List<Answer> answers = new ArrayList<>(probes.size());
    Map<Workflow, List<Question>> byWorkflow = new LinkedHashMap<>();
    for (Probe probe : probes) {
      Question question = Question.of(probe, ask.now());
      Workflow workflow = Workflow.of(question.path());
      if (workflow == null) {
        answers.add(new Answer(probe, noWorkflow(question)));
      } else {
        byWorkflow.computeIfAbsent(workflow, w -> new ArrayList<>()).add(question);
      }
    }
    lookAhead(byWorkflow, ask.now());
    Crew.ask(
            List.copyOf(byWorkflow.entrySet()),
            AT_ONCE,
            entry -> answers(entry.getKey(), entry.getValue(), ask.now()))
        .forEach(answers::addAll);
    int sent = api.takeSent();
    String note = byWorkflow.size() + " workflows, " + sent + " requests";
    return new Round(answers, Map.of(), sent, api.clockOffset(), note);
  }

  private static Observation noWorkflow(Question question) {
    return new Absent(
        "\"" + question.path() + "\" is no workflow; write project/workflow, as shop/daily");
  }

  /**
   * The next session has to be known as of before the attempts are listed: one that starts between
   * would be in neither.
   */
  private void lookAhead(Map<Workflow, List<Question>> byWorkflow, Instant now)
      throws SourceFailure, InterruptedException {
    Set<String> ahead = new TreeSet<>();
    byWorkflow.forEach(
        (workflow, questions) -> {
          if (questions.stream().anyMatch(question -> question.awaitsLater(now))) {
            ahead.add(workflow.project());
          }
        });
    for (String project : ahead) {
      projects.renew(project, now);
    }
  }

  private List<Answer> answers(Workflow workflow, List<Question> questions, Instant now)
      throws SourceFailure, InterruptedException {
    List<Observation> seen = new Reading(api, projects, workflow, now).of(questions);
    List<Answer> answers = new ArrayList<>(questions.size());
    for (int i = 0; i < questions.size(); i++) {
      answers.add(new Answer(questions.get(i).probe(), seen.get(i)));
    }
    return answers;
  }

  @Override
  public List<Finding> check(List<Probe> probes) throws InterruptedException {
    projects.forget();
    List<Finding> findings =
        Trial.of(this, "ask " + settings.address() + " as " + settings.login(), probes);
    projects.forget();
    return findings;
  }

  @Override
  public void close() {
    api.close();
  }
}
