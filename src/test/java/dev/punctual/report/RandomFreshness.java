package dev.punctual.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.rule.DayRule;
import dev.punctual.rule.DayTime;
import dev.punctual.rule.Promise;
import dev.punctual.rule.Rule;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Month;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.statistics.Statistics;
import org.jspecify.annotations.Nullable;

/** The minutes of freshness, against a walk through every second of a month. */
abstract class RandomFreshness {
  private static final Period MARCH = Period.parse("2026-03", Month.JANUARY);
  private static final Instant EARLY = Instant.parse("2026-02-25T00:00:00Z");
  private static final long SECONDS = Duration.ofDays(40).toSeconds();

  /** New York sets its clocks forward on 8 March, Berlin on the 29th. */
  private static final List<ZoneId> ZONES =
      List.of(
          ZoneId.of("Asia/Tokyo"),
          ZoneId.of("America/New_York"),
          ZoneId.of("Europe/Berlin"),
          ZoneId.of("UTC"));

  /**
   * Something that went on for a while.
   *
   * @param length in seconds; less than one: it still goes on
   */
  record Spell(long start, long length, boolean excused, int age) {
    Instant from() {
      return EARLY.plusSeconds(start);
    }

    @Nullable Instant to() {
      return length < 1 ? null : from().plusSeconds(length);
    }

    boolean holds(Instant second, Instant now) {
      Instant end = to();
      Instant until = end == null || end.isAfter(now) ? now : end;
      return !second.isBefore(from()) && second.isBefore(until);
    }
  }

  /** What is promised, when, and from when on. */
  record Service(ZoneId zone, @Nullable Integer fromHour, int hours, boolean weekdays, long since) {
    boolean holds(Instant second, Instant now) {
      if (second.isBefore(EARLY.plusSeconds(since)) || !second.isBefore(now)) {
        return false;
      }
      ZonedDateTime local = second.atZone(zone);
      Integer opens = fromHour;
      if (opens == null) {
        return isPromised(local.toLocalDate());
      }
      LocalTime from = LocalTime.of(opens, 0);
      LocalTime to = from.plusHours(hours);
      LocalTime time = local.toLocalTime();
      if (to.isAfter(from)) {
        return !time.isBefore(from) && time.isBefore(to) && isPromised(local.toLocalDate());
      }
      return time.isBefore(to)
          ? isPromised(local.toLocalDate().minusDays(1))
          : !time.isBefore(from) && isPromised(local.toLocalDate());
    }

    private boolean isPromised(LocalDate date) {
      boolean inMarch = date.getYear() == 2026 && date.getMonth() == Month.MARCH;
      return inMarch && (!weekdays || date.getDayOfWeek().getValue() < 6);
    }

