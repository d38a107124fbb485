package dev.punctual.observe.dbt;

import static dev.punctual.observe.dbt.Artifacts.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.punctual.observe.LineageReader.Form;
import dev.punctual.observe.LineageReader.Item;
import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Absent;
import dev.punctual.observe.Observation.Arrived;
import dev.punctual.observe.Observation.Failed;
import dev.punctual.observe.Observation.Newest;
import dev.punctual.observe.Observation.NotYet;
import dev.punctual.observe.Observation.Strength;
import dev.punctual.observe.Observation.Unreachable;
import dev.punctual.observe.Probe;
import dev.punctual.observe.RealInbox;
import dev.punctual.observe.Source;
import dev.punctual.observe.SourceType.SettingException;
import dev.punctual.observe.SourceType.Settings;
import dev.punctual.rule.Readiness;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rulings: what each status of dbt and each look at a source prove. */
class DbtSourceTest {

  private static final String ORDERS = "model.shop.orders";
  private static final String RAW = "source.shop.raw.orders";
  private static final String BUILD = "\"which\":\"build\"";

  private RealInbox inbox;

  @BeforeEach
  void open() {
    inbox = new RealInbox();
  }

  @AfterEach
  void close() {
    inbox.close();
  }

  private void ended(String invocation, String status, Instant at) {
    Artifacts.tellRun(
        inbox,
        Artifacts.runResults(
            invocation, at("23:00"), BUILD, Artifacts.result(ORDERS, status, at, "Done. 3 rows.")));
  }

  private void looked(Instant at, Instant newest) {
    Artifacts.tellSources(
        inbox, Artifacts.sources("look " + at, at, Artifacts.look(RAW, at, newest)));
  }

  private Observation answer(String node, Instant now) {
    return answer(Artifacts.node(node), now);
  }

