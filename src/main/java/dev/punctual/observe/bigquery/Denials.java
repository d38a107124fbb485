package dev.punctual.observe.bigquery;

import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Arrived;
import dev.punctual.observe.Observation.NotYet;
import dev.punctual.observe.Probe;
import dev.punctual.observe.Source.Answer;
import dev.punctual.rule.Deadline;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * When each deadline was last answered with "no". A time that BigQuery keeps is that of the last
 * write; the first one came after the last "no". Forgotten with the process: then the arrival is
 * bounded by the opening alone.
 */
final class Denials {

  private final Map<Key, Instant> last = new HashMap<>();

  /** Another version of a rule is another question. */
  private record Key(String rule, String version, Deadline.Key deadline) {
    static @Nullable Key of(Probe probe) {
      Deadline deadline = probe.deadline();
      return deadline == null
          ? null
          : new Key(probe.rule().id(), probe.rule().version(), deadline.key());
    }
  }

  /** The arrival, not before the last "no"; a "no" that the time proves stale is left out. */
  Observation narrowed(Probe probe, Observation seen) {
    Key key = Key.of(probe);
    Instant no = key == null ? null : last.get(key);
    return no != null
            && seen instanceof Arrived a
            && no.isAfter(a.earliest())
            && no.isBefore(a.latest())
        ? new Arrived(no, a.latest(), a.strength(), a.text())
        : seen;
  }

  /** Keeps the "no"s of a round, and forgets what was not asked. */
  void keep(List<Answer> answers, Instant now) {
    Map<Key, Instant> kept = new HashMap<>();
    for (Answer answer : answers) {
      Key key = Key.of(answer.probe());
      Instant no =
          answer.observation() instanceof NotYet ? now : key == null ? null : last.get(key);
      if (key != null && no != null) {
        kept.put(key, no);
      }
    }
    last.clear();
    last.putAll(kept);
  }
}
