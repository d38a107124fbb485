package dev.punctual.observe.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.observe.Probe;
import dev.punctual.observe.Probes;
import dev.punctual.observe.Source.Ask;
import dev.punctual.observe.jdbc.Counters.Verdict;
import dev.punctual.observe.jdbc.Relation.Footprint;
import dev.punctual.observe.jdbc.Relation.Kind;
import dev.punctual.rule.Readiness.Evidence;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CountersTest {

  private static final Probes TODAY = Probes.on(LocalDate.of(2026, 11, 20));
  private static final Probe PROBE = TODAY.of(Tables.table("mart.orders"), new Evidence.Changed());
  private static final Instant OPENS = TODAY.opensAt();

  private Counters counters = new Counters(Dialect.Counting.ofRows(Duration.ofSeconds(10)));
  private final Map<String, String> memory = new HashMap<>();
  private Map<String, Instant> heard = Map.of();

  @Test
  void a_change_inside_the_window_arrived_between_two_rounds() {
    look(OPENS, 100);
    look(OPENS.plusSeconds(600), 100);
    assertThat(look(OPENS.plusSeconds(1200), 101))
        .isInstanceOfSatisfying(
            Verdict.Yes.class,
            yes -> {
              assertThat(yes.from()).as("less the lag").isEqualTo(OPENS.plusSeconds(590));
              assertThat(yes.at()).isEqualTo(OPENS.plusSeconds(1200));
            });
    assertThat(look(OPENS.plusSeconds(1800), 101)).as("latched").isInstanceOf(Verdict.Yes.class);
  }

  @Test
  void a_change_before_the_opening_belongs_to_an_earlier_deadline() {
    look(OPENS.minusSeconds(600), 100);
    assertThat(look(OPENS, 200)).isInstanceOf(Verdict.No.class);
    assertThat(look(OPENS.plusSeconds(600), 200)).isInstanceOf(Verdict.No.class);
  }

  @Test
  void a_change_that_straddles_the_opening_cannot_be_told() {
    look(OPENS.minusSeconds(600), 100);
    assertThat(look(OPENS.plusSeconds(600), 200)).isInstanceOf(Verdict.Unclear.class);
    assertThat(look(OPENS.plusSeconds(900), 200)).isInstanceOf(Verdict.Unclear.class);
    assertThat(look(OPENS.plusSeconds(1200), 201)).isInstanceOf(Verdict.Yes.class);
  }

  @Test
  void counting_that_began_after_the_opening_cannot_tell_of_earlier_writes() {
    assertThat(look(OPENS.plusSeconds(600), 100)).isInstanceOf(Verdict.Unclear.class);
    assertThat(look(OPENS.plusSeconds(900), 150)).isInstanceOf(Verdict.Yes.class);
  }

  @Test
  void a_change_after_the_next_opening_belongs_to_the_next_deadline() {
    look(OPENS, 100);
    Instant next = TODAY.nextOpensAt();
    look(next, 100);
    assertThat(look(next.plusSeconds(600), 200)).isInstanceOf(Verdict.No.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 40, 99})
  void a_lower_counter_is_a_reset_and_not_a_change(long counter) {
    look(OPENS, 100);
    assertThat(look(OPENS.plusSeconds(600), counter)).isInstanceOf(Verdict.Unclear.class);
    assertThat(look(OPENS.plusSeconds(900), counter + 1)).isInstanceOf(Verdict.Yes.class);
  }

  @Test
  void counters_of_another_server_are_not_compared() {
    look(OPENS, 100);
    assertThat(look(OPENS.plusSeconds(600), new Footprint(1, 0, 500, "", Map.of()), "other"))
        .isInstanceOf(Verdict.Unclear.class);
  }

  @Test
  void another_table_under_the_name_is_a_change_when_it_has_rows() {
    look(OPENS, 100);
    assertThat(look(OPENS.plusSeconds(60), new Footprint(2, 0, 0, "", Map.of()), "s"))
        .isInstanceOf(Verdict.No.class);
    assertThat(look(OPENS.plusSeconds(120), new Footprint(3, 0, 5, "", Map.of()), "s"))
        .isInstanceOf(Verdict.Yes.class);
  }

  @Test
  void another_file_of_a_materialised_view_is_a_change() {
    look(OPENS, new Footprint(1, 7, 0, "", Map.of()), "s");
    assertThat(look(OPENS.plusSeconds(60), new Footprint(1, 8, 0, "", Map.of()), "s"))
        .isInstanceOf(Verdict.Yes.class);
  }

  @Test
  void a_dropped_partition_is_neither_a_change_nor_a_reset() {
    look(OPENS, new Footprint(1, 0, 150, "", Map.of(11L, 100L, 12L, 50L)), "s");
    assertThat(look(OPENS.plusSeconds(60), new Footprint(1, 0, 50, "", Map.of(12L, 50L)), "s"))
        .isInstanceOf(Verdict.No.class);
    assertThat(
            look(
                OPENS.plusSeconds(120),
                new Footprint(1, 0, 51, "", Map.of(12L, 50L, 13L, 1L)),
                "s"))
        .isInstanceOf(Verdict.Yes.class);
  }

  @Test
  void a_restart_goes_on_from_what_is_remembered() {
    look(OPENS, 100);
    look(OPENS.plusSeconds(600), 100);
    counters = new Counters(Dialect.Counting.ofRows(Duration.ofSeconds(10)));
    assertThat(look(OPENS.plusSeconds(1200), 101))
        .isInstanceOfSatisfying(
            Verdict.Yes.class,
            yes ->
                assertThat(yes.from())
                    .as("the last round before the restart")
                    .isEqualTo(OPENS.plusSeconds(590)));
  }

  @Test
  void nothing_is_remembered_when_nothing_moved() {
    look(OPENS, 100);
    Map<String, String> before = Map.copyOf(memory);
    look(OPENS.plusSeconds(600), 100);
    assertThat(memory).isEqualTo(before).hasSize(1);
  }

  @Test
  void an_entry_reads_back_what_it_prints() {
    look(OPENS, 100);
    look(OPENS.plusSeconds(600), 120);
    assertThat(memory.values()).allSatisfy(text -> assertThat(Entry.parse(text)).hasToString(text));
    assertThat(Entry.parse("from a later version")).isNull();
  }

  private Verdict look(Instant now, long written) {
    return look(now, new Footprint(1, 0, written, "", Map.of()), "s");
  }

  /** One round: compare, remember, judge. */
  private Verdict look(Instant now, Footprint footprint, String server) {
    Ask ask = new Ask(now, heard, Map.copyOf(memory));
    Relation relation =
        new Relation(
            new Relation.Name("mart", "orders"), Kind.TABLE, null, Map.of(), footprint, null);
    Entry entry = counters.update(relation, footprint, server, List.of(PROBE), ask, memory);
    counters.finish(ask, List.of(PROBE));
    heard = Map.of(PROBE.kind(), now);
    return counters.judge(
        entry,
        new Window(OPENS, TODAY.nextOpensAt(), null, ZoneOffset.UTC),
        relation.name().shown());
  }
}
