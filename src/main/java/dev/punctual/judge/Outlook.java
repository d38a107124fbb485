package dev.punctual.judge;

import dev.punctual.rule.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What history says of a deadline that still waits. At risk: of past arrivals later than now,
 * measured from the due instant, the share that still made it is below one half; it takes ten
 * arrivals to say anything. Pure; changes nothing once the due instant is reached.
 */
public final class Outlook {

  /** Arrivals it takes to speak of a habit. */
  public static final int ENOUGH = 10;

  private Outlook() {}

  /**
   * Adds risk and the heads-up to a progress.
   *
   * @param lateness past arrivals as arrival minus due, in any order; negative when in time
   * @param remind heads-up this long before due, null for none
   */
  public static Progress look(
      Deadline deadline,
      Progress progress,
      List<Duration> lateness,
      @Nullable Duration remind,
      Instant now) {
    boolean expectant = progress.state() == State.WAITING || progress.state() == State.AT_RISK;
    if (!expectant || !now.isBefore(deadline.dueAt())) {
      return progress;
    }
    Progress risked = risk(deadline, progress, lateness, now);
    boolean time = remind != null && !now.isBefore(deadline.dueAt().minus(remind));
    return time && !risked.reminded() ? Steps.of(risked).reminded().end() : risked;
  }

  private static Progress risk(
      Deadline deadline, Progress progress, List<Duration> lateness, Instant now) {
    if (lateness.size() < ENOUGH) {
      return progress;
    }
    Duration position = Duration.between(deadline.dueAt(), now);
    List<Duration> later =
        lateness.stream().filter(l -> l.compareTo(position) > 0).sorted().toList();
    long inTime = later.stream().filter(l -> l.compareTo(Duration.ZERO) <= 0).count();
    if (2 * inTime >= later.size() && !later.isEmpty()) {
      return progress.state() == State.AT_RISK
          ? Steps.of(progress).state(State.WAITING).likelyAt(null).end()
          : progress;
    }
    if (progress.state() == State.AT_RISK && !isPast(progress.likelyAt(), now)) {
      return progress;
    }
    return Steps.of(progress)
        .state(State.AT_RISK)
        .likelyAt(later.isEmpty() ? null : likely(deadline, later))
        .reason(why(progress.reason(), lateness.size(), later.size(), inTime))
        .end();
  }

  private static boolean isPast(@Nullable Instant likelyAt, Instant now) {
    return likelyAt != null && likelyAt.isBefore(now);
  }

  private static Instant likely(Deadline deadline, List<Duration> later) {
    return deadline.dueAt().plus(later.get(later.size() / 2)).truncatedTo(ChronoUnit.MINUTES);
  }

  private static String why(String reason, int all, int later, long inTime) {
    String seen =
        reason.contains("; of the last ")
            ? reason.substring(0, reason.indexOf("; of the last "))
            : reason;
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

  /** Lateness of past arrivals by rule id. */
  public record History(Map<String, List<Duration>> lateness) {
    public List<Duration> of(String rule) {
      return lateness.getOrDefault(rule, List.of());
    }
  }
}
