package dev.punctual.observe;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A configured system that can be asked.
 *
 * <p>Contract: {@link #observe} answers every probe exactly once, in any order, in as few round
 * trips as the technology allows; one bad target never spoils the others; it never blocks longer
 * than the time-outs of its configuration; only a failure of the whole source is thrown. It is
 * called by one thread at a time.
 */
public interface Source extends AutoCloseable {

  /** The name in the deployment configuration. */
  String name();

  /** Type and address in words, without secrets: {@code PostgreSQL 16.4, warehouse/dwh}. */
  String description();

  /** Whether it waits to be told and asks nobody. */
  default boolean listens() {
    return false;
  }

  /** How long after the fact this evidence may still say no. */
  Duration lag(Probe probe);

  /**
   * Asks all probes.
   *
   * @throws SourceFailure when the source as a whole did not answer
   */
  Round observe(List<Probe> probes, Ask ask) throws SourceFailure, InterruptedException;

  /** Tries credentials and grants; one finding a thing tried, in words. */
  List<Finding> check(List<Probe> probes) throws InterruptedException;

  @Override
  void close();

  /**
   * The circumstances of a round.
   *
   * @param now the instant the round counts as taken at
   * @param lastAnswer start of the previous successful round by {@link Probe#kind()}; no key where
   *     there was none
   * @param remembered what earlier rounds asked to remember, survives restarts
   */
  record Ask(Instant now, Map<String, Instant> lastAnswer, Map<String, String> remembered) {}

  /**
   * What a round brought.
   *
   * @param remember entries to add or replace in the source's memory; empty when nothing moved
   * @param queries statements or requests sent
   * @param clockOffset source's clock minus ours; null where it cannot be measured
   * @param note how the round was asked, for the Sources page
   */
  record Round(
      List<Answer> answers,
      Map<String, String> remember,
      int queries,
      @Nullable Duration clockOffset,
      String note) {}

  record Answer(Probe probe, Observation observation) {}

  /** One thing that {@code sources check} tried. */
  record Finding(boolean ok, String tried, String outcome) {}
}
