package dev.punctual.whatif;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.punctual.whatif.Overview.Sum;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All that was asked for as programs read it: the worst rule first, and totals. */
@Serdeable(naming = SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
record OverviewDocument(
    List<SimulationDocument> items, TotalsDocument totals, List<LeftOutDocument> leftOut) {

  /** All rules together. */
  @Serdeable(naming = SnakeCaseStrategy.class)
  record TotalsDocument(int rules, SumDocument before, SumDocument after, int turns) {}

  /**
   * One side of the totals.
   *
   * @param judged rules with a met or missed day
   * @param onTarget of those the ones that are not overspent
   */
  @Serdeable(naming = SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record SumDocument(
      int met,
      int missed,
      int excused,
      int unknown,
      @Nullable BigDecimal attainment,
      int judged,
      int onTarget) {

    static SumDocument of(Sum sum) {
      return new SumDocument(
          sum.met(),
          sum.missed(),
          sum.excused(),
          sum.unknown(),
          sum.attainment().percent(),
          sum.judged(),
          sum.onTarget());
    }
  }

  /** A rule that cannot be simulated so. */
  @Serdeable(naming = SnakeCaseStrategy.class)
  record LeftOutDocument(String rule, String reason) {}

  static OverviewDocument of(Overview overview) {
    return new OverviewDocument(
        overview.rules().stream().map(SimulationDocument::of).toList(),
        new TotalsDocument(
            overview.rules().size(),
            SumDocument.of(overview.before()),
            SumDocument.of(overview.after()),
            overview.turns()),
        overview.leftOut().entrySet().stream()
            .map(rule -> new LeftOutDocument(rule.getKey(), rule.getValue()))
            .toList());
  }
}
