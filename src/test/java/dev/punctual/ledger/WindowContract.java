package dev.punctual.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.rule.DayRule;
import dev.punctual.rule.DayTime;
import dev.punctual.rule.Promise;
import dev.punctual.rule.Readiness;
import dev.punctual.rule.Rule;
import dev.punctual.rule.RuleSet;
import dev.punctual.rule.RuleSet.Maintenance;
import dev.punctual.rule.Schedule;
import dev.punctual.rule.Target;
import io.micronaut.context.ApplicationContext;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What windows that people write excuse, on every database. */
abstract class WindowContract {

  private static final Instant MORNING = Instant.parse("2026-11-20T00:00:00Z");
  private static final Instant DUE = Instant.parse("2026-11-20T01:00:00Z");
  private static final Act.Author TANAKA = new Act.Author("K. Tanaka", "page");
  private static final Act.Author MORI = new Act.Author("Y. Mori", "page");

  private ApplicationContext context;
  private Ledger ledger;
  private Windows windows;
  private final RuleSet rules =
      new RuleSet(
          "x",
          new TreeMap<>(Map.of("a1", rule("a1"), "b1", rule("b1"))),
          Map.of(),
          Map.of(),
          List.of(),
          List.of());

  /** A context on an empty database. */
  abstract ApplicationContext start();

  @BeforeEach
  void open() {
    context = start();
    ledger = context.getBean(Ledger.class);
    windows = context.getBean(Windows.class);
    materialise(MORNING);
  }

  @AfterEach
  void close() {
    context.close();
  }

  @Test
  void a_window_excuses_what_falls_due_in_it_at_once_and_says_by_which() {
    Window window = write(MORNING, DUE.plusSeconds(1), "a*");
    assertThat(excused())
        .containsExactly("a1 2026-11-20 window in Maintenance " + window.id() + ", K. Tanaka");
    materialise(MORNING.plusSeconds(60));
    assertThat(excused()).hasSize(1);
  }

  @Test
  void its_end_is_not_part_of_it() {
    write(MORNING, DUE, "a*");
    assertThat(excused()).isEmpty();
  }

  @Test
  void a_window_written_after_the_fact_excuses_nothing_that_fell_due_before() {
    windows.write(
        new Maintenance(
            MORNING, DUE.plus(Duration.ofDays(1)).plusSeconds(1), List.of("a*"), "x", ""),
        rules,
        TANAKA,
        DUE.plusSeconds(1));
    assertThat(excused()).extracting(row -> row.substring(0, 13)).containsExactly("a1 2026-11-21");
  }

  @Test
  void a_window_that_is_ended_early_keeps_what_it_excused_and_excuses_no_more() {
    Window window = write(MORNING, DUE.plus(Duration.ofDays(2)), "a*");
    assertThat(excused()).hasSize(2);
    assertThat(windows.end(window.id(), rules, MORI, DUE.plusSeconds(60))).isTrue();
    assertThat(excused()).extracting(row -> row.substring(0, 13)).containsExactly("a1 2026-11-20");
    assertThat(windows.end(window.id(), rules, MORI, DUE.plusSeconds(90))).isFalse();
  }

  @Test
  void a_withdrawn_window_lets_everything_count_again_also_what_fell_due_already() {
    Window window = write(MORNING, DUE.plus(Duration.ofDays(2)), "a*");
    assertThat(windows.withdraw(window.id(), "wrong day", rules, MORI, DUE.plusSeconds(60)))
        .isTrue();
    assertThat(excused()).isEmpty();
    assertThat(
            rows(
                "select kind || ' ' || author as said from act where about is not null order by id"))
        .containsExactly("window K. Tanaka", "window_withdrawal Y. Mori");
    assertThat(rows("select kind as said from transition")).contains("excusal_withdrawn");
    assertThat(windows.find(window.id()))
        .isNotNull()
        .returns("Y. Mori", Window::withdrawnBy)
        .returns("K. Tanaka", Window::author);
  }

  @Test
  void a_persons_excusal_is_left_as_it_is() {
    Entry entry = ledger.find("a1", LocalDate.of(2026, 11, 20)).getFirst();
    ledger.act(entry, new Act.Excusal(ExcusalCategory.PLANNED_CHANGE, "agreed"), MORI, MORNING);
    write(MORNING, DUE.plusSeconds(1), "a*");
    assertThat(excused()).containsExactly("a1 2026-11-20 Y. Mori");
  }

  private Window write(Instant from, Instant to, String pattern) {
    Maintenance wish = new Maintenance(from, to, List.of(pattern), "DWH upgrade", "");
    return windows.write(wish, rules, TANAKA, MORNING);
  }

  private void materialise(Instant now) {
    ledger.materialise(
        rules,
        rules.rules().values().stream()
            .flatMap(rule -> Schedule.between(rule, now, now.plus(Duration.ofDays(2))).stream())
            .toList(),
        now);
  }

  private List<String> excused() {
    return rows(
        """
        select rule_id || ' ' || cast(business_date as varchar) || ' ' || excusal_author as said
        from deadline where excusal_author is not null order by due_at, rule_id\
        """);
  }

  private List<String> rows(String sql) {
    return context.getBean(Rows.class).list(sql, row -> Rows.text(row, "said"));
  }

  private static Rule rule(String id) {
    return new Rule(
        id,
        new Rule.About(id, null, null, new TreeMap<>(), List.of(), null, null),
        new Target.Table("dwh", List.of("mart", id)),
        new Promise.ReadyBy(
            DayTime.parse("10:00"),
            new DayRule.EveryDay(),
            new Promise.DataDate.SameDay(),
            DayTime.MIDNIGHT,
            Duration.ofHours(24)),
        new Readiness(new Readiness.Evidence.Where("dt = :data_date"), null, null, null),
        new Rule.Counting(
            ZoneId.of("Asia/Tokyo"),
            new BigDecimal("0.97"),
            false,
            null,
            null,
            Rule.SkippedAs.MISSED,
            null),
        new Rule.Notices(null, null, null, Rule.Severity.NORMAL, false),
        new Rule.Origin("r.yaml", 1, 2, id));
  }
}
