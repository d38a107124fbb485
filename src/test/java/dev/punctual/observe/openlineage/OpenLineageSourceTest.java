package dev.punctual.observe.openlineage;

import static dev.punctual.observe.openlineage.Events.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.punctual.observe.LineageReader.Form;
import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Absent;
import dev.punctual.observe.Observation.Arrived;
import dev.punctual.observe.Observation.Failed;
import dev.punctual.observe.Observation.Newest;
import dev.punctual.observe.Observation.NotYet;
import dev.punctual.observe.Observation.Skipped;
import dev.punctual.observe.Observation.Strength;
import dev.punctual.observe.Probe;
import dev.punctual.observe.Probes;
import dev.punctual.observe.RealInbox;
import dev.punctual.observe.Source;
import dev.punctual.observe.Source.Round;
import dev.punctual.observe.SourceType.SettingException;
import dev.punctual.observe.SourceType.Settings;
import dev.punctual.rule.Readiness;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The rulings: which run belongs to which deadline, and what its events prove. */
class OpenLineageSourceTest {

  private static final Instant MIDNIGHT = at("00:00");
  private static final Instant YESTERDAY = MIDNIGHT.minus(Duration.ofDays(1));

  private RealInbox inbox;

  @BeforeEach
  void open() {
    inbox = new RealInbox();
  }

  @AfterEach
  void close() {
    inbox.close();
  }

  private void told(String id, String type, Instant at) {
    told(id, type, at, null);
  }

  private void told(String id, String type, Instant at, @Nullable Instant nominalEnd) {
    String facets =
        nominalEnd == null ? "" : Events.nominal(nominalEnd.minus(Duration.ofDays(1)), nominalEnd);
    Events.tell(
        inbox, Events.run(id, type, at, "load", facets, Events.output("mart.orders", "", "")));
  }

  private void wrote(String id, Instant at, String facets, String outputFacets) {
    String output = Events.output("mart.orders", facets, outputFacets);
    Events.tell(inbox, Events.run(id, "COMPLETE", at, "load", "", output));
  }

  private Observation job() {
    return answer(Events.job("load"));
  }

  private Observation dataset() {
    return answer(Events.dataset("mart.orders"));
  }

  private Observation answer(Probe probe) {
    return round(List.of(probe), at("10:00")).answers().getFirst().observation();
  }

