package dev.punctual.observe.bigquery;

import static dev.punctual.observe.bigquery.Asking.source;
import static dev.punctual.observe.bigquery.Asking.table;
import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.observe.Archive;
import dev.punctual.observe.Archive.Basis;
import dev.punctual.observe.Archive.Memory;
import dev.punctual.observe.Archive.Recall;
import dev.punctual.observe.Observation.Arrived;
import dev.punctual.observe.Probe;
import dev.punctual.observe.Probes;
import dev.punctual.observe.Source;
import dev.punctual.rule.Readiness;
import dev.punctual.rule.Readiness.Evidence;
import dev.punctual.rule.Target;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BigQueryBackfillTest {

  private static final Instant NOW = Instant.parse("2026-11-20T03:00:00Z");
  private static final LocalDate FIRST = LocalDate.parse("2026-08-20");

  @TempDir Path folder;
  private FakeBigQuery bigquery;
  private Source source;

  @BeforeEach
  void start() throws Exception {
    bigquery = new FakeBigQuery();
    source = source(bigquery, folder, "timezone", "Asia/Tokyo");
    bigquery.table("mart", "events", "at TIMESTAMP, local_at DATETIME, dt DATE");
    for (int i = 0; i < 60; i++) {
      LocalDate day = FIRST.plusDays(i);
      bigquery.engine.insert(
          "mart.events",
          "TIMESTAMP '"
              + day
              + " 07:50:00+00:00', timestamp '"
              + day
              + " 09:50:00', DATE '"
              + day
              + "'",
          "TIMESTAMP '"
              + day
              + " 06:50:00+00:00', timestamp '"
              + day
              + " 08:50:00', DATE '"
              + day
              + "'");
    }
  }

  @AfterEach
  void stop() {
    source.close();
    bigquery.close();
  }

  private List<Memory> recalled(Target target, Readiness readiness, int days) throws Exception {
    List<Probe> probes = new ArrayList<>();
    for (int i = 0; i < days; i++) {
      probes.add(Probes.on(FIRST.plusDays(i)).in("Asia/Tokyo").of(target, readiness));
    }
    Recall recall = ((Archive) source).recall(probes, NOW);
    assertThat(recall.days())
        .extracting(Archive.Remembered::probe)
        .containsExactlyInAnyOrderElementsOf(probes);
    return recall.days().stream().map(Archive.Remembered::memory).toList();
  }

  private static Readiness by(Evidence evidence) {
    return new Readiness(evidence, null, null, null);
  }

  private List<Memory> recalled(Evidence evidence) throws Exception {
    return recalled(table("mart", "events"), by(evidence), 90);
  }

  @Test
  void ninety_days_of_a_column_are_one_statement_that_reads_it_once() throws Exception {
    List<Memory> days = recalled(new Evidence.Column("at"));
    assertThat(days.getFirst())
        .isEqualTo(
            new Memory.Told(
                Arrived.at(
                    Instant.parse("2026-08-20T06:50:00Z"),
                    "row of at 2026-08-20 15:50 Asia/Tokyo was the first"),
                Basis.ROW_TIME));
    assertThat(days).filteredOn(Memory.Told.class::isInstance).hasSize(60);
    assertThat(days).filteredOn(Memory.Untold.class::isInstance).hasSize(30);
    assertThat(bigquery.requests("/queries")).hasSize(1);
  }

  @Test
  void a_local_time_is_read_in_the_zone_of_the_source() throws Exception {
    assertThat(recalled(new Evidence.Column("local_at")).getFirst())
        .isInstanceOfSatisfying(
            Memory.Told.class,
            told ->
                assertThat(told.observation())
                    .isInstanceOfSatisfying(
                        Arrived.class,
                        a ->
                            assertThat(a.latest())
                                .isEqualTo(Instant.parse("2026-08-19T23:50:00Z"))));
  }

  @Test
  void a_query_tells_of_a_day_by_a_time_within_it() throws Exception {
    String sql = "select max(at) from `acme-warehouse.mart.events` where dt = :data_date";
    List<Memory> days = recalled(new Target.Query("bq", sql), Readiness.completion(), 3);
    assertThat(days)
        .allSatisfy(
            day ->
                assertThat(day)
                    .isInstanceOfSatisfying(
                        Memory.Told.class, t -> assertThat(t.basis()).isEqualTo(Basis.QUERY_TIME)));
  }

  @Test
  void what_could_only_speak_for_a_day_tells_nothing() throws Exception {
    List<Evidence> evidence =
        List.of(
            new Evidence.Partition(":data_date"),
            new Evidence.Modified(),
            new Evidence.Where("dt = :data_date"),
            new Evidence.Column("dt"),
            new Evidence.Column("none"));
    for (Evidence one : evidence) {
      assertThat(recalled(one)).as(one.toString()).allMatch(Memory.Untold.class::isInstance);
    }
    assertThat(
            recalled(
                table("mart", "events"),
                new Readiness(new Evidence.Column("at"), null, "select true", null),
                3))
        .allMatch(Memory.Untold.class::isInstance);
    assertThat(bigquery.requests("/queries")).isEmpty();
  }
}
