package dev.punctual.review;

import dev.punctual.report.Noise;
import dev.punctual.report.PromiseChange;
import dev.punctual.review.Marks.Mark;
import dev.punctual.review.WeekFigures.Count;
import dev.punctual.review.WeekFigures.Just;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Everything the review of a week is about, as of an instant.
 *
 * @param zone of the service: where the week begins and ends
 * @param team whose review it is, empty for all together
 * @param lapses by due instant
 * @param mark null while nobody called the week reviewed
 * @param left of the half-year that is running, worst first
 * @param titles by rule id
 */
public record Review(
    Week week,
    ZoneId zone,
    Instant now,
    String team,
    List<Found> lapses,
    Count count,
    @Nullable Mark mark,
    List<Action> actions,
    List<Left> left,
    Happenings changed,
    List<Risk> risks,
    Noise noise,
    List<Just> just,
    Map<String, String> titles) {

  public Review {
    lapses = List.copyOf(lapses);
    actions = List.copyOf(actions);
    left = List.copyOf(left);
    risks = List.copyOf(risks);
    just = List.copyOf(just);
    titles = Map.copyOf(titles);
  }

  /**
   * A lapse with what is known around it.
   *
   * @param habit when its data usually arrives, null where nobody can tell
   * @param proposal null where nothing says why
   * @param before word of the verdict before the first correction, null without one
   * @param target as people know it, empty where the rule is gone
   */
  record Found(
      Lapse lapse,
      List<Happening> log,
      List<Outage> outages,
      @Nullable Habit habit,
      @Nullable Duration usualAge,
      @Nullable Proposal proposal,
      @Nullable String before,
      String kind,
      String target) {}

  /** What an allowance has left; and since when it has nothing left, or until when it lasts. */
  record Left(
      String rule, int used, int allowed, State state, @Nullable LocalDate on, int lastFourWeeks) {

    /** How it stands. */
    enum State {
      /** More misses than allowed since {@code on}. */
      OVER,
      /** All used since {@code on}: the next miss is one too many. */
      FULL,
      /** Used up on {@code on} at this pace. */
      RUNS_OUT,
      /** Lasts to the end of the half-year. */
      LASTS
    }
  }

  /** What changed of the promises in the week. */
  record Happenings(List<PromiseChange> rules, List<Closed> windows) {}

  /**
   * A maintenance window that touches the week.
   *
   * @param excused how many deadlines of the week it excused
   */
  record Closed(Instant from, Instant to, String reason, String origin, int excused) {}

  String title(String rule) {
    return Objects.requireNonNullElse(titles.get(rule), rule);
  }

  LocalDate today() {
    return LocalDate.ofInstant(now, zone);
  }

  boolean isOver() {
    return week.isOver(now, zone);
  }

  /** Those that still need a word. */
  long open() {
    return lapses.stream().filter(found -> found.lapse().isOpen()).count();
  }

  long explained() {
    return lapses.size() - open();
  }

  /** Missed and not excused, breaches apart. */
  long misses() {
    return late().filter(late -> !late.isUnknown() && late.excusal() == null).count();
  }

  /** Could not be told and not excused. */
  long unknowns() {
    return late().filter(late -> late.isUnknown() && late.excusal() == null).count();
  }

  long breaches() {
    return lapses.stream()
        .map(Found::lapse)
        .filter(lapse -> lapse instanceof Lapse.Stale && lapse.excusal() == null)
        .count();
  }

  private java.util.stream.Stream<Lapse.Late> late() {
    return lapses.stream()
        .map(Found::lapse)
        .filter(Lapse.Late.class::isInstance)
        .map(Lapse.Late.class::cast)
        .filter(late -> late.state() != dev.punctual.judge.State.MET);
  }
}
