package dev.punctual.observe;

import java.time.Instant;

/** What a source can do beyond answering: have what failed in a run tried again. */
public interface Reruns {

  /** Whether the deployment lets people do it; off unless its settings say so. */
  boolean mayRerun();

  /**
   * Has what failed in the run that answers a probe cleared, so that it starts again. Asked twice
   * it finds nothing to clear the second time.
   *
   * @throws SourceFailure when the source as a whole did not answer; nothing may have happened
   */
  Rerun rerun(Probe probe, Instant now) throws SourceFailure, InterruptedException;

  /** What came of it, in words. */
  sealed interface Rerun {

    String words();

    record Cleared(String words) implements Rerun {}

    /** Nothing was cleared, and why. */
    record Refused(String words) implements Rerun {}
  }
}
