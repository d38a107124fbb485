package dev.punctual.whatif;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.judge.Arrival;
import dev.punctual.judge.Verdict;
import dev.punctual.observe.Observation.Strength;
import dev.punctual.rule.DayRule;
import dev.punctual.rule.DayTime;
import dev.punctual.rule.Promise;
import dev.punctual.rule.Readiness;
import dev.punctual.rule.Rule;
import dev.punctual.rule.Target;
import dev.punctual.whatif.PastDay.Frame;
import dev.punctual.whatif.Simulation.Held;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

/** A simulation against a recount that goes day by day and minute by minute, and knows no sums. */
class SimulationProperties {

  /** Clocks change in both directions, at midnight too, and never. */
  private static final List<ZoneId> ZONES =
      List.of(
          ZoneId.of("Asia/Tokyo"),
          ZoneId.of("Europe/Berlin"),
          ZoneId.of("America/New_York"),
          ZoneId.of("America/Santiago"),
          ZoneId.of("Australia/Lord_Howe"),
          ZoneId.of("UTC"));

  private static final Instant LATER = Instant.parse("2027-06-01T00:00:00Z");
  private static final BigDecimal OBJECTIVE = new BigDecimal("0.95");

  /** What is stored of a day, before anything is made of it. */
  private record Stored(
      Frame frame,
      Verdict verdict,
      boolean excused,
      @Nullable Arrival arrival,
      @Nullable Instant lastNo) {
    PastDay day() {
      return PastDay.of(frame, verdict, excused, arrival, lastNo, false);
    }
  }

  @Property(tries = 300)
  void what_stays_as_it_was_counts_as_it_did(@ForAll long seed) {
    Random dice = new Random(seed);
    Rule rule = rule(zone(dice), dueMinutes(dice));
    List<Stored> past = past(rule, dice);
    Simulation simulation = simulate(rule, past, Variation.NONE);
    assertThat(simulation.turns()).isEmpty();
    assertThat(simulation.after()).isEqualTo(simulation.before());
    assertThat(simulation.after().unproved()).isZero();
  }

