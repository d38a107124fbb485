package dev.punctual.judge;

import dev.punctual.rule.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What history says of a deadline that still waits. At risk: what is under way will be there after
 * the due instant at its usual pace; or, of past arrivals later than now, measured from the due
 * instant, the share that still made it is below one half. It takes ten runs or arrivals to say
 * anything. Pure; changes nothing once the due instant is reached.
 */
public final class Outlook {

  /** Arrivals it takes to speak of a habit. */
  public static final int ENOUGH = 10;

  private static final String PACE = "; at its usual pace it will be there at ";
  private static final String HABIT = "; of the last ";
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

  private Outlook() {}

  /**
   * Adds risk and the heads-up to a progress.
   *
   * @param lateness past arrivals as arrival minus due, in any order; negative when in time
   * @param paceAt when what is under way will be there at its usual pace, null where not known
   * @param remind heads-up this long before due, null for none
   */
  public static Progress look(
      Deadline deadline,
      Progress progress,
      List<Duration> lateness,
      @Nullable Instant paceAt,
      @Nullable Duration remind,
      Instant now) {
    boolean expectant = progress.state() == State.WAITING || progress.state() == State.AT_RISK;
    if (!expectant || !now.isBefore(deadline.dueAt())) {
      return progress;
    }
    Progress risked =
        paceAt != null && paceAt.isAfter(deadline.dueAt())
            ? slow(deadline, progress, paceAt)
            : risk(deadline, progress, lateness, now);
    boolean time = remind != null && !now.isBefore(deadline.dueAt().minus(remind));
    return time && !risked.reminded() ? Steps.of(risked).reminded().end() : risked;
  }

  private static Progress risk(
      Deadline deadline, Progress progress, List<Duration> lateness, Instant now) {
    if (lateness.size() < ENOUGH) {
      return calm(progress);
    }
    Duration position = Duration.between(deadline.dueAt(), now);
    List<Duration> later =
        lateness.stream().filter(l -> l.compareTo(position) > 0).sorted().toList();
    long inTime = later.stream().filter(l -> l.compareTo(Duration.ZERO) <= 0).count();
    if (2 * inTime >= later.size() && !later.isEmpty()) {
      return calm(progress);
    }
    if (progress.state() == State.AT_RISK
        && !progress.reason().contains(PACE)
        && !isPast(progress.likelyAt(), now)) {
      return progress;
    }
    return Steps.of(progress)
        .state(State.AT_RISK)
        .likelyAt(later.isEmpty() ? null : likely(deadline, later))
        .reason(why(progress.reason(), lateness.size(), later.size(), inTime))
        .end();
  }

  private static Progress calm(Progress progress) {
    return progress.state() == State.AT_RISK
        ? Steps.of(progress)
            .state(State.WAITING)
            .likelyAt(null)
            .reason(seen(progress.reason()))
            .end()
        : progress;
  }

  private static Progress slow(Deadline deadline, Progress progress, Instant paceAt) {
    Instant likelyAt = paceAt.truncatedTo(ChronoUnit.MINUTES);
    return Steps.of(progress)
        .state(State.AT_RISK)
        .likelyAt(likelyAt)
        .reason(seen(progress.reason()) + PACE + CLOCK.format(likelyAt.atZone(deadline.timezone())))
        .end();
  }

  private static boolean isPast(@Nullable Instant likelyAt, Instant now) {
    return likelyAt != null && likelyAt.isBefore(now);
  }

  private static Instant likely(Deadline deadline, List<Duration> later) {
    return deadline.dueAt().plus(later.get(later.size() / 2)).truncatedTo(ChronoUnit.MINUTES);
  }

  private static String why(String reason, int all, int later, long inTime) {
    String seen = seen(reason);
    return later == 0
        ? seen + "; of the last " + all + " arrivals none came this late"
        : seen
            + "; of the last "
            + all
            + " arrivals "
            + later
            + " came later than now, "
            + inTime
            + " of them in time";
  }

  /** The reason without what was added here. */
  private static String seen(String reason) {
    int pace = reason.indexOf(PACE);
    int habit = reason.indexOf(HABIT);
    int end = pace < 0 ? habit : habit < 0 ? pace : Math.min(pace, habit);
    return end < 0 ? reason : reason.substring(0, end);
  }

  /** Lateness of past arrivals by rule id. */
  public record History(Map<String, List<Duration>> lateness) {
    public List<Duration> of(String rule) {
      return lateness.getOrDefault(rule, List.of());
    }
  }
}
