package dev.punctual.observe.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.observe.Probe;
import dev.punctual.observe.Probes;
import dev.punctual.rule.Readiness;
import dev.punctual.rule.Readiness.Evidence;
import dev.punctual.rule.Target;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WantedTest {

  private static final Probes DAILY = Probes.on(LocalDate.of(2026, 11, 20)).in("Asia/Tokyo");

  static Wanted wanted(String template) {
    return Wanted.of(DAILY.of(new Target.File("delivery", template)));
  }

  private static Wanted slot(String template) {
    Probe probe =
        DAILY.slot(
            new Target.File("delivery", template),
            Readiness.completion(),
            Instant.parse("2026-11-20T05:00:00Z"),
            Duration.ofHours(1));
    return Wanted.of(probe);
  }

  @ParameterizedTest
  @CsvSource({
    "a/*.csv,          a/x.csv,              true",
    "a/*.csv,          a/x.csv.gz,           false",
    "a/*.csv,          a/b/x.csv,            false",
    "a/part-?.csv,     a/part-1.csv,         true",
    "a/part-?.csv,     a/part-12.csv,        false",
    "a/**/x.csv,       a/x.csv,              true",
    "a/**/x.csv,       a/b/c/x.csv,          true",
    "a/**/x.csv,       a/b/c/y.csv,          false",
    "a/**,             a/b/c/y.csv,          true",
    "a/**,             ab/y.csv,             false",
    "a/,               a/b/c/y.csv,          true",
    "a/,               a/_SUCCESS,           false",
    "a/,               a/_temporary/0/part,  false",
    "a/*,              a/.x.csv.swp,         false",
    "a/*,              a/_SUCCESS,           false",
    "a/_*,             a/_SUCCESS,           true",
    "a/*,              a/x.csv.filepart,     false",
    "a/*.tmp,          a/x.tmp,              true",
    "a/x.csv,          a/x.csv,              true",
    "a/x.csv,          a/x_csv,              false",
    "a/x.tmp,          a/x.tmp,              true",
    "a/(1+1)[2].csv,   a/(1+1)[2].csv,       true",
    "/a/x.csv,         a/x.csv,              true",
    "売上/*.csv,        売上/東京.csv,          true",
  })
  void a_star_stays_in_its_part_and_two_go_over_parts(String path, String file, boolean is) {
    assertThat(wanted(path).has(file)).isEqualTo(is);
  }

  @Test
  void the_path_is_that_of_the_deadline() {
    Wanted wanted = wanted("a/{data_date:yyyy/MM/dd}/x-*.csv");
    assertThat(wanted.path()).isEqualTo("a/2026/11/20/x-*.csv");
    assertThat(wanted.prefix()).isEqualTo("a/2026/11/20/x-");
    assertThat(wanted.folder()).isEqualTo("a/2026/11/20/");
  }

  @Test
  void a_freshness_rule_has_a_path_as_it_is() {
    Probe probe =
        DAILY.fresh(
            new Target.File("delivery", "events/*.json"),
            new Evidence.Completion(),
            Duration.ofMinutes(30));
    assertThat(Wanted.of(probe).path()).isEqualTo("events/*.json");
    assertThat(Wanted.of(probe).isDated()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "a/x.csv,                      false",
    "a/{data_date}/x.csv,          true",
    "a/{business_date:yyMMdd}.csv, true",
    "a/{data_date:yyyyMM}.csv,     false",
    "a/{data_date:MMdd}.csv,       false",
    "a/{data_date:dd}.csv,         false",
  })
  void a_daily_path_is_dated_when_no_other_day_has_it(String template, boolean dated) {
    assertThat(wanted(template).isDated()).isEqualTo(dated);
  }

  @ParameterizedTest
  @CsvSource({"2026-11-30", "2026-12-01", "2027-01-01", "2028-02-29"})
  void a_month_is_shared_on_its_first_and_last_day_too(LocalDate date) {
    Target target = new Target.File("delivery", "a/{data_date:yyyyMM}.csv");
    assertThat(Wanted.of(Probes.on(date).of(target)).isDated()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "a/{data_date}/x.csv,                   false",
    "a/{slot_start:yyyyMMddHH}.csv,         true",
    "a/{slot_end}.csv,                      true",
    "a/{slot_start:yyyyMMdd}.csv,           false",
    "a/{data_date}/{slot_start:HH}.csv,     true",
    "a/{slot_start:HH}.csv,                 false",
  })
  void the_path_of_a_slot_is_dated_when_no_other_slot_has_it(String template, boolean dated) {
    assertThat(slot(template).isDated()).isEqualTo(dated);
  }

  @ParameterizedTest
  @CsvSource({
    "a/_SUCCESS,    true",
    "a/x.csv.done,  true",
    "a/x.csv,       false",
    "a/done,        false",
    "a/_*,          false",
  })
  void a_marker_is_known_by_its_name(String path, boolean is) {
    assertThat(wanted(path).isMarker()).isEqualTo(is);
  }

  @Test
  void with_a_marker_what_lies_beside_it_is_listed() {
    assertThat(wanted("a/{data_date}/_SUCCESS").prefix()).isEqualTo("a/2026-11-20/");
    assertThat(wanted("a/x_{data_date}.csv.done").prefix()).isEqualTo("a/x_2026-11-20.csv");
    assertThat(wanted("a/_SUCCESS").prefix()).isEqualTo("a/_SUCCESS");
  }

  @ParameterizedTest
  @CsvSource({
    "a/{data_date}/*.csv,       a,                   true",
    "a/{data_date}/*.csv,       a/2026-11-20,        true",
    "a/{data_date}/*.csv,       a/2026-11-19,        false",
    "a/{data_date}/*.csv,       a/2026-11-20/old,    false",
    "a/*/x.csv,                 a/b,                 true",
    "a/**/x.csv,                a/b/c/d,             true",
    "a/,                        a/b/c,               true",
    "a/,                        b,                   false",
    "a/{data_date}/_SUCCESS,    a/2026-11-20/part=1, true",
    "a/{data_date}/_SUCCESS,    a/2026-11-19,        false",
  })
  void a_walk_looks_only_into_folders_that_may_hold_something(
      String template, String folder, boolean is) {
    assertThat(wanted(template).leadsThrough(folder)).isEqualTo(is);
    assertThat(wanted(template).leadsThrough("")).isTrue();
  }

  @Test
  void files_of_one_folder_are_one_listing() {
    List<Wanted> all =
        List.of(
            wanted("in/a_{data_date}.csv"),
            wanted("in/b_{data_date}.csv"),
            wanted("in/b/x.csv"),
            wanted("in/c_{data_date}.csv"),
            wanted("out/x.csv"),
            wanted("out/x.csv.done"));
    assertThat(Cover.of(all))
        .extracting(l -> l.prefix() + " " + l.flat() + " " + l.wanted().size())
        .containsExactlyInAnyOrder("in/ true 3", "in/b/x.csv true 1", "out/x.csv true 2");
  }

  @Test
  void what_a_deep_listing_holds_is_not_listed_again() {
    List<Wanted> all =
        List.of(wanted("a/b/c/x.csv"), wanted("a/"), wanted("a/b/*.csv"), wanted("ab/x.csv"));
    assertThat(Cover.of(all))
        .extracting(l -> l.prefix() + " " + l.flat() + " " + l.wanted().size())
        .containsExactlyInAnyOrder("a/ false 3", "ab/x.csv true 1");
  }

  @Test
  void a_flat_listing_of_the_top_folder_swallows_nothing_below() {
    List<Wanted> all = List.of(wanted("x.csv"), wanted("y.csv"), wanted("z.csv"), wanted("deep/"));
    assertThat(Cover.of(all))
        .extracting(l -> l.prefix() + " " + l.flat() + " " + l.wanted().size())
        .containsExactlyInAnyOrder(" true 3", "deep/ false 1");
  }
}
