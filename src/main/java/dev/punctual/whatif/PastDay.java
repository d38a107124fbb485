package dev.punctual.whatif;

import dev.punctual.judge.Arrival;
import dev.punctual.judge.Verdict;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * A settled deadline, and between which instants its data became ready as far as that is known.
 *
 * @param slot start of the slot, null without {@code every}
 * @param opensAt of a slot: its end, from which its due time is measured
 * @param absentUntil a deadline due then or before was missed for certain; null where nothing says
 *     so
 * @param readyFrom a deadline due then or later was met for certain; null where no arrival is known
 * @param backfilled judged after the fact from what the source still knew
 */
public record PastDay(
    LocalDate businessDate,
    @Nullable Instant slot,
    Instant opensAt,
    Instant dueAt,
    ZoneId zone,
    BigDecimal objective,
    Verdict verdict,
    boolean excused,
    @Nullable Instant absentUntil,
    @Nullable Instant readyFrom,
    boolean backfilled) {

  static final int MINUTES_A_DAY = 24 * 60;

  /** As the ledger has it; the verdict goes before what the evidence would say. */
  @SuppressWarnings("TooManyParameters")
  static PastDay of(
      Frame frame,
      Verdict verdict,
      boolean excused,
      @Nullable Arrival arrival,
      @Nullable Instant lastNo,
      boolean backfilled) {
    Instant due = frame.dueAt();
    Instant absent = arrival == null ? lastNo : arrival.earliest();
    Instant ready = arrival == null ? null : arrival.latest();
    switch (verdict) {
      case MET -> ready = ready == null || ready.isAfter(due) ? due : ready;
      case MISSED -> {
        absent = absent == null || absent.isBefore(due) ? due : absent;
        ready = ready != null && ready.isAfter(due) ? ready : null;
      }
      case UNKNOWN -> {
        absent = absent != null && absent.isBefore(due) ? absent : null;
        ready = ready != null && ready.isAfter(due) ? ready : null;
      }
    }
    return new PastDay(
        frame.businessDate(),
        frame.slot(),
        frame.opensAt(),
        due,
        frame.zone(),
        frame.objective(),
        verdict,
        excused,
        absent,
        ready,
        backfilled);
  }

  /** What was promised for the day. */
  record Frame(
      LocalDate businessDate,
      @Nullable Instant slot,
      Instant opensAt,
      Instant dueAt,
      ZoneId zone,
      BigDecimal objective) {}

  /** How it counted. */
  public Outcome stored() {
    return excused ? Outcome.EXCUSED : Outcome.of(verdict);
  }

  /**
   * How it would have counted with another due instant. An arrival that may lie on either side of
   * it counts as missed; what could not be told stays so unless evidence decides it.
   */
  Outcome dueAt(Instant due) {
    if (excused) {
      return Outcome.EXCUSED;
    }
    if (readyFrom != null && !due.isBefore(readyFrom)) {
      return Outcome.MET;
    }
    return verdict != Verdict.UNKNOWN || isAbsent(due) ? Outcome.MISSED : Outcome.UNKNOWN;
  }

  /** Whether it would count as missed only because its arrival may lie on either side. */
  boolean isUnprovedAt(Instant due) {
    return dueAt(due) == Outcome.MISSED && readyFrom != null && !isAbsent(due);
  }

  private boolean isAbsent(Instant due) {
    return absentUntil != null && !due.isAfter(absentUntil);
  }

  /**
   * The instant of a due time.
   *
   * @param minutes on the clock from midnight of the business date; of a slot: from its end
   */
  Instant at(int minutes) {
    if (slot != null) {
      return opensAt.plusSeconds(minutes * 60L);
    }
    return businessDate
        .plusDays(Math.floorDiv(minutes, MINUTES_A_DAY))
        .atTime(Math.floorMod(minutes, MINUTES_A_DAY) / 60, Math.floorMod(minutes, 60))
        .atZone(zone)
        .toInstant();
  }
}
