package dev.punctual.observe.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Arrived;
import dev.punctual.observe.Observation.Failed;
import dev.punctual.observe.Observation.NotYet;
import dev.punctual.observe.Probe;
import dev.punctual.observe.PushInbox;
import dev.punctual.observe.PushInbox.Report;
import dev.punctual.observe.Source;
import dev.punctual.rule.DayRule;
import dev.punctual.rule.DayTime;
import dev.punctual.rule.Deadline;
import dev.punctual.rule.Promise;
import dev.punctual.rule.Readiness;
import dev.punctual.rule.Rule;
import dev.punctual.rule.Target;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The push source has no system of its own that could be broken or lack a target, so that the
 * contract of sources does not fit it; what it owes is here.
 */
class PushSourceTest {

  private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 20);

  /** 00:00 of the business date in Tokyo. */
  private static final Instant OPENS = Instant.parse("2026-11-19T15:00:00Z");

  private static final Instant NEXT_OPENS = OPENS.plus(Duration.ofDays(1));
  private static final Instant DUE = OPENS.plus(Duration.ofHours(10));

  private final List<Report> reports = new ArrayList<>();
  private final PushInbox inbox =
      (jobs, since) ->
          reports.stream()
              .filter(r -> jobs.contains(r.job()) && !r.receivedAt().isBefore(since))
              .toList();

  private void report(Instant at, @Nullable LocalDate dataDate, boolean success) {
    reports.add(new Report("close", at, dataDate, success, null, at));
  }

  private Observation answer() {
    return answer(null);
  }

  private Observation answer(@Nullable Instant slot) {
    Source source = new PushSource("push", inbox);
    Probe probe = probe(slot);
    try {
      return source
          .observe(List.of(probe), new Source.Ask(DUE, Map.of(), Map.of()))
          .answers()
          .getFirst()
          .observation();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static Probe probe(@Nullable Instant slot) {
    Rule rule =
        new Rule(
            "r",
            new Rule.About("r", null, null, new TreeMap<>(), List.of(), null, null),
            new Target.Job("close"),
            new Promise.ReadyBy(
                DayTime.parse("10:00"),
                new DayRule.EveryDay(),
                new Promise.DataDate.Yesterday(),
                DayTime.MIDNIGHT,
                Duration.ofDays(1)),
            Readiness.completion(),
            new Rule.Counting(
                TOKYO, BigDecimal.ONE, false, null, null, Rule.SkippedAs.MISSED, null),
            new Rule.Notices(null, null, null, Rule.Severity.NORMAL, false),
            new Rule.Origin("r.yaml", 1, 1, "0"));
    Deadline deadline =
        new Deadline(
            "r",
            TODAY,
            slot,
            TODAY.minusDays(1),
            OPENS,
            DUE,
            DUE.plus(Duration.ofDays(1)),
            TOKYO,
            BigDecimal.ONE);
    return new Probe(rule, deadline, NEXT_OPENS, false);
  }

  @Test
  void after_a_start_silence_proves_nothing_until_jobs_had_time_to_knock_again() {
    Source awake = new PushSource("push", openSince(DUE.minusSeconds(60)));
    Source woken = new PushSource("push", openSince(DUE.plusSeconds(5)));
    assertThat(awake.lag(probe(null))).isEqualTo(Duration.ofSeconds(10));
    assertThat(woken.lag(probe(null))).isEqualTo(Duration.ofSeconds(35));
  }

  private static PushInbox openSince(Instant start) {
    return new PushInbox() {
      @Override
      public List<Report> reports(Set<String> jobs, Instant since) {
        return List.of();
      }

      @Override
      public Instant openSince() {
        return start;
      }
    };
  }

  @Test
  void a_silent_job_is_not_yet_there() {
    assertThat(answer()).isInstanceOf(NotYet.class);
  }

  @Test
  void an_undated_report_belongs_to_the_window_that_holds_its_instant() {
    report(OPENS.minusSeconds(1), null, true);
    report(NEXT_OPENS, null, true);
    assertThat(answer()).isInstanceOf(NotYet.class);
    report(OPENS, null, true);
    assertThat(answer()).isEqualTo(Arrived.at(OPENS, "the job reported success"));
  }

  @Test
  void a_dated_report_belongs_to_its_data_date_whenever_it_came() {
    report(OPENS.plusSeconds(60), TODAY, true);
    assertThat(answer()).isInstanceOf(NotYet.class);
    report(OPENS.minusSeconds(3600), TODAY.minusDays(1), true);
    assertThat(answer())
        .isEqualTo(Arrived.at(OPENS.minusSeconds(3600), "the job reported success"));
  }

  @Test
  void of_a_slot_the_instant_decides_because_its_siblings_share_the_date() {
    report(OPENS.minusSeconds(3600), TODAY.minusDays(1), true);
    assertThat(answer(OPENS.minusSeconds(7200))).isInstanceOf(NotYet.class);
  }

  @Test
  void the_first_success_counts_whatever_comes_later() {
    report(OPENS.plusSeconds(60), null, false);
    report(OPENS.plusSeconds(120), null, true);
    report(OPENS.plusSeconds(180), null, false);
    report(OPENS.plusSeconds(240), null, true);
    assertThat(answer()).isEqualTo(Arrived.at(OPENS.plusSeconds(120), "the job reported success"));
  }

  @Test
  void a_failure_without_a_success_is_a_failure() {
    report(OPENS.plusSeconds(60), null, false);
    assertThat(answer()).isEqualTo(new Failed(OPENS.plusSeconds(60), "the job reported failure"));
  }
}
