package dev.punctual.observe;

import dev.punctual.observe.Source.Ask;
import dev.punctual.observe.Source.Finding;
import dev.punctual.observe.Source.Round;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The check of a source that learns most by being asked: one round, and what it says of the login,
 * of each target and of the clock.
 */
public final class Trial {

  /** DESIGN §4: a clock is told above this. */
  private static final Duration TOLD_ABOVE = Duration.ofSeconds(30);

  /** Nothing a source holds lies ahead of it: what lies ahead of today is a round's question. */
  private static final Instant FAR = Instant.parse("9999-01-01T00:00:00Z");

  private Trial() {}

  /**
   * Asks once.
   *
   * @param asking what the first finding tries, as {@code ask api.example.com as user punctual}
   */
  public static List<Finding> of(Source source, String asking, List<Probe> probes)
      throws InterruptedException {
    if (probes.isEmpty()) {
      return List.of(new Finding(true, asking, "no rule names a target of it yet"));
    }
    try {
      Round round = source.observe(probes, new Ask(FAR, Map.of(), Map.of()));
      List<Finding> findings = new ArrayList<>();
      findings.add(new Finding(true, asking, "it answers"));
      round.answers().forEach(answer -> findings.add(finding(answer)));
      clock(round.clockOffset(), findings);
      return findings;
    } catch (SourceFailure failure) {
      return List.of(new Finding(false, asking, String.valueOf(failure.getMessage())));
    }
  }

  private static Finding finding(Source.Answer answer) {
    Observation seen = answer.observation();
    boolean ok = !(seen instanceof Observation.Absent || seen instanceof Observation.Unreachable);
    return new Finding(ok, answer.probe().rule().target().path(), seen.text());
  }

  /** Adds what is wrong with a clock, if anything is. */
  public static void clock(@Nullable Duration offset, List<Finding> findings) {
    if (offset != null && offset.abs().compareTo(TOLD_ABOVE) > 0) {
      findings.add(
          new Finding(
              false,
              "its clock",
              "is about "
                  + (offset.abs().toSeconds() + 30) / 60
                  + " min "
                  + (offset.isNegative() ? "behind" : "ahead")
                  + "; let both follow NTP"));
    }
  }
}
