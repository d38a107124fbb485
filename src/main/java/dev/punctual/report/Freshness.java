package dev.punctual.report;

import dev.punctual.report.Histories.Named;
import org.jspecify.annotations.Nullable;

/**
 * How fresh the data of a freshness rule was while freshness was promised. Whole minutes: stale,
 * unknown and excused are rounded up, fresh is what is left, so that they add up to the service.
 *
 * @param serviceMinutes null where the rule is no longer in force and its hours are not known
 * @param breaches stretches of too old data that are not excused
 * @param worstAgeSeconds greatest age seen in a breach that is not excused; 0 without one
 */
public record Freshness(
    Named named,
    @Nullable Long serviceMinutes,
    long staleMinutes,
    long unknownMinutes,
    long excusedMinutes,
    int breaches,
    long worstAgeSeconds) {

  /** Service without stale, unknown and excused minutes; null where the service is not known. */
  public @Nullable Long freshMinutes() {
    return serviceMinutes == null
        ? null
        : Math.max(0, serviceMinutes - staleMinutes - unknownMinutes - excusedMinutes);
  }

  /** Fresh of fresh and stale. */
  public Share attainment() {
    Long fresh = freshMinutes();
    return fresh == null ? new Share(0, 0) : new Share(fresh, fresh + staleMinutes);
  }
}
