package dev.punctual.poll;

import dev.punctual.observe.Observation;
import dev.punctual.observe.Probe;
import dev.punctual.observe.Reruns;
import dev.punctual.observe.Reruns.Rerun;
import dev.punctual.observe.Source;
import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.SourceType;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * {@code type: scripted}: sources whose answers a test says; by name, for all contexts of a test.
 */
@Singleton
@Requires(property = "test.scripts")
final class ScriptedSources implements SourceType {

  private final Script script;

  ScriptedSources(Script script) {
    this.script = script;
  }

  @Override
  public String type() {
    return "scripted";
  }

  @Override
  public Set<String> targets() {
    return Set.of("table", "task", "job");
  }

  @Override
  public Source open(Settings settings) {
    return new Scripted(settings.name(), script);
  }

  /** What the sources of a test answer; shared by the contexts that are given it. */
  static final class Script {
    volatile Function<Probe, @Nullable Observation> answer =
        probe -> Observation.NotYet.because("no rows");
    volatile @Nullable String failure;
    volatile Duration lag = Duration.ZERO;
    volatile Map<String, String> remember = Map.of();
    volatile @Nullable Duration clockOffset;

    /** What comes of a re-run; null: the source does not allow it. */
    volatile @Nullable Rerun rerun;

    final List<Probe> reruns = new ArrayList<>();
    final List<Asking> askings = new ArrayList<>();

    void says(Observation observation) {
      answer = probe -> observation;
    }

    synchronized void asked(String source, List<Probe> probes, Source.Ask ask) {
      askings.add(new Asking(source, probes, ask));
    }

    synchronized Asking last() {
      return askings.getLast();
    }

    synchronized int rounds() {
      return askings.size();
    }
  }

  record Asking(String source, List<Probe> probes, Source.Ask ask) {
    Map<String, Boolean> inFull() {
      Map<String, Boolean> full = new TreeMap<>();
      probes.forEach(probe -> full.put(probe.rule().id(), probe.inFull()));
      return full;
    }

    Instant now() {
      return ask.now();
    }
  }

  private record Scripted(String name, Script script) implements Source, Reruns {
    @Override
    public String description() {
      return "scripted";
    }

    @Override
    public Duration lag(Probe probe) {
      return script.lag;
    }

    @Override
    public Round observe(List<Probe> probes, Ask ask) throws SourceFailure {
      script.asked(name, probes, ask);
      String failure = script.failure;
      if (failure != null) {
        throw new SourceFailure(failure, null);
      }
      List<Answer> answers = new ArrayList<>();
      for (Probe probe : probes) {
        Observation observation = script.answer.apply(probe);
        if (observation != null) {
          answers.add(new Answer(probe, observation));
        }
      }
      return new Round(answers, script.remember, 1, script.clockOffset, "as scripted");
    }

    @Override
    public boolean mayRerun() {
      return script.rerun != null;
    }

    @Override
    public Rerun rerun(Probe probe, Instant now) throws SourceFailure {
      script.reruns.add(probe);
      String failure = script.failure;
      if (failure != null) {
        throw new SourceFailure(failure, null);
      }
      return Objects.requireNonNull(script.rerun);
    }

    @Override
    public List<Finding> check(List<Probe> probes) {
      return List.of();
    }

    @Override
    public void close() {}
  }
}