  private Observation answer(Probe probe, Instant now) {
    try (Source source = Artifacts.source(inbox, Map.of())) {
      return source
          .observe(List.of(probe), new Source.Ask(now, Map.of(), Map.of()))
          .answers()
          .getFirst()
          .observation();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"success", "pass", "warn"})
  void a_node_arrived_when_its_execution_completed(String status) {
    ended("1", status, at("09:00"));
    assertThat(answer(ORDERS, at("10:00")))
        .isEqualTo(
            Arrived.at(
                at("09:00"), "model.shop.orders succeeded at 2026-11-20 09:00:00 Asia/Tokyo"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"error", "skipped", "partial success", "runtime error"})
  void what_did_not_come_to_its_end_failed_in_dbts_words(String status) {
    ended("1", status, at("09:00"));
    assertThat(answer(ORDERS, at("10:00")))
        .isEqualTo(
            new Failed(
                at("09:00"),
                "model.shop.orders ended as "
                    + status
                    + " at 2026-11-20 09:00:00 Asia/Tokyo: Done. 3 rows"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"no-op", "reused", "a status of tomorrow"})
  void what_built_nothing_is_known_and_not_yet_there(String status) {
    ended("1", status, at("09:00"));
    assertThat(answer(ORDERS, at("10:00")))
        .isEqualTo(NotYet.because("no run of model.shop.orders was told of for 2026-11-20"));
  }

  @Test
  void the_first_success_of_the_window_counts_whatever_is_posted_when() {
    ended("3", "success", at("09:40"));
    ended("1", "success", at("00:00").minusSeconds(1));
    ended("2", "error", at("09:00"));
    ended("2", "error", at("09:00"));
    assertThat(answer(ORDERS, at("10:00")))
        .isInstanceOfSatisfying(
            Arrived.class, seen -> assertThat(seen.latest()).isEqualTo(at("09:40")));
  }

  @Test
  void a_node_that_never_began_counts_as_of_the_artifact() {
    Artifacts.tellRun(
        inbox,
        Artifacts.runResults(
            "1", at("09:30"), BUILD, Artifacts.untimed(ORDERS, "skipped", "Skipping\\n  it.")));
    assertThat(answer(ORDERS, at("10:00")))
        .isEqualTo(
            new Failed(
                at("09:30"),
                "model.shop.orders ended as skipped at 2026-11-20 09:30:00 Asia/Tokyo: Skipping"
                    + " it"));
  }

  @Test
  void environments_are_told_apart() {
    ended("1", "success", at("09:00"));
    try (Source prod = Artifacts.source(inbox, Map.of("environment", "prod"))) {
      assertThat(prod.check(List.of(Artifacts.node(ORDERS))))
          .anySatisfy(
              finding ->
                  assertThat(finding.outcome())
                      .isEqualTo(
                          "nothing was ever told of model.shop.orders in namespace prod; it is"
                              + " known in default"));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void a_misspelt_node_is_absent_and_the_right_one_is_suggested() {
    ended("1", "success", at("09:00"));
    assertThat(answer("model.shop.ordres", at("10:00")))
        .isEqualTo(
            new Absent(
                "nothing was ever told of model.shop.ordres in namespace default; was"
                    + " model.shop.orders meant?"));
  }

  @Test
  void the_newest_row_of_a_source_lies_between_the_last_look_without_and_itself() {
    looked(at("08:00"), at("00:00").minusSeconds(60));
    looked(at("09:30"), at("09:00"));
    looked(at("09:50"), at("09:45"));
    assertThat(answer(RAW, at("10:00")))
        .isEqualTo(
            new Arrived(
                at("08:00"),
                at("09:00"),
                Strength.STRONG,
                "the newest row of source.shop.raw.orders was of 2026-11-20 09:00:00 Asia/Tokyo"
                    + " when dbt looked at 2026-11-20 09:30:00 Asia/Tokyo"));
  }

  @Test
  void without_a_look_since_it_was_due_nobody_can_say_no() {
    looked(at("09:30"), at("00:00").minusSeconds(60));
    assertThat(answer(RAW, at("09:59"))).isInstanceOf(NotYet.class);
    assertThat(answer(RAW, at("10:00")))
        .isEqualTo(
            new Unreachable(
                "the newest row of source.shop.raw.orders was of 2026-11-19 23:59:00 Asia/Tokyo"
                    + " when dbt looked at 2026-11-20 09:30:00 Asia/Tokyo, before the window"
                    + " opened; nobody has looked since it was due"));
    looked(at("10:05"), at("00:00").minusSeconds(60));
    assertThat(answer(RAW, at("10:10"))).isInstanceOf(NotYet.class);
  }

  @Test
  void a_look_that_failed_says_nothing() {
    Artifacts.tellSources(
        inbox,
        Artifacts.sources(
            "1",
            at("09:00"),
            "{\"unique_id\":\"" + RAW + "\",\"error\":\"no grant\",\"status\":\"runtime error\"}"));
    assertThat(answer(RAW, at("09:30")))
        .isEqualTo(new Unreachable("dbt could not look at source.shop.raw.orders: no grant"));
  }

  @Test
  void a_row_dated_later_than_the_look_proves_nothing() {
    looked(at("09:00"), at("09:30"));
    assertThat(answer(RAW, at("09:40")))
        .isEqualTo(NotYet.because("dbt source freshness has not looked at source.shop.raw.orders"));
  }

  @Test
  void the_age_of_a_source_is_known_while_somebody_looks() {
    Probe fresh =
        Artifacts.DAY.fresh(
            Artifacts.target(RAW), new Readiness.Evidence.Completion(), Duration.ofHours(1));
    looked(at("09:00"), at("08:50"));
    assertThat(answer(fresh, at("09:40")))
        .isInstanceOfSatisfying(
            Newest.class, seen -> assertThat(seen.newest()).isEqualTo(at("08:50")));
    assertThat(answer(fresh, at("09:51"))).isInstanceOf(Unreachable.class);
    looked(at("09:55"), at("08:50"));
    assertThat(answer(fresh, at("09:56")))
        .isInstanceOfSatisfying(
            Newest.class, seen -> assertThat(seen.newest()).isEqualTo(at("08:50")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"generate", "compile", "show", "clone", "list"})
  void what_builds_nothing_is_refused(String command) {
    assertThat(read("\"which\":\"" + command + "\""))
        .singleElement()
        .isInstanceOfSatisfying(
            Item.Unreadable.class, wrong -> assertThat(wrong.pointer()).isEqualTo("/args/which"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"empty\":true", "\"sample\":\"3 days\""})
  void what_was_built_without_its_data_is_refused(String flag) {
    assertThat(read(BUILD + "," + flag)).singleElement().isInstanceOf(Item.Unreadable.class);
    assertThat(read(BUILD + ",\"empty\":false,\"sample\":null"))
        .singleElement()
        .isInstanceOf(Item.Read.class);
  }

  private static List<Item> read(String args) {
    return RealInbox.read(
        new ArtifactReader(),
        Form.RUN_RESULTS,
        Artifacts.runResults(
            "1", at("09:00"), args, Artifacts.result(ORDERS, "success", at("09:00"), "OK")),
        at("09:00"),
        null);
  }

  @Test
  void schemas_from_v4_on_are_read() {
    String artifact =
        Artifacts.runResults(
            "1", at("09:00"), BUILD, Artifacts.result(ORDERS, "success", at("09:00"), "OK"));
    for (String version : List.of("v4", "v5", "v7")) {
      assertThat(kinds(artifact.replace("v6", version))).containsExactly("Read");
    }
    assertThat(kinds(artifact.replace("v6", "v3"))).containsExactly("Unreadable");
    assertThat(kinds(artifact.replace("run-results/v6", "manifest/v12")))
        .containsExactly("Unreadable");
  }

  private static List<String> kinds(String artifact) {
    return RealInbox.read(new ArtifactReader(), Form.RUN_RESULTS, artifact, at("09:00"), null)
        .stream()
        .map(item -> item.getClass().getSimpleName())
        .toList();
  }

  @Test
  void settings_have_their_defaults() {
    assertThat(DbtSettings.of(new Settings("dbt", Map.of())))
        .isEqualTo(new DbtSettings("dbt", "default", Duration.ofMinutes(30)));
    assertThatThrownBy(() -> Artifacts.source(inbox, Map.of("enviroment", "prod")))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining("Did you mean \"environment\"?");
  }
}
