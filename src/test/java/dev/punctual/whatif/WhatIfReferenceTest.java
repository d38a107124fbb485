package dev.punctual.whatif;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.punctual.judge.Arrival;
import dev.punctual.judge.Verdict;
import dev.punctual.observe.Observation.Strength;
import dev.punctual.rule.DayRule;
import dev.punctual.rule.Promise;
import dev.punctual.rule.Rule;
import dev.punctual.whatif.PastDay.Frame;
import dev.punctual.whatif.Simulation.Held;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/** Each ruling of docs/what-if.md is so. */
class WhatIfReferenceTest {

  private static final Pattern ROW =
      Pattern.compile("^\\| (?!question|---)([^|]*) \\|", Pattern.MULTILINE);
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final LocalDate FIRST = LocalDate.of(2026, 10, 12);
  private static final Instant NOW = Instant.parse("2026-12-01T00:00:00Z");

  private final Rule rule = SimulationProperties.rule(BERLIN, 600);
  private final List<PastDay> days = new ArrayList<>();

  @TestFactory
  Stream<DynamicTest> each_ruling_holds() throws IOException {
    Map<String, Executable> rulings = rulings();
    String page = Files.readString(Path.of("docs/what-if.md"));
    List<String> written =
        ROW.matcher(page.substring(page.indexOf("| question |")))
            .results()
            .map((MatchResult row) -> row.group(1))
            .toList();
    assertThat(rulings.keySet()).containsExactlyElementsOf(written);
    return rulings.entrySet().stream()
        .map(
            ruling ->
                dynamicTest(
                    ruling.getKey(),
                    () -> {
                      days.clear();
                      ruling.getValue().execute();
                    }));
  }

  private Map<String, Executable> rulings() {
    Map<String, Executable> rulings = new LinkedHashMap<>();
    rulings.put("an arrival at the due instant", this::atTheDueInstant);
    rulings.put(
        "the arrival is known as an interval that holds the new due instant", this::interval);
    rulings.put("never arrived", this::never);
    rulings.put("could not be told", this::unknown);
    rulings.put("a person corrected it", this::corrected);
    rulings.put("excused", this::excused);
    rulings.put("not due yet with the new due time", this::notDueYet);
    rulings.put("a day that only the other calendar promises", this::otherCalendar);
    rulings.put("97 % holds from 10:22 on", this::holds);
    rulings.put("an objective for a rule that has none", this::proposal);
    return rulings;
  }

  /** Over the change of clocks on 25 October. */
  private void atTheDueInstant() {
    for (int i = 0; i < 20; i++) {
      arrived(Verdict.MET, "09:30", "09:30");
    }
    assertThat(missed("09:30")).isZero();
    assertThat(missed("09:29")).isEqualTo(20);
  }

  private void interval() {
    arrived(Verdict.MET, "09:20", "09:40");
    Count after = simulate("09:30").after();
    assertThat(after.missed()).isEqualTo(1);
    assertThat(after.unproved()).isEqualTo(1);
    assertThat(after.attainmentAtBest()).hasToString("100 %");
  }

  private void never() {
    day(Verdict.MISSED, false, null, null);
    assertThat(missed("23:00 +1d")).isEqualTo(1);
  }

  private void unknown() {
    day(Verdict.UNKNOWN, false, null, at("09:00"));
    assertThat(simulate("09:30").after().unknown()).isEqualTo(1);
    assertThat(missed("09:00")).isEqualTo(1);
    days.clear();
    day(Verdict.UNKNOWN, false, arrival("09:50", "10:20"), null);
    assertThat(simulate("10:20").after().met()).isEqualTo(1);
    assertThat(simulate("10:10").after().unknown()).isEqualTo(1);
  }

  private void corrected() {
    day(Verdict.MET, false, null, at("11:00"));
    assertThat(simulate("10:00").after().met()).isEqualTo(1);
    assertThat(simulate("10:30").after().met()).isEqualTo(1);
    assertThat(missed("09:59")).isEqualTo(1);
  }

  private void excused() {
    day(Verdict.MISSED, true, arrival("10:30", "10:30"), null);
    assertThat(simulate("11:00").after().excused()).isEqualTo(1);
    assertThat(simulate("11:00").after().attainment().percent()).isNull();
  }

  private void notDueYet() {
    arrived(Verdict.MET, "09:30", "09:30");
    Instant noon = FIRST.atTime(12, 0).atZone(BERLIN).toInstant();
    assertThat(simulate("13:00", noon).after().due()).isZero();
    assertThat(simulate("12:00", noon).after().due()).isEqualTo(1);
  }

