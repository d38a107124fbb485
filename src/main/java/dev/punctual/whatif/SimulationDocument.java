package dev.punctual.whatif;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.punctual.report.Standing;
import dev.punctual.whatif.Simulation.Held;
import dev.punctual.whatif.Simulation.Turn;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A simulation as programs read it. Percentages have one decimal, floored; null without data. */
@Serdeable(naming = SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
record SimulationDocument(
    String rule,
    String title,
    String from,
    String to,
    String readyBy,
    @Nullable String readyByAsked,
    @Nullable BigDecimal objectiveAsked,
    CountDocument before,
    CountDocument after,
    List<TurnDocument> turns,
    List<DayDocument> left,
    List<HeldDocument> held,
    @Nullable ProposalDocument proposal,
    int backfilled) {

  /**
   * Figures of one side.
   *
   * @param missedUnproved of the missed those whose arrival may lie on either side of due
   * @param attainmentAtBest were those in time
   */
  @Serdeable(naming = SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record CountDocument(
      int due,
      int met,
      int missed,
      int missedUnproved,
      int excused,
      int unknown,
      int unrecorded,
      @Nullable BigDecimal attainment,
      @Nullable BigDecimal attainmentAtBest,
      @Nullable BigDecimal coverage,
      int missesAllowed,
      String standing) {

    static CountDocument of(Count count) {
      return new CountDocument(
          count.due(),
          count.met(),
          count.missed(),
          count.unproved(),
          count.excused(),
          count.unknown(),
          count.unrecorded(),
          count.attainment().percent(),
          count.attainmentAtBest().percent(),
          count.coverage().percent(),
          count.allowance().allowed(),
          Standing.of(count.allowance()).word());
    }
  }

  /** A day that counts otherwise. */
  @Serdeable(naming = SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record TurnDocument(String businessDate, @Nullable String slot, String before, String after) {
    static TurnDocument of(Turn turn) {
      DayDocument day = DayDocument.of(turn.day());
      return new TurnDocument(
          day.businessDate(), day.slot(), turn.before().word(), turn.after().word());
    }
  }

  /** A day that would not have been promised. */
  @Serdeable(naming = SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record DayDocument(String businessDate, @Nullable String slot, String before) {
    static DayDocument of(PastDay day) {
      return new DayDocument(
          day.businessDate().toString(),
          day.slot() == null ? null : day.slot().toString(),
          day.stored().word());
    }
  }

  /** The due time from which on a share would have been held; null where none would have. */
  @Serdeable(naming = SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record HeldDocument(BigDecimal percent, @Nullable String readyBy) {}

  /** An objective the past would have kept; null where it says nothing. */
  @Serdeable(naming = SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record ProposalDocument(@Nullable BigDecimal objective, int days) {}

  static SimulationDocument of(Simulation simulation) {
    Integer asked = simulation.variation().minutes();
    Proposal proposal = simulation.proposal();
    return new SimulationDocument(
        simulation.rule().id(),
        simulation.rule().title(),
        simulation.from().toString(),
        simulation.to().toString(),
        simulation.shown(simulation.dueNow()),
        asked == null ? null : simulation.shown(asked),
        percent(simulation.variation().objective()),
        CountDocument.of(simulation.before()),
        CountDocument.of(simulation.after()),
        simulation.turns().stream().map(TurnDocument::of).toList(),
        simulation.left().stream().map(DayDocument::of).toList(),
        simulation.held().stream().map(held -> held(simulation, held)).toList(),
        proposal == null
            ? null
            : new ProposalDocument(percent(proposal.objective()), proposal.days()),
        simulation.backfilled());
  }

  private static HeldDocument held(Simulation simulation, Held held) {
    Integer minutes = held.minutes();
    return new HeldDocument(
        java.util.Objects.requireNonNull(percent(held.share())),
        minutes == null ? null : simulation.shown(minutes));
  }

  private static @Nullable BigDecimal percent(@Nullable BigDecimal share) {
    if (share == null) {
      return null;
    }
    BigDecimal percent = share.movePointRight(2).stripTrailingZeros();
    return percent.scale() < 1 ? percent.setScale(1) : percent;
  }
}
