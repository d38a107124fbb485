package dev.punctual.observe.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.observe.Archive.Basis;
import dev.punctual.observe.Archive.Memory;
import dev.punctual.observe.Archive.Memory.Told;
import dev.punctual.observe.Archive.Memory.Untold;
import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Arrived;
import dev.punctual.observe.Observation.Newest;
import dev.punctual.observe.Observation.NotYet;
import dev.punctual.observe.Observation.Present;
import dev.punctual.observe.Observation.Skipped;
import dev.punctual.observe.Observation.Strength;
import dev.punctual.observe.Observation.Unreachable;
import dev.punctual.observe.Probe;
import dev.punctual.observe.Probes;
import dev.punctual.observe.Source.Ask;
import dev.punctual.rule.FilesRule;
import dev.punctual.rule.Readiness;
import dev.punctual.rule.Readiness.Evidence;
import dev.punctual.rule.Target;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Open from 2026-11-20 00:00 UTC, due at 10:00, the next opens a day later. */
class ProofTest {

  private static final Probes DAILY = Probes.on(LocalDate.of(2026, 11, 20));
  private static final String DATED = "d/{data_date}/*.csv";
  private static final String MARKER = "d/{data_date}/_SUCCESS";

  private final List<Entry> there = new ArrayList<>();
  private Stamp stamp = Stamp.STORE;
  private @Nullable FilesRule files;
  private @Nullable Duration stableFor;
  private Map<String, Instant> heard = Map.of();

  private static Instant at(String time) {
    return Instant.parse((time.length() > 5 ? time : "2026-11-20T" + time) + ":00Z");
  }

  private void put(String path, long size, String time) {
    there.add(new Entry(path, size, at(time)));
  }

  private Probe probe(String template) {
    return DAILY.of(
        new Target.File("s3", template),
        new Readiness(new Evidence.Completion(), null, null, stableFor, files));
  }

  private Observation answer(String template, String now) {
    return Proof.of(Wanted.of(probe(template)), there, stamp, new Ask(at(now), heard, Map.of()));
  }

  private Memory memory(String template) {
    return Recollection.of(Wanted.of(probe(template)), there, at("2026-12-20T00:00"));
  }

  private static void assertArrived(Observation seen, String from, String at) {
    assertThat(seen)
        .isInstanceOfSatisfying(
            Arrived.class,
            a -> assertThat(List.of(a.earliest(), a.latest())).containsExactly(at(from), at(at)));
  }

  @Test
  void nothing_there_is_not_yet() {
    assertThat(answer(DATED, "09:00"))
        .isEqualTo(NotYet.because("no file matches d/2026-11-20/*.csv"));
  }

  @Test
  void an_object_arrived_when_its_store_says_it_was_complete() {
    put("d/2026-11-20/a.csv", 1234, "09:10");
    assertThat(answer(DATED, "11:00"))
        .isEqualTo(
            Arrived.at(
                at("09:10"),
                "d/2026-11-20/a.csv is there (1.2 kB, written 2026-11-20 09:10:00 UTC), complete"
                    + " since 2026-11-20 09:10:00 UTC"));
  }

  @Test
  void a_dated_path_may_come_before_its_window_opens() {
    put("d/2026-11-20/a.csv", 1, "2026-11-19T22:00");
    assertArrived(answer(DATED, "09:00"), "2026-11-19T22:00", "2026-11-19T22:00");
  }

  @Test
  void of_three_promised_files_the_third_decides_whatever_comes_after() {
    files = new FilesRule(3, 0);
    put("d/2026-11-20/c.csv", 1, "09:30");
    put("d/2026-11-20/a.csv", 1, "09:10");
    assertThat(answer(DATED, "09:40"))
        .isEqualTo(NotYet.because("2 of 3 files are at d/2026-11-20/*.csv"));
    put("d/2026-11-20/b.csv", 1, "09:20");
    put("d/2026-11-20/d.csv", 1, "10:20");
    assertArrived(answer(DATED, "11:00"), "09:30", "09:30");
  }

  @Test
  void files_smaller_than_promised_fail_the_gate() {
    files = new FilesRule(1, 1_000);
    put("d/2026-11-20/a.csv", 999, "09:10");
    assertThat(answer(DATED, "09:40"))
        .isEqualTo(
            new NotYet("size", "999 B at d/2026-11-20/*.csv in 1 file, and 1 KB are promised"));
    put("d/2026-11-20/b.csv", 1, "09:20");
    assertArrived(answer(DATED, "09:40"), "09:20", "09:20");
  }

  @Test
  void a_time_after_the_due_instant_may_be_that_of_a_second_writing() {
    put("d/2026-11-20/a.csv", 1, "10:10");
    assertArrived(answer(DATED, "11:00"), "00:00", "10:10");
  }

  @Test
  void an_undated_path_counts_what_was_written_in_the_window() {
    put("d/a.csv", 1, "2026-11-19T23:59");
    assertThat(answer("d/*.csv", "09:00"))
        .isEqualTo(
            NotYet.because(
                "d/a.csv was written at 2026-11-19 23:59:00 UTC, before the window opened"));
    put("d/b.csv", 1, "09:10");
    assertArrived(answer("d/*.csv", "09:20"), "09:10", "09:10");
  }

  @Test
  void an_undated_file_of_the_next_deadline_hides_what_was_before() {
    put("d/a.csv", 1, "2026-11-21T00:00");
    assertThat(answer("d/a.csv", "2026-11-21T01:00")).isInstanceOf(Unreachable.class);
    heard = Map.of("file/completion", at("10:00"));
    assertThat(answer("d/a.csv", "2026-11-21T01:00")).isInstanceOf(NotYet.class);
  }

