package dev.punctual.observe.airflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.punctual.observe.Probe;
import dev.punctual.observe.Probes;
import dev.punctual.observe.Reruns;
import dev.punctual.observe.Source;
import dev.punctual.observe.Source.Ask;
import dev.punctual.observe.SourceType.Settings;
import dev.punctual.observe.airflow.FakeAirflow.Exchange;
import dev.punctual.rule.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Holds what the source sends, and what the fake answers, against the API descriptions that Airflow
 * publishes. They are not part of the project: the test is skipped, and says so, where they are not
 * at hand. {@code -Dpunctual.contract} or {@code PUNCTUAL_CONTRACT} name their folder.
 */
class AirflowDescriptionTest {

  private static final Instant NOW = Instant.parse("2026-11-20T09:30:00Z");

  @ParameterizedTest
  @EnumSource(Api.class)
  void requests_and_answers_fit_the_published_description(Api api) throws Exception {
    Path folder = folder();
    String file = api == Api.TWO ? "airflow-2.11.2-api-v1.yaml" : "airflow-3.3.2-api-v2.yaml";
    assumeTrue(
        Files.isReadable(folder.resolve(file)),
        () -> "skipped: there is no " + file + " in " + folder + "; set PUNCTUAL_CONTRACT");
    OpenApi description = OpenApi.read(folder.resolve(file), api == Api.TWO ? "/api/v1" : "");
    OpenApi login = OpenApi.read(folder.resolve("airflow-3.3.2-auth.yaml"), "");
    List<String> wrong = new ArrayList<>();
    List<Exchange> exchanges = everything(api);
    for (Exchange exchange : exchanges) {
      if (exchange.status() != 404) {
        wrong.addAll(
            (exchange.path().startsWith("/auth") ? login : description).objections(exchange));
      }
    }
    assertThat(exchanges).hasSizeGreaterThan(8);
    assertThat(wrong).isEmpty();
  }

  private static Path folder() {
    String property = System.getProperty("punctual.contract");
    String named = property == null ? System.getenv("PUNCTUAL_CONTRACT") : property;
    if (named != null) {
      return Path.of(named);
    }
    Path beside = Path.of("..", "shared", "contract");
    return Files.isDirectory(beside) ? beside : Path.of("..", "..", "shared", "contract");
  }

  /** A round and a check that use every request there is. */
  private static List<Exchange> everything(Api api) throws Exception {
    try (FakeAirflow airflow = new FakeAirflow(api)) {
      FakeAirflow.DagRun run = airflow.dag("a", "t", "u").scheduled("2026-11-20T00:00:00Z");
      run.expand("u", 2);
      run.task("t").failed("2026-11-20T01:00:00Z").markedSuccess(airflow, "2026-11-20T02:00:00Z");
      run.part("u", 0).succeeded("2026-11-20T01:00:00Z").cleared();
      run.part("u", 1).succeeded("2026-11-20T01:00:00Z");
      airflow.dag("empty", "t").paused = true;
      List<Probe> probes =
          List.of(
              probe("a", "t", new Target.Run.First()),
              probe("a", "u", new Target.Run.First()),
              probe("a", "v", new Target.Run.First()),
              probe("a", "t", new Target.Run.LogicalDate()),
              probe("empty", "t", new Target.Run.First()),
              probe("none", "t", new Target.Run.First()));
      try (Source source = source(airflow)) {
        source.observe(probes, new Ask(NOW, Map.of(), Map.of()));
        source.check(probes);
        run.task("t").failed("2026-11-20T03:00:00Z");
        ((Reruns) source).rerun(probes.getFirst(), NOW);
      }
      return List.copyOf(airflow.exchanges);
    }
  }

  private static Probe probe(String dag, String task, Target.Run run) {
    return Probes.on(LocalDate.parse("2026-11-20")).of(new Target.Task("airflow", dag, task, run));
  }

  private static Source source(FakeAirflow airflow) {
    return new AirflowType()
        .open(
            new Settings(
                "airflow",
                Map.of(
                    "url",
                    Objects.requireNonNull(airflow.url()),
                    "username",
                    FakeAirflow.USER,
                    "password",
                    FakeAirflow.PASSWORD)));
  }
}
