package dev.punctual.observe.digdag;

import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.NotYet;
import dev.punctual.observe.Observation.Present;
import dev.punctual.observe.Observation.Strength;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;

/** What the attempts at a session prove: the first success stays, whatever is run again later. */
final class SessionReading {

  private SessionReading() {}

  static Observation of(Wording words) {
    Instant first =
        words.session().attempts().stream()
            .filter(attempt -> attempt.state() == Attempt.State.SUCCESS)
            .map(Attempt::finishedAt)
            .filter(Objects::nonNull)
            .min(Comparator.naturalOrder())
            .orElse(null);
    if (first != null) {
      return words.arrived(words.subject(), first);
    }
    Attempt last = words.session().last();
    String what = words.subject();
    return switch (last.state()) {
      case RUNNING -> NotYet.because(what + " is running" + words.attempt());
      case CANCELLING -> NotYet.because(what + " is being cancelled" + words.attempt());
      case ERROR -> words.failed(what, " ended in error" + words.attempt(), last.finishedAt());
      case KILLED -> words.failed(what, " was killed" + words.attempt(), last.finishedAt());
      case SUCCESS -> new Present(Strength.STRONG, null, what + " is a success");
    };
  }
}