  @Test
  void a_marker_older_than_the_data_beside_it_is_not_yet_one_of_that_data() {
    put("d/2026-11-20/_SUCCESS", 0, "08:00");
    put("d/2026-11-20/part=1/a.parquet", 10, "07:59");
    assertArrived(answer(MARKER, "09:00"), "08:00", "08:00");
    put("d/2026-11-20/part=2/a.parquet", 10, "08:30");
    assertThat(answer(MARKER, "09:00"))
        .isEqualTo(
            NotYet.because(
                "d/2026-11-20/_SUCCESS is older than d/2026-11-20/part=2/a.parquet, written"
                    + " 2026-11-20 08:30:00 UTC"));
    assertThat(answer(MARKER, "11:00")).isInstanceOf(Unreachable.class);
  }

  @Test
  void a_marker_of_one_file_is_held_against_that_file_alone() {
    put("d/2026-11-20.csv.done", 0, "08:00");
    put("d/2026-11-20.csv", 10, "07:00");
    put("d/2026-11-21.csv", 10, "09:00");
    assertArrived(answer("d/{data_date}.csv.done", "09:00"), "08:00", "08:00");
    put("d/2026-11-20.csv", 10, "08:30");
    assertThat(answer("d/{data_date}.csv.done", "09:00")).isInstanceOf(NotYet.class);
  }

  @Test
  void an_empty_file_is_an_empty_delivery_and_an_empty_marker_is_none() {
    put("d/2026-11-20/a.csv", 0, "09:10");
    assertThat(answer(DATED, "09:20"))
        .isEqualTo(new Skipped(at("09:10"), "d/2026-11-20/a.csv is empty: nothing was delivered"));
    put("d/2026-11-20/_SUCCESS", 0, "09:11");
    assertThat(answer(MARKER, "09:20")).isInstanceOf(Arrived.class);
  }

  @Test
  void a_file_that_was_just_made_may_still_be_empty() {
    stamp = Stamp.WRITER;
    put("d/2026-11-20/a.csv", 0, "09:19");
    assertThat(answer(DATED, "09:19")).isInstanceOf(NotYet.class);
    assertThat(answer(DATED, "09:20")).isInstanceOf(Skipped.class);
  }

  @Test
  void a_time_ahead_says_nothing_yet_what_has_the_date_is_there() {
    put("d/2026-11-20/a.csv", 1, "11:00");
    assertThat(answer(DATED, "10:00")).isInstanceOf(Present.class);
    put("d/a.csv", 1, "11:00");
    assertThat(answer("d/a.csv", "10:00"))
        .isEqualTo(
            NotYet.because(
                "d/a.csv was written at 2026-11-20 11:00:00 UTC, which lies ahead and is left"
                    + " out"));
  }

  @Test
  void a_time_that_the_writer_sets_is_no_arrival() {
    stamp = Stamp.WRITER;
    put("d/2026-11-20/a.csv", 1, "2026-11-01T00:00");
    put("d/a.csv", 1, "09:00");
    assertThat(answer(DATED, "09:30"))
        .isEqualTo(
            new Present(
                Strength.STRONG,
                "1/1/2026-11-01T00:00:00Z",
                "d/2026-11-20/a.csv is there (1 B, modified 2026-11-01 00:00:00 UTC)"));
    assertThat(answer("d/a.csv", "09:30"))
        .isInstanceOfSatisfying(
            Present.class, p -> assertThat(p.strength()).isEqualTo(Strength.WEAK));
  }

  @Test
  void what_must_be_stable_arrived_with_its_last_file() {
    stableFor = Duration.ofMinutes(10);
    put("d/2026-11-20/a.csv", 1, "09:10");
    put("d/2026-11-20/b.csv", 1, "09:20");
    assertThat(answer(DATED, "09:29"))
        .isInstanceOfSatisfying(
            Present.class, p -> assertThat(p.measure()).isEqualTo("2/2/2026-11-20T09:20:00Z"));
    assertArrived(answer(DATED, "09:30"), "09:20", "09:20");
  }

  @Test
  void freshness_is_the_time_of_the_newest_file_that_holds_something() {
    Probe fresh =
        DAILY.fresh(
            new Target.File("s3", "e/*.json"), new Evidence.Completion(), Duration.ofHours(1));
    put("e/1.json", 5, "09:00");
    put("e/2.json", 5, "09:30");
    put("e/3.json", 0, "09:40");
    put("e/4.json", 5, "12:00");
    assertThat(Proof.of(Wanted.of(fresh), there, stamp, new Ask(at("10:00"), Map.of(), Map.of())))
        .isEqualTo(
            new Newest(
                at("09:30"), Strength.STRONG, "e/2.json was written at 2026-11-20 09:30:00 UTC"));
  }

  @Test
  void a_day_gone_by_is_told_by_the_times_of_its_objects() {
    put("d/2026-11-20/a.csv", 1, "10:10");
    assertThat(memory(DATED))
        .isInstanceOfSatisfying(
            Told.class,
            told -> {
              assertThat(told.basis()).isEqualTo(Basis.FILE_TIME);
              assertArrived(told.observation(), "10:10", "10:10");
            });
  }

  @Test
  void a_day_whose_objects_are_gone_undated_or_written_again_is_not_told() {
    assertThat(memory(DATED)).isInstanceOf(Untold.class);
    put("d/2026-11-20/a.csv", 1, "2026-11-22T10:10");
    assertThat(memory(DATED)).isInstanceOf(Untold.class);
    put("d/a.csv", 1, "09:10");
    assertThat(memory("d/a.csv")).isInstanceOf(Untold.class);
  }
}
