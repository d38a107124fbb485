package dev.punctual.observe;

import dev.punctual.observe.Observation.Arrived;
import dev.punctual.observe.Observation.Newest;
import dev.punctual.observe.Observation.NotYet;
import dev.punctual.observe.Observation.Strength;
import dev.punctual.observe.Observation.Unreachable;
import dev.punctual.observe.Source.Ask;
import dev.punctual.rule.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the time of the last change of a thing proves, where earlier changes are not told: it was
 * touched then, and inside a window it may have been touched before. So the arrival lies between
 * the opening of the window and that time: before the due instant it is in time, and after it only
 * a round that said no at the due instant proves it late.
 */
public final class LastChange {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  private LastChange() {}

  /**
   * What a time answers to a probe.
   *
   * @param what was changed, as {@code app 12}, the beginning of the sentence
   * @param at when it was last changed; null where it never was, or there is nothing
   * @param strength what a change proves
   */
  public static Observation of(
      Probe probe, String what, @Nullable Instant at, Strength strength, Ask ask) {
    return of(probe, what, at, Duration.ZERO, strength, ask);
  }

  /**
   * The same for a time that is cut.
   *
   * @param cutTo what is missing at most: of a time in whole minutes a minute
   */
  public static Observation of(
      Probe probe, String what, @Nullable Instant at, Duration cutTo, Strength strength, Ask ask) {
    ZoneId zone = probe.rule().timezone();
    if (at == null) {
      return probe.deadline() == null
          ? new Newest(null, strength, what + " has never been changed")
          : NotYet.because(what + " has never been changed");
    }
    String changed = what + " was last changed at " + time(at, zone);
    if (at.isAfter(ask.now())) {
      return future(probe, changed, strength);
    }
    Deadline deadline = probe.deadline();
    if (deadline == null) {
      return new Newest(at, strength, changed);
    }
    if (at.isBefore(deadline.opensAt())) {
      return NotYet.because(changed + ", before the window opened");
    }
    Instant end = probe.nextOpensAt();
    return end != null && !at.isBefore(end)
        ? after(probe, deadline, ask, changed)
        : new Arrived(deadline.opensAt(), latest(at.plus(cutTo), ask), strength, changed);
  }

  private static Instant latest(Instant possible, Ask ask) {
    return possible.isAfter(ask.now()) ? ask.now() : possible;
  }

  /** A clock that runs ahead proves nothing; dbt and Soda would pass it. */
  private static Observation future(Probe probe, String changed, Strength strength) {
    String text = changed + ", which lies ahead and is left out";
    return probe.deadline() == null ? new Newest(null, strength, text) : NotYet.because(text);
  }

  /** What came after the next deadline opened is the next one's, and hides what was before. */
  private static Observation after(Probe probe, Deadline deadline, Ask ask, String changed) {
    Instant asked = ask.lastAnswer().get(probe.kind());
    return asked == null || asked.isBefore(deadline.dueAt())
        ? new Unreachable(
            changed + ", after the next deadline opened; what was before cannot be told")
        : NotYet.because(changed + ", after the next deadline opened");
  }

  /** A time as reasons write it, on the clock of a zone. */
  public static String time(Instant instant, ZoneId zone) {
    return TIME.format(instant.atZone(zone)) + " " + (zone.getId().equals("Z") ? "UTC" : zone);
  }
}
