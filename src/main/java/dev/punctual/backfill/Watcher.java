package dev.punctual.backfill;

import java.time.Duration;

/** Hears how it goes, and waits where there is to be waited. */
public interface Watcher {

  /** So many of all days are looked at; so many statements and requests were sent. */
  void went(int done, int all, String source, int queries);

  /**
   * Lets time pass before a source is asked again.
   *
   * @param reason empty for the usual pause between batches
   */
  void rest(Duration length, String source, String reason) throws InterruptedException;
}