  @Property(tries = 300)
  void another_due_time_counts_as_a_recount_by_hand(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 2_500) int minutes) {
    Random dice = new Random(seed);
    Rule rule = rule(zone(dice), dueMinutes(dice));
    List<Stored> past = past(rule, dice);
    Simulation simulation = simulate(rule, past, new Variation(minutes, null, null));
    assertThat(figures(simulation.after())).isEqualTo(recount(past, minutes));
    List<LocalDate> turned =
        past.stream()
            .filter(day -> !word(day, minutes).equals(day.day().stored().word()))
            .map(day -> day.frame().businessDate())
            .toList();
    assertThat(simulation.turns().stream().map(turn -> turn.day().businessDate()))
        .containsExactlyElementsOf(turned);
  }

  @Property(tries = 60)
  void the_earliest_time_that_holds_is_the_one_found_by_trying_all(@ForAll long seed) {
    Random dice = new Random(seed);
    Rule rule = rule(zone(dice), dueMinutes(dice));
    List<Stored> past = past(rule, dice);
    Simulation simulation = simulate(rule, past, Variation.NONE);
    for (Held held : simulation.held()) {
      assertThat(held.minutes()).isEqualTo(byTrying(past, held.share(), simulation));
    }
  }

  @Property(tries = 100)
  void another_calendar_keeps_the_days_it_promises(@ForAll long seed) {
    Random dice = new Random(seed);
    Rule rule = rule(zone(dice), dueMinutes(dice));
    List<Stored> past = past(rule, dice);
    DayRule workdays =
        new DayRule.Weekdays(
            Set.of(DayOfWeek.MONDAY, DayOfWeek.TUESDAY, DayOfWeek.THURSDAY, DayOfWeek.FRIDAY));
    Simulation simulation = simulate(rule, past, new Variation(null, null, workdays));
    long kept =
        past.stream()
            .map(day -> day.frame().businessDate().getDayOfWeek())
            .filter(day -> day != DayOfWeek.WEDNESDAY && day.getValue() < 6)
            .count();
    assertThat((long) simulation.after().due()).isEqualTo(kept);
    assertThat(simulation.left().size() + kept).isEqualTo(past.size());
  }

  @Property(tries = 200)
  void a_later_due_time_never_lowers_the_attainment_where_clocks_stand_still(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 1_400) int minutes) {
    Random dice = new Random(seed);
    Rule rule = rule(ZoneId.of("Asia/Tokyo"), dueMinutes(dice));
    List<Stored> past = past(rule, dice);
    Count early = simulate(rule, past, new Variation(minutes, null, null)).after();
    Count late = simulate(rule, past, new Variation(minutes + 30, null, null)).after();
    assertThat((long) late.met() * (early.met() + early.missed()))
        .isGreaterThanOrEqualTo((long) early.met() * (late.met() + late.missed()));
  }

  private static @Nullable Integer byTrying(
      List<Stored> past, BigDecimal share, Simulation simulation) {
    Integer from = null;
    for (int minute = simulation.curve().last(); minute >= simulation.curve().first(); minute--) {
      List<Integer> figures = recount(past, minute);
      BigDecimal counted = BigDecimal.valueOf((long) figures.get(0) + figures.get(1));
      boolean holds =
          counted.signum() > 0
              && BigDecimal.valueOf(figures.get(0)).compareTo(share.multiply(counted)) >= 0;
      if (!holds) {
        return from;
      }
      from = minute;
    }
    return from;
  }

  private static List<Integer> figures(Count count) {
    return List.of(count.met(), count.missed(), count.excused(), count.unknown());
  }

  private static List<Integer> recount(List<Stored> past, int minutes) {
    int[] by = new int[4];
    for (Stored day : past) {
      by[List.of("met", "missed", "excused", "unknown").indexOf(word(day, minutes))]++;
    }
    return List.of(by[0], by[1], by[2], by[3]);
  }

  /** The rulings of docs/what-if.md as a table, from what is stored. */
  private static String word(Stored day, int minutes) {
    Instant due = due(day.frame(), minutes);
    Instant was = day.frame().dueAt();
    Arrival arrival = day.arrival();
    if (day.excused()) {
      return "excused";
    }
    return switch (day.verdict()) {
      case MET -> {
        Instant there = arrival == null ? was : arrival.latest();
        yield due.isBefore(there) ? "missed" : "met";
      }
      case MISSED -> {
        Instant came = arrival == null ? was : arrival.latest();
        yield came.isAfter(was) && !due.isBefore(came) ? "met" : "missed";
      }
      case UNKNOWN -> {
        if (arrival != null && !due.isBefore(arrival.latest())) {
          yield "met";
        }
        Instant no = arrival == null ? day.lastNo() : arrival.earliest();
        yield no != null && !due.isAfter(no) ? "missed" : "unknown";
      }
    };
  }

  private static Instant due(Frame frame, int minutes) {
    return ZonedDateTime.of(
            frame.businessDate().plusDays(minutes / 1_440),
            java.time.LocalTime.of(minutes % 1_440 / 60, minutes % 60),
            frame.zone())
        .toInstant();
  }

  private static Simulation simulate(Rule rule, List<Stored> past, Variation variation) {
    List<PastDay> days = past.stream().map(Stored::day).toList();
    return Simulation.of(
        rule, variation, days, LocalDate.of(2026, 1, 1), LocalDate.of(2026, 12, 31), LATER);
  }

  private static ZoneId zone(Random dice) {
    return ZONES.get(dice.nextInt(ZONES.size()));
  }

  private static int dueMinutes(Random dice) {
    return 30 + dice.nextInt(dice.nextInt(4) == 0 ? 2_000 : 1_380);
  }

  /** Days around the changes of clocks, with every kind of end. */
  private static List<Stored> past(Rule rule, Random dice) {
    List<Stored> past = new ArrayList<>();
    List<LocalDate> starts =
        List.of(
            LocalDate.of(2026, 3, 5),
            LocalDate.of(2026, 3, 26),
            LocalDate.of(2026, 4, 2),
            LocalDate.of(2026, 10, 1),
            LocalDate.of(2026, 10, 22));
    LocalDate date = starts.get(dice.nextInt(starts.size()));
    int days = dice.nextInt(40);
    for (int i = 0; i < days; i++) {
      past.add(stored(rule, date.plusDays(i), dice));
    }
    return past;
  }

  private static Stored stored(Rule rule, LocalDate date, Random dice) {
    Promise.ReadyBy promise = (Promise.ReadyBy) rule.promise();
    ZoneId zone = rule.timezone();
    Frame frame =
        new Frame(
            date,
            null,
            promise.opens().on(date, zone),
            promise.readyBy().on(date, zone),
            zone,
            OBJECTIVE);
    Instant due = frame.dueAt();
    Instant before = due.minusSeconds(1 + dice.nextInt(5_400));
    Instant after = due.plusSeconds(1 + dice.nextInt(20_000));
    boolean excused = dice.nextInt(12) == 0;
    return switch (dice.nextInt(9)) {
      case 0, 1, 2 -> new Stored(frame, Verdict.MET, excused, at(before, before), null);
      case 3 ->
          new Stored(
              frame,
              Verdict.MET,
              excused,
              at(before.minusSeconds(dice.nextInt(900)), before),
              null);
      case 4 -> new Stored(frame, Verdict.MISSED, excused, at(after, after), due);
      case 5 -> new Stored(frame, Verdict.MISSED, excused, null, due);
      case 6 -> new Stored(frame, Verdict.UNKNOWN, excused, at(before, after), null);
      case 7 -> new Stored(frame, Verdict.UNKNOWN, excused, null, before);
      default -> new Stored(frame, Verdict.MET, excused, null, null);
    };
  }

  private static Arrival at(Instant earliest, Instant latest) {
    return new Arrival(earliest, latest, Strength.STRONG);
  }

  static Rule rule(ZoneId zone, int minutes) {
    return new Rule(
        "some-rule",
        new Rule.About("Some rule", null, null, new TreeMap<>(), List.of(), null, null),
        new Target.Job("some"),
        new Promise.ReadyBy(
            new DayTime(
                java.time.LocalTime.of(minutes % 1_440 / 60, minutes % 60), minutes / 1_440),
            new DayRule.EveryDay(),
            new Promise.DataDate.SameDay(),
            DayTime.MIDNIGHT,
            Duration.ofHours(24)),
        Readiness.completion(),
        new Rule.Counting(zone, OBJECTIVE, false, null, null, Rule.SkippedAs.MISSED, null),
        new Rule.Notices(null, null, null, Rule.Severity.NORMAL, false),
        new Rule.Origin("rules.yaml", 1, 9, "abc"));
  }
}