  /** From Monday to Sunday, of which the rule promised the Monday and the Sunday only. */
  private void otherCalendar() {
    DayRule weekend = new DayRule.Weekdays(Set.of(DayOfWeek.MONDAY, DayOfWeek.SUNDAY));
    Rule weekendRule =
        new Rule(
            rule.id(),
            rule.about(),
            rule.target(),
            on((Promise.ReadyBy) rule.promise(), weekend),
            rule.readiness(),
            rule.counting(),
            rule.notices(),
            rule.origin());
    arrived(Verdict.MET, "09:30", "09:30");
    days.add(days.getFirst());
    days.set(1, at(FIRST.plusDays(6)));
    Variation everyDay = new Variation(null, null, new DayRule.EveryDay());
    Count after = Simulation.of(weekendRule, everyDay, days, FIRST, FIRST.plusDays(6), NOW).after();
    assertThat(after.unrecorded()).isEqualTo(5);
    assertThat(after.coverage()).hasToString("28.5 %");
    assertThat(after.attainment()).hasToString("100 %");
  }

  private void holds() {
    for (int i = 0; i < 33; i++) {
      arrived(Verdict.MET, "09:30", "09:30");
    }
    arrived(Verdict.MISSED, "10:22", "10:22");
    assertThat(held("0.97")).isEqualTo(9 * 60 + 30);
    arrived(Verdict.MISSED, "10:22", "10:22");
    assertThat(held("0.97")).isEqualTo(10 * 60 + 22);
    day(Verdict.MISSED, false, null, null);
    day(Verdict.MISSED, false, null, null);
    assertThat(held("0.97")).isNull();
  }

  private void proposal() {
    for (int i = 0; i < 19; i++) {
      arrived(Verdict.MET, "09:30", "09:30");
    }
    assertThat(proposed()).isNull();
    arrived(Verdict.MET, "09:30", "09:30");
    assertThat(proposed()).isEqualByComparingTo("0.95");
    for (int i = 0; i < 10; i++) {
      day(Verdict.MISSED, false, null, null);
    }
    assertThat(proposed()).isNull();
  }

  private @Nullable BigDecimal proposed() {
    return Proposal.of(simulate("10:00").before()).objective();
  }

  private @Nullable Integer held(String share) {
    return simulate("10:00").held().stream()
        .filter(held -> held.share().compareTo(new BigDecimal(share)) == 0)
        .map(Held::minutes)
        .toList()
        .getFirst();
  }

  private static Promise on(Promise.ReadyBy by, DayRule days) {
    return new Promise.ReadyBy(by.readyBy(), days, by.dataDate(), by.opens(), by.givesUpAfter());
  }

  private int missed(String readyBy) {
    return simulate(readyBy).after().missed();
  }

  private Simulation simulate(String readyBy) {
    return simulate(readyBy, NOW);
  }

  private Simulation simulate(String readyBy, Instant now) {
    Variation variation = Variation.read(rule, new Variation.Wanted(readyBy, null, null), Map.of());
    return Simulation.of(rule, variation, days, FIRST, FIRST.plusDays(60), now);
  }

  private void arrived(Verdict verdict, String earliest, String latest) {
    day(verdict, false, arrival(earliest, latest), null);
  }

  private Arrival arrival(String earliest, String latest) {
    return new Arrival(at(earliest), at(latest), Strength.STRONG);
  }

  /** On the day that comes next. */
  private Instant at(String time) {
    return next().atTime(LocalTime.parse(time)).atZone(BERLIN).toInstant();
  }

  private LocalDate next() {
    return FIRST.plusDays(days.size());
  }

  private PastDay at(LocalDate date) {
    Instant due = date.atTime(10, 0).atZone(BERLIN).toInstant();
    return PastDay.of(
        frame(date), Verdict.MET, false, new Arrival(due, due, Strength.STRONG), null, false);
  }

  private static Frame frame(LocalDate date) {
    return new Frame(
        date,
        null,
        date.atStartOfDay(BERLIN).toInstant(),
        date.atTime(10, 0).atZone(BERLIN).toInstant(),
        BERLIN,
        BigDecimal.ONE);
  }

  private void day(
      Verdict verdict, boolean excused, @Nullable Arrival arrival, @Nullable Instant lastNo) {
    days.add(PastDay.of(frame(next()), verdict, excused, arrival, lastNo, false));
  }
}