  private Round round(List<Probe> probes, Instant now) {
    try (Source source = Events.source(inbox, Map.of())) {
      return source.observe(probes, new Source.Ask(now, Map.of(), Map.of()));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void a_run_without_a_nominal_time_belongs_to_the_window_that_holds_its_end() {
    told("before", "COMPLETE", MIDNIGHT.minusSeconds(1));
    told("after", "COMPLETE", MIDNIGHT.plus(Duration.ofDays(1)).minusSeconds(60));
    told("of-tomorrow", "COMPLETE", MIDNIGHT.plus(Duration.ofDays(1)));
    assertThat(job())
        .isEqualTo(Arrived.at(at("23:59"), "job load succeeded at 2026-11-20 23:59:00 Asia/Tokyo"));
    told("in", "COMPLETE", at("09:00"));
    assertThat(job())
        .isEqualTo(Arrived.at(at("09:00"), "job load succeeded at 2026-11-20 09:00:00 Asia/Tokyo"));
  }

  @Test
  void a_run_with_a_nominal_time_belongs_to_its_date_whenever_it_ends() {
    told("backfill", "COMPLETE", at("09:00"), YESTERDAY);
    assertThat(job()).isInstanceOf(NotYet.class);
    told("of-the-date", "COMPLETE", at("23:30"), MIDNIGHT);
    assertThat(job())
        .isEqualTo(Arrived.at(at("23:30"), "job load succeeded at 2026-11-20 23:30:00 Asia/Tokyo"));
  }

  @Test
  void the_zone_of_the_rule_says_on_which_date_a_nominal_time_lies() {
    told("midnight-in-tokyo", "COMPLETE", at("09:00"), MIDNIGHT);
    Probe utc = Probes.on(LocalDate.of(2026, 11, 19)).of(Events.target("job", "load", null));
    assertThat(answer(utc)).isInstanceOf(Arrived.class);
    assertThat(answer(Probes.on(LocalDate.of(2026, 11, 20)).of(utc.rule().target())))
        .isInstanceOf(NotYet.class);
  }

  @Test
  void of_a_slot_it_is_the_run_scheduled_in_it() {
    told("at-eight", "COMPLETE", at("08:10"), at("08:00"));
    Duration hour = Duration.ofHours(1);
    Probe eight =
        Events.DAY.slot(
            Events.target("job", "load", null), Readiness.completion(), at("08:00"), hour);
    Probe seven =
        Events.DAY.slot(
            Events.target("job", "load", null), Readiness.completion(), at("07:00"), hour);
    assertThat(answer(eight)).isInstanceOf(Arrived.class);
    assertThat(answer(seven)).isInstanceOf(NotYet.class);
  }

  @Test
  void the_first_success_counts_whatever_comes_later_and_in_whatever_order() {
    told("2", "COMPLETE", at("09:30"));
    told("1", "FAIL", at("09:10"));
    told("1", "COMPLETE", at("09:05"));
    told("3", "FAIL", at("09:50"));
    told("1", "START", at("09:01"));
    assertThat(job())
        .isEqualTo(Arrived.at(at("09:05"), "job load succeeded at 2026-11-20 09:05:00 Asia/Tokyo"));
  }

  @Test
  void a_failure_counts_while_there_is_no_success_and_nothing_runs() {
    Events.tell(
        inbox,
        Events.run(
            "1",
            "FAIL",
            at("09:10"),
            "load",
            "\"errorMessage\":{\"message\":\"disk is full\\n at line 3\",\"stackTrace\":\"…\"}",
            Events.output("mart.orders", "", "")));
    assertThat(job())
        .isEqualTo(
            new Failed(
                at("09:10"),
                "job load ended in failure at 2026-11-20 09:10:00 Asia/Tokyo: disk is full"));
    assertThat(dataset())
        .isEqualTo(
            new Failed(
                at("09:10"),
                "job load, which writes dataset mart.orders, ended in failure at 2026-11-20"
                    + " 09:10:00 Asia/Tokyo: disk is full"));
    told("2", "START", at("09:20"));
    assertThat(job())
        .isEqualTo(NotYet.because("job load is running since 2026-11-20 09:20:00 Asia/Tokyo"));
    told("2", "ABORT", at("09:40"));
    assertThat(job())
        .isEqualTo(
            new Failed(at("09:40"), "job load ended as aborted at 2026-11-20 09:40:00 Asia/Tokyo"));
  }

  @Test
  void a_dataset_is_written_by_whichever_job_succeeds_first() {
    String output = Events.output("mart.orders", "", "");
    Events.tell(inbox, Events.run("a", "COMPLETE", at("09:20"), "repair", "", output));
    told("b", "COMPLETE", at("09:40"));
    assertThat(dataset())
        .isEqualTo(
            Arrived.at(
                at("09:20"),
                "dataset mart.orders was written by job repair at 2026-11-20 09:20:00"
                    + " Asia/Tokyo"));
  }

  @Test
  void a_dataset_is_known_by_its_symlinks_too() {
    String facet =
        """
        "symlinks":{"identifiers":[{"namespace":"hive://meta","name":"mart.alias","type":"TABLE"}]}\
        """;
    wrote("1", at("09:00"), facet, "");
    assertThat(answer(Events.dataset("mart.alias"))).isInstanceOf(Arrived.class);
    assertThat(dataset()).isInstanceOf(Arrived.class);
  }

  @Test
  void what_was_dropped_emptied_or_altered_did_not_arrive() {
    for (String change : List.of("DROP", "TRUNCATE", "ALTER")) {
      wrote(change, at("09:00"), lifecycle(change), "");
      assertThat(dataset())
          .isEqualTo(
              NotYet.because(
                  "dataset mart.orders was dropped, emptied or altered, not filled, at"
                      + " 2026-11-20 09:00:00 Asia/Tokyo by job load"));
    }
    wrote("over", at("09:30"), lifecycle("OVERWRITE"), "");
    assertThat(dataset()).isInstanceOf(Arrived.class);
  }

  private static String lifecycle(String change) {
    return "\"lifecycleStateChange\":{\"lifecycleStateChange\":\"" + change + "\"}";
  }

  @Test
  void a_dataset_written_without_a_row_is_an_empty_delivery() {
    wrote("1", at("09:00"), "", "\"outputStatistics\":{\"rowCount\":0,\"size\":0}");
    assertThat(dataset())
        .isEqualTo(
            new Skipped(
                at("09:00"),
                "dataset mart.orders was written without a row at 2026-11-20 09:00:00 Asia/Tokyo"
                    + " by job load"));
    wrote("2", at("09:30"), "", "\"outputStatistics\":{\"rowCount\":1}");
    assertThat(dataset()).isInstanceOf(Arrived.class);
  }

  @Test
  void metadata_about_a_dataset_is_no_arrival_but_a_version_of_its_data_is() {
    datasetEvent(at("08:00"), "\"schema\":{\"fields\":[]}");
    assertThat(dataset())
        .isEqualTo(NotYet.because("no run of dataset mart.orders was told of for 2026-11-20"));
    datasetEvent(at("09:30"), "\"datasetVersion\":{\"datasetVersion\":\"42\"}");
    datasetEvent(at("09:50"), "\"datasetVersion\":{\"datasetVersion\":\"42\"}");
    assertThat(dataset())
        .isEqualTo(
            Arrived.at(
                at("09:30"), "dataset mart.orders got new data at 2026-11-20 09:30:00 Asia/Tokyo"));
  }

  private void datasetEvent(Instant at, String facets) {
    Events.tell(
        inbox,
        """
        {"eventTime":"%s","producer":"https://p","schemaURL":"https://s","dataset":%s}\
        """
            .formatted(at, Events.output("mart.orders", facets, "")));
  }

  @Test
  void a_clock_that_runs_ahead_is_held_to_when_the_event_was_received() {
    String ahead = Events.run("1", "COMPLETE", at("10:30"), "load", "", "");
    inbox.tell(new EventReader(), Form.EVENT, ahead, at("09:30"), null);
    assertThat(job())
        .isEqualTo(Arrived.at(at("09:30"), "job load succeeded at 2026-11-20 09:30:00 Asia/Tokyo"));
  }

  @Test
  void a_name_that_was_never_told_of_is_absent_and_the_right_one_is_suggested() {
    told("1", "COMPLETE", at("09:00"));
    assertThat(answer(Events.dataset("mart.ordres")))
        .isEqualTo(
            new Absent("nothing was ever told of dataset mart.ordres; was mart.orders meant?"));
    assertThat(answer(Events.DAY.of(Events.target("job", "load", "prod"))))
        .isEqualTo(
            new Absent(
                "nothing was ever told of job load in namespace prod; it is known in default"));
  }

  @Test
  void of_several_namespaces_the_rule_or_the_source_has_to_name_one() {
    told("1", "COMPLETE", at("09:00"));
    Events.tell(
        inbox,
        Events.run("2", "FAIL", at("09:10"), "load", "", "").replace("\"default\"", "\"staging\""));
    assertThat(job())
        .isEqualTo(
            new Absent(
                "job load is known in several namespaces, default, staging; name one in the"
                    + " rule's long form"));
    assertThat(answer(Events.DAY.of(Events.target("job", "load", "staging"))))
        .isInstanceOf(Failed.class);
    try (Source source = Events.source(inbox, Map.of("job-namespace", "default"))) {
      assertThat(source.check(List.of(Events.job("load")))).allMatch(Source.Finding::ok);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void age_is_that_of_the_newest_success() {
    told("1", "COMPLETE", at("08:00"));
    told("2", "COMPLETE", at("09:00"));
    told("3", "FAIL", at("09:30"));
    Probe fresh =
        Events.DAY.fresh(
            Events.target("dataset", "mart.orders", null),
            new Readiness.Evidence.Completion(),
            Duration.ofHours(2));
    assertThat(answer(fresh))
        .isEqualTo(
            new Newest(
                at("09:00"),
                Strength.STRONG,
                "dataset mart.orders was written by job load at 2026-11-20 09:00:00 Asia/Tokyo"));
  }

  @Test
  void a_thousand_targets_take_two_queries() {
    List<Probe> probes = new ArrayList<>();
    List<String> outputs = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      outputs.add(Events.output("mart.t" + i, "", ""));
      probes.add(Events.dataset("mart.t" + i));
    }
    Events.tell(
        inbox, Events.run("1", "COMPLETE", at("09:00"), "load", "", String.join(",", outputs)));
    Round round = round(probes, at("10:00"));
    assertThat(round.queries()).isEqualTo(2);
    assertThat(round.answers())
        .hasSize(1_000)
        .allMatch(answer -> answer.observation() instanceof Arrived);
  }

  @Test
  void after_a_start_silence_proves_nothing_until_producers_had_time_to_knock_again() {
    Source source = Events.source(inbox, Map.of());
    assertThat(source.lag(Events.job("load"))).isEqualTo(Duration.ofSeconds(10));
    inbox.lineage().opened(Events.DAY.dueAt().plusSeconds(5));
    assertThat(source.lag(Events.job("load"))).isEqualTo(Duration.ofSeconds(35));
  }

  @Test
  void a_setting_that_is_unknown_is_refused() {
    assertThatThrownBy(() -> Events.source(inbox, Map.of("job-namspace", "x")))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining("Did you mean \"job-namespace\"?");
    assertThat(OpenLineageSettings.of(new Settings("l", Map.of())))
        .isEqualTo(new OpenLineageSettings("l", null, null));
  }
}
