package dev.punctual.observe;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What jobs reported about themselves; kept by the ledger, read by the push source. */
public interface PushInbox {

  /** Reports of these jobs received at or after {@code since}, oldest first. */
  List<Report> reports(Set<String> jobs, Instant since);

  /** Since when reports can be handed in here; null where nobody listens, as in a command. */
  default @Nullable Instant openSince() {
    return null;
  }

  /**
   * One report.
   *
   * @param at when the job says it was ready
   * @param dataDate date of the data it speaks of, null where it does not say
   */
  record Report(
      String job,
      Instant at,
      @Nullable LocalDate dataDate,
      boolean success,
      @Nullable String note,
      Instant receivedAt) {}
}