    Rule rule() {
      Integer opens = fromHour;
      Promise.Span during =
          opens == null
              ? null
              : new Promise.Span(
                  DayTime.parse(LocalTime.of(opens, 0).toString()),
                  DayTime.parse(LocalTime.of(opens, 0).plusHours(hours).toString()));
      DayRule on =
          weekdays
              ? new DayRule.Weekdays(EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY))
              : new DayRule.EveryDay();
      Rule plain = SampleRules.fresh("stream", null);
      return new Rule(
          plain.id(),
          plain.about(),
          plain.target(),
          new Promise.FreshWithin(Duration.ofMinutes(30), on, during),
          plain.readiness(),
          new Rule.Counting(
              zone, plain.counting().objective(), false, null, null, Rule.SkippedAs.MISSED, null),
          plain.notices(),
          plain.origin());
    }
  }

  /** Seconds of each kind, counted one by one. */
  private record Counted(
      long service, long stale, long excused, long unknown, int breaches, int worst) {
    static Counted of(Service service, List<Spell> breaches, List<Spell> gaps, Instant now) {
      long[] seconds = new long[4];
      boolean[] felt = new boolean[breaches.size()];
      for (long i = 0; i < SECONDS; i++) {
        Instant second = EARLY.plusSeconds(i);
        if (service.holds(second, now)) {
          seconds[0]++;
          kind(second, breaches, gaps, now, seconds, felt);
        }
      }
      int count = 0;
      int worst = 0;
      for (int i = 0; i < felt.length; i++) {
        if (felt[i]) {
          count++;
          worst = Math.max(worst, breaches.get(i).age());
        }
      }
      return new Counted(seconds[0], seconds[1], seconds[2], seconds[3], count, worst);
    }

    private static void kind(
        Instant second,
        List<Spell> breaches,
        List<Spell> gaps,
        Instant now,
        long[] seconds,
        boolean[] felt) {
      boolean stale = false;
      boolean excused = false;
      for (int i = 0; i < breaches.size(); i++) {
        Spell breach = breaches.get(i);
        if (breach.holds(second, now)) {
          stale |= !breach.excused();
          excused |= breach.excused();
          felt[i] |= !breach.excused();
        }
      }
      if (stale) {
        seconds[1]++;
      } else if (excused) {
        seconds[2]++;
      } else if (gaps.stream().anyMatch(gap -> gap.holds(second, now))) {
        seconds[3]++;
      }
    }

    private static long up(long seconds) {
      return (seconds + 59) / 60;
    }

    /** The row that the report should have. */
    List<Object> row() {
      long minutes = service / 60;
      long staleMinutes = Math.min(minutes, up(stale));
      long excusedMinutes = Math.min(minutes - staleMinutes, up(excused));
      long unknownMinutes = Math.min(minutes - staleMinutes - excusedMinutes, up(unknown));
      long fresh = minutes - staleMinutes - excusedMinutes - unknownMinutes;
      Object tenths = fresh + staleMinutes == 0 ? "none" : fresh * 1000 / (fresh + staleMinutes);
      return List.of(
          minutes,
          fresh,
          staleMinutes,
          unknownMinutes,
          excusedMinutes,
          breaches,
          (long) worst,
          tenths);
    }
  }

  abstract RandomLedgers.Place place();

  @Property(tries = 20, shrinking = ShrinkingMode.BOUNDED)
  void every_minute_is_what_a_walk_through_the_seconds_finds(
      @ForAll("services") Service service,
      @ForAll("spells") List<Spell> breaches,
      @ForAll("spells") List<Spell> gaps,
      @ForAll("instants") long untilNow) {
    RandomLedgers.Place place = place();
    Instant now = EARLY.plusSeconds(untilNow);
    for (String table : List.of("breach", "freshness_gap", "rule_version")) {
      place.history.execute("delete from " + table);
    }
    place.history.version("stream", "Stream", null, EARLY.plusSeconds(service.since()), null);
    breaches.stream()
        .filter(spell -> !spell.from().isAfter(now))
        .forEach(spell -> breach(place, spell));
    gaps.stream().filter(spell -> !spell.from().isAfter(now)).forEach(spell -> gap(place, spell));

    List<Freshness> rows =
        place
            .context
            .getBean(FreshnessLog.class)
            .of(SampleRules.set(service.rule()), MARCH, ZoneId.of("Asia/Tokyo"), now);
    Freshness row = rows.getFirst();
    var percent = row.attainment().percent();
    Counted counted = Counted.of(service, breaches, gaps, now);
    Statistics.label("minutes that are not whole are rounded")
        .collect(counted.stale() % 60 > 0)
        .coverage(coverage -> coverage.check(true).count(tries -> tries > 0));
    assertThat(
            List.<Object>of(
                java.util.Objects.requireNonNull(row.serviceMinutes()),
                java.util.Objects.requireNonNull(row.freshMinutes()),
                row.staleMinutes(),
                row.unknownMinutes(),
                row.excusedMinutes(),
                row.breaches(),
                row.worstAgeSeconds(),
                percent == null ? "none" : percent.movePointRight(1).longValueExact()))
        .isEqualTo(counted.row());
  }

  private static void breach(RandomLedgers.Place place, Spell spell) {
    place.history.execute(
        """
        insert into breach (rule_id, from_at, to_at, worst_age_seconds, reason, excusal_category,
          excusal_at) values ('stream', ?, ?, ?, 'old', ?, ?) on conflict do nothing""",
        utc(spell.from()),
        utc(spell.to()),
        spell.age(),
        spell.excused() ? "maintenance" : null,
        spell.excused() ? utc(spell.from()) : null);
  }

  private static void gap(RandomLedgers.Place place, Spell spell) {
    place.history.execute(
        """
        insert into freshness_gap (rule_id, from_at, to_at, reason)
        values ('stream', ?, ?, 'down') on conflict do nothing""",
        utc(spell.from()),
        utc(spell.to()));
  }

  private static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
    return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
  }

  @Provide
  Arbitrary<Service> services() {
    return Combinators.combine(
            Arbitraries.of(ZONES),
            Arbitraries.of(5, 8, 14, 20, 22).injectNull(0.3),
            Arbitraries.integers().between(1, 12),
            Arbitraries.of(true, false),
            Arbitraries.longs().between(0, Duration.ofDays(20).toSeconds()))
        .as(Service::new)
        // Hours that end while a clock jumps are the calendar's own tests' business.
        .filter(service -> service.fromHour() == null || awake(service));
  }

  private static boolean awake(Service service) {
    int end = (java.util.Objects.requireNonNull(service.fromHour()) + service.hours()) % 24;
    return end == 0 || end > 4;
  }

  @Provide
  Arbitrary<List<Spell>> spells() {
    return Combinators.combine(
            Arbitraries.longs()
                .between(Duration.ofDays(3).toSeconds(), Duration.ofDays(36).toSeconds())
                .withDistribution(RandomDistribution.uniform()),
            Arbitraries.longs()
                .between(-2_000, 200_000)
                .withDistribution(RandomDistribution.uniform()),
            Arbitraries.of(false, false, true),
            Arbitraries.integers().between(1_801, 90_000))
        .as(Spell::new)
        .list()
        .uniqueElements(Spell::start)
        .ofMinSize(2)
        .ofMaxSize(8);
  }

  @Provide
  Arbitrary<Long> instants() {
    return Arbitraries.longs()
        .between(Duration.ofDays(21).toSeconds(), SECONDS - 1)
        .withDistribution(RandomDistribution.uniform());
  }
}
