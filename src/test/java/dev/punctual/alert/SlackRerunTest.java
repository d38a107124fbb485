package dev.punctual.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.TestDatabase;
import dev.punctual.alert.slack.StrictSlack;
import dev.punctual.observe.Probe;
import dev.punctual.observe.Reruns;
import dev.punctual.observe.Source;
import dev.punctual.observe.SourceType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The Re-run button: one failed task is cleared at once, of several a form asks which. */
class SlackRerunTest {

  private static final Instant NOW = Stage.DUE.plusSeconds(60);
  private static final Duration SOON = Duration.ofSeconds(30);

  private final ConcurrentLinkedQueue<String> cleared = new ConcurrentLinkedQueue<>();
  private StrictSlack slack;
  private Stage stage;
  private SignedSlack signed;

  @BeforeEach
  void open() {
    slack = StrictSlack.start();
    slack.channel("data-sla");
    Map<String, Object> properties = new HashMap<>(TestDatabase.h2());
    properties.put("punctual.slack.signing-secret", SignedSlack.SECRET);
    properties.put("punctual.sources.airflow.type", "orchestrator");
    stage =
        Stage.open(
            properties,
            slack,
            List.of(Clock.fixed(NOW, ZoneOffset.UTC), new Orchestrator(cleared)));
    stage.task("load", "Load").task("export", "Export").start();
    signed = SignedSlack.of(stage, NOW);
  }

  @AfterEach
  void close() {
    stage.close();
    assertThat(slack.violations()).isEmpty();
    slack.close();
  }

  @Test
  void a_failed_task_is_cleared_once_and_who_asked_stands_in_the_thread() throws Exception {
    stage.failed(Stage.DUE, "load");
    stage.run(Stage.DUE);
    assertThat(slack.messages("data-sla").getFirst().all()).contains("Re-run");
    signed.press("U1", "rerun", card());
    slack.await(SOON, s -> s.whispers().size() == 1);
    assertThat(slack.whispers()).containsExactly("Load: cleared load");
    assertThat(cleared).containsExactly("load");
    stage.run(NOW);
    assertThat(slack.replies(slack.messages("data-sla").getFirst()).getFirst().all())
        .contains("Re-run by K. Tanaka: Load: cleared load");
  }

  @Test
  void of_several_failed_tasks_a_form_asks_which() throws Exception {
    stage.failed(Stage.DUE, "load", "export");
    stage.run(Stage.DUE);
    signed.press("U1", "rerun", card());
    assertThat(slack.views().getFirst().toString())
        .contains("Re-run what failed", "Export", "Load");
    long load = stage.entry("load").id();
    signed.submit("U1", "rerun", card(), List.of(load), "", "");
    assertThat(cleared).containsExactly("load");
  }

  @Test
  void what_is_there_by_now_is_not_run_again() throws Exception {
    stage.failed(Stage.DUE, "load");
    stage.run(Stage.DUE);
    stage.arrived(NOW, "load");
    signed.press("U1", "rerun", card());
    slack.await(SOON, s -> s.whispers().size() == 1);
    assertThat(slack.whispers())
        .containsExactly("Nothing on this card has failed and may be re-run any more.");
    assertThat(cleared).isEmpty();
  }

  private String card() {
    return stage.cards("card").getFirst().uid();
  }

  /** Opens sources that clear what they are asked to. */
  private record Orchestrator(ConcurrentLinkedQueue<String> cleared) implements SourceType {
    @Override
    public String type() {
      return "orchestrator";
    }

    @Override
    public Set<String> targets() {
      return Set.of("task");
    }

    @Override
    public Source open(Settings settings) {
      return new Airflow(settings.name(), cleared);
    }
  }

  private record Airflow(String name, ConcurrentLinkedQueue<String> cleared)
      implements Source, Reruns {
    @Override
    public String description() {
      return "an orchestrator";
    }

    @Override
    public Duration lag(Probe probe) {
      return Duration.ZERO;
    }

    @Override
    public Round observe(List<Probe> probes, Ask ask) {
      return new Round(List.of(), Map.of(), 0, null, "");
    }

    @Override
    public List<Finding> check(List<Probe> probes) {
      return List.of();
    }

    @Override
    public boolean mayRerun() {
      return true;
    }

    @Override
    public Rerun rerun(Probe probe, Instant now) {
      cleared.add(probe.rule().id());
      return new Rerun.Cleared("cleared " + probe.rule().id());
    }

    @Override
    public void close() {}
  }
}
