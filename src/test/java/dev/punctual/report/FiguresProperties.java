package dev.punctual.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.judge.State;
import dev.punctual.judge.Verdict;
import dev.punctual.ledger.Allowance;
import dev.punctual.report.Figures.Ending;
import java.math.BigDecimal;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

class FiguresProperties {

  @Property
  void met_missed_excused_and_unknown_are_due(@ForAll("endings") List<Ending> endings) {
    Figures figures = Figures.of(endings);
    long judged = endings.stream().filter(e -> e.verdict() != null && !e.trial()).count();
    assertThat(figures.met() + figures.missed() + figures.excused() + figures.unknown())
        .isEqualTo(figures.due())
        .isEqualTo((int) judged);
  }

  @Property
  void figures_of_parts_add_up_to_the_figures_of_all(
      @ForAll("endings") List<Ending> one, @ForAll("endings") List<Ending> other) {
    List<Ending> all = java.util.stream.Stream.concat(one.stream(), other.stream()).toList();
    assertThat(Figures.of(one).plus(Figures.of(other))).isEqualTo(Figures.of(all));
  }

  @Property
  void a_percentage_never_flatters(@ForAll("counts") int part, @ForAll("counts") int more) {
    BigDecimal percent = new Share(part, (long) part + more).percent();
    if (percent == null) {
      assertThat(part + more).isZero();
    } else {
      BigDecimal exact = BigDecimal.valueOf(part).movePointRight(2);
      BigDecimal whole = BigDecimal.valueOf((long) part + more);
      assertThat(percent.multiply(whole)).isLessThanOrEqualTo(exact);
      assertThat(percent.add(new BigDecimal("0.1")).multiply(whole)).isGreaterThan(exact);
    }
  }

  @Property
  void hundred_per_cent_means_all_of_it(@ForAll("counts") int part, @ForAll("counts") int more) {
    boolean printed = new Share(part, (long) part + more).toString().equals("100 %");
    assertThat(printed).isEqualTo(part > 0 && more == 0);
  }

  @Property
  void the_allowance_is_the_exact_sum_rounded_down(@ForAll("endings") List<Ending> endings) {
    long millionths =
        endings.stream()
            .filter(e -> !e.trial() && !e.excused() && e.verdict() != Verdict.UNKNOWN)
            .mapToLong(e -> 1_000_000 - e.objective().movePointRight(6).longValueExact())
            .sum();
    assertThat(Figures.allowance(endings).allowed()).isEqualTo((int) (millionths / 1_000_000));
  }

  @Property
  void excusing_a_deadline_never_raises_what_is_used(@ForAll("endings") List<Ending> endings) {
    List<Ending> excused =
        endings.stream()
            .map(
                e ->
                    new Ending(
                        e.verdict(), e.state(), true, e.trial(), e.backfilled(), e.objective()))
            .toList();
    assertThat(Figures.allowance(excused).used()).isZero();
    assertThat(Figures.of(excused).due()).isEqualTo(Figures.of(endings).due());
  }

  @Example
  void no_data_is_a_dash_and_not_a_hundred_per_cent() {
    assertThat(Figures.NONE.attainment()).hasToString("–");
    assertThat(Figures.NONE.coverage()).hasToString("–");
    assertThat(Figures.NONE.attainment().percent()).isNull();
  }

  @Example
  void a_deadline_on_trial_counts_nowhere() {
    List<Ending> trial = List.of(ending(Verdict.MISSED, State.MISSED, false, true));
    assertThat(Figures.of(trial)).isEqualTo(Figures.NONE);
    assertThat(Figures.allowance(trial)).isEqualTo(Allowance.NONE);
  }

  @Example
  void an_overdue_deadline_without_a_verdict_is_in_no_figure_but_planned() {
    List<Ending> open = List.of(ending(null, State.OVERDUE, false, false));
    assertThat(Figures.of(open)).isEqualTo(Figures.NONE);
    assertThat(Figures.allowance(open).left()).isEqualByComparingTo("0.03");
  }

  @Example
  void a_miss_that_is_still_awaited_has_not_never_arrived() {
    assertThat(Figures.of(List.of(ending(Verdict.MISSED, State.OVERDUE, false, false))))
        .isEqualTo(new Figures(0, 1, 0, 0, 0, 0, 0, 0));
    assertThat(Figures.of(List.of(ending(Verdict.MISSED, State.MISSED, false, false))))
        .isEqualTo(new Figures(0, 1, 1, 0, 0, 0, 0, 0));
  }

  @Example
  void using_the_whole_allowance_is_at_the_limit_and_one_more_overspends_it() {
    assertThat(Standing.of(allowance("5.97", 4))).isEqualTo(Standing.ON_TARGET);
    assertThat(Standing.of(allowance("5.97", 5))).isEqualTo(Standing.AT_THE_LIMIT);
    assertThat(Standing.of(allowance("5.97", 6))).isEqualTo(Standing.OVERSPENT);
    assertThat(Standing.of(allowance("0.97", 0))).isEqualTo(Standing.ON_TARGET);
    assertThat(Standing.of(allowance("0.97", 1))).isEqualTo(Standing.OVERSPENT);
  }

  @Example
  void the_bar_is_amber_from_sixty_per_cent_and_red_when_full() {
    assertThat(allowance("5", 2).level()).isEqualTo(Allowance.Level.CALM);
    assertThat(allowance("5", 3).level()).isEqualTo(Allowance.Level.NEAR);
    assertThat(allowance("5", 5).level()).isEqualTo(Allowance.Level.FULL);
    assertThat(allowance("0", 0).level()).isEqualTo(Allowance.Level.CALM);
    assertThat(allowance("0", 1).level()).isEqualTo(Allowance.Level.FULL);
  }

  private static Allowance allowance(String left, int used) {
    return new Allowance(new BigDecimal(left), used);
  }

  private static Ending ending(
      @Nullable Verdict verdict, State state, boolean excused, boolean trial) {
    return new Ending(verdict, state, excused, trial, false, new BigDecimal("0.97"));
  }

  @Provide
  Arbitrary<Integer> counts() {
    return Arbitraries.integers().between(0, 100_000);
  }

  @Provide
  Arbitrary<List<Ending>> endings() {
    Arbitrary<BigDecimal> objectives =
        Arbitraries.integers().between(1, 1_000_000).map(n -> BigDecimal.valueOf(n, 6));
    return Combinators.combine(
            Arbitraries.of(Verdict.class).injectNull(0.2),
            Arbitraries.of(State.class),
            Arbitraries.of(true, false),
            Arbitraries.of(true, false, false, false),
            Arbitraries.of(true, false),
            objectives)
        .as(Ending::new)
        .list()
        .ofMaxSize(60);
  }
}
