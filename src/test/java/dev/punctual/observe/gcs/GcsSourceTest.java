package dev.punctual.observe.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.punctual.observe.Archive;
import dev.punctual.observe.Archive.Basis;
import dev.punctual.observe.Archive.Memory;
import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Absent;
import dev.punctual.observe.Observation.Arrived;
import dev.punctual.observe.Observation.NotYet;
import dev.punctual.observe.Observation.Unreachable;
import dev.punctual.observe.Probe;
import dev.punctual.observe.Probes;
import dev.punctual.observe.Source;
import dev.punctual.observe.Source.Answer;
import dev.punctual.observe.Source.Ask;
import dev.punctual.observe.Source.Round;
import dev.punctual.observe.SourceType.SettingException;
import dev.punctual.observe.SourceType.Settings;
import dev.punctual.observe.wire.Json;
import dev.punctual.rule.Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class GcsSourceTest {

  private static final Instant NOW = Instant.parse("2026-11-20T09:00:00Z");

  @TempDir Path folder;
  private GcsHere here;

  @BeforeEach
  void start() throws IOException {
    here = new GcsHere(folder);
  }

  @AfterEach
  void stop() throws IOException {
    here.close();
  }

  private static Probe probe(String template) {
    return Probes.on(LocalDate.of(2026, 11, 20)).of(new Target.File("lake", template));
  }

  private static Round round(Source source, List<Probe> probes) throws Exception {
    try (source) {
      return source.observe(probes, new Ask(NOW, Map.of(), Map.of()));
    }
  }

  private Observation answer(String template, String... changes) throws Exception {
    return round(here.open(changes), List.of(probe(template))).answers().getFirst().observation();
  }

  @Test
  void an_object_arrived_when_it_was_created_whatever_changed_its_labels() throws Exception {
    here.put("out/2026-11-20/a.csv", 1500, "2026-11-20T08:00:00.123Z");
    assertThat(answer("deliveries/out/{data_date}/a.csv"))
        .isEqualTo(
            Arrived.at(
                Instant.parse("2026-11-20T08:00:00.123Z"),
                "out/2026-11-20/a.csv is there (1.5 kB, written 2026-11-20 08:00:00 UTC), complete"
                    + " since 2026-11-20 08:00:00 UTC"));
  }

  @Test
  void the_bucket_of_the_source_stands_in_no_path() throws Exception {
    here.put("out/2026-11-20/a.csv", 1, "2026-11-20T08:00:00Z");
    assertThat(answer("out/{data_date}/a.csv", "bucket", "deliveries")).isInstanceOf(Arrived.class);
    assertThat(answer("{data_date}/a.csv"))
        .isEqualTo(
            new Absent(
                "the path does not begin with a bucket; write bucket/path, or set bucket on the"
                    + " source"));
  }

  @Test
  void a_thousand_rules_in_one_folder_are_one_request() throws Exception {
    IntStream.range(0, 1000)
        .forEach(i -> here.put("out/2026-11-20/" + i + ".csv", 1, "2026-11-20T08:00:00Z"));
    Round round = round(here.open(), thousand("deliveries/out/{data_date}/%s.csv"));
    assertThat(round.queries()).isEqualTo(1);
    assertThat(round.answers())
        .hasSize(1000)
        .extracting(Answer::observation)
        .allMatch(Arrived.class::isInstance);
  }

  @Test
  void a_thousand_rules_in_folders_of_their_own_are_a_request_each() throws Exception {
    Round round = round(here.open(), thousand("deliveries/out/%s/{data_date}/_SUCCESS"));
    assertThat(round.queries()).isEqualTo(1000);
    assertThat(round.answers())
        .hasSize(1000)
        .extracting(Answer::observation)
        .allMatch(NotYet.class::isInstance);
  }

  private static List<Probe> thousand(String template) {
    return IntStream.range(0, 1000)
        .mapToObj(i -> probe(template.replace("%s", String.valueOf(i))))
        .toList();
  }

  @Test
  void pages_are_read_to_their_end_and_not_beyond_the_limit() throws Exception {
    here.pagesOf(1000);
    IntStream.range(0, 2001)
        .forEach(i -> here.put("in/2026-11-20/" + i, 1, "2026-11-20T08:00:00Z"));
    assertThat(answer("deliveries/in/{data_date}/999")).isInstanceOf(Arrived.class);
    Round all = round(here.open(), List.of(probe("deliveries/in/{data_date}/*")));
    assertThat(all.queries()).isEqualTo(3);
    assertThat(all.answers().getFirst().observation().text())
        .startsWith("2001 files are at in/2026-11-20/*");
    assertThat(answer("deliveries/in/{data_date}/*", "most-objects", "1000"))
        .isEqualTo(
            new Unreachable(
                "more than 1000 objects begin with deliveries/in/2026-11-20/; narrow the paths of"
                    + " the rules, or raise most-objects"));
  }

  @Test
  void only_one_level_is_listed_where_no_more_is_wanted() throws Exception {
    here.put("2026-11-20.csv", 1, "2026-11-20T08:00:00Z");
    assertThat(answer("deliveries/{data_date}.csv")).isInstanceOf(Arrived.class);
    assertThat(answer("deliveries/{data_date}/")).isInstanceOf(NotYet.class);
    assertThat(here.listings)
        .extracting(one -> one.parameters().get("delimiter"))
        .containsExactly("/", null);
  }

  @Test
  void a_placeholder_of_a_folder_is_no_delivery() throws Exception {
    here.put("out/2026-11-20/", 0, "2026-11-20T08:00:00Z");
    assertThat(answer("deliveries/out/{data_date}/")).isInstanceOf(NotYet.class);
  }

  @Test
  void one_bucket_that_is_closed_spoils_no_other() throws Exception {
    here.put("out/2026-11-20/a.csv", 1, "2026-11-20T08:00:00Z");
    Round round =
        round(
            here.open(),
            List.of(
                probe("closed/out/{data_date}/a.csv"), probe("deliveries/out/{data_date}/a.csv")));
    assertThat(round.answers())
        .extracting(Answer::observation)
        .satisfiesExactly(
            closed ->
                assertThat(closed.text())
                    .endsWith(
                        "may not list the bucket closed; grant roles/storage.objectViewer on it"),
            open -> assertThat(open).isInstanceOf(Arrived.class));
  }

  @Test
  void who_asks_pays_where_the_bucket_wants_that() throws Exception {
    answer("deliveries/a.csv", "user-project", "billing");
    assertThat(here.listings.getFirst().parameters()).containsEntry("userProject", "billing");
  }

  @Test
  void a_day_gone_by_is_told_by_its_objects() throws Exception {
    here.put("out/2026-11-20/a.csv", 1, "2026-11-20T10:20:00Z");
    try (Source source = here.open()) {
      List<Probe> probes =
          List.of(
              probe("deliveries/out/{data_date}/a.csv"), probe("deliveries/out/{data_date}/b.csv"));
      Archive.Recall recall =
          ((Archive) source).recall(probes, Instant.parse("2026-12-20T00:00:00Z"));
      assertThat(recall.queries()).isEqualTo(2);
      assertThat(recall.days().get(0).memory())
          .isInstanceOfSatisfying(
              Memory.Told.class,
              told -> {
                assertThat(told.basis()).isEqualTo(Basis.FILE_TIME);
                assertThat(told.observation()).isInstanceOf(Arrived.class);
              });
      assertThat(recall.days().get(1).memory()).isInstanceOf(Memory.Untold.class);
    }
  }

  /** Skipped where the description is not at hand. */
  @Test
  void requests_and_answers_fit_the_published_description() throws Exception {
    Path file =
        Path.of(
                Objects.requireNonNullElse(
                    System.getenv("PUNCTUAL_CONTRACT"), "../shared/contract"))
            .resolve("google-storage.v1.json");
    Assumptions.assumeTrue(Files.exists(file), "no description at " + file);
    Json description = Json.parse(Files.readAllBytes(file));
    here.pagesOf(1).put("in/a", 1, "2026-11-20T08:00:00Z").put("in/b", 1, "2026-11-20T08:00:00Z");
    answer("deliveries/in/*", "user-project", "billing");
    Json list = description.get("resources").get("objects").get("methods").get("list");
    Set<String> known = new TreeSet<>(names(list.get("parameters")));
    known.addAll(names(description.get("parameters")));
    Set<String> fields = names(description.get("schemas").get("Object").get("properties"));
    assertThat(description.text("basePath") + list.text("path"))
        .isEqualTo("/storage/v1/b/{bucket}/o");
    assertThat(here.listings)
        .hasSize(2)
        .allSatisfy(one -> assertThat(known).containsAll(one.parameters().keySet()));
    Json first = Json.parse(here.listings.getFirst().body().getBytes(StandardCharsets.UTF_8));
    assertThat(names(description.get("schemas").get("Objects").get("properties")))
        .containsAll(names(first));
    assertThat(fields).containsAll(names(Objects.requireNonNull(first.items("items")).getFirst()));
  }

  private static Set<String> names(Json object) {
    Set<String> names = new TreeSet<>();
    if (object.value() instanceof Map<?, ?> map) {
      map.keySet().forEach(key -> names.add(String.valueOf(key)));
    }
    return names;
  }

  @Test
  void settings_have_these_defaults() {
    GcsSettings settings = GcsSettings.of(new Settings("lake", Map.of()));
    assertThat(settings.bucket()).isNull();
    assertThat(settings.account()).isNull();
    assertThat(settings.address()).isEqualTo("storage.googleapis.com");
    assertThat(settings.traffic().requestTimeout()).isEqualTo(Duration.ofSeconds(20));
    assertThat(settings.traffic().atOnce()).isEqualTo(8);
    assertThat(settings.traffic().mostObjects()).isEqualTo(100_000);
  }

  @ParameterizedTest
  @CsvSource({
    "bucket,       gs://a,  is no name of a bucket",
    "at-once,      0,       is a whole number from 1 to 64",
    "url,          ftp://a, is not an http(s) address",
    "credentials,  /k,      is not a setting",
  })
  void settings_that_are_wrong_are_named(String key, String value, String what) {
    assertThatThrownBy(() -> GcsSettings.of(new Settings("lake", Map.of(key, value))))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining(what);
  }
}
