package dev.punctual.observe.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.punctual.observe.Archive;
import dev.punctual.observe.Archive.Memory;
import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Absent;
import dev.punctual.observe.Observation.Arrived;
import dev.punctual.observe.Observation.NotYet;
import dev.punctual.observe.Observation.Unreachable;
import dev.punctual.observe.Probe;
import dev.punctual.observe.Probes;
import dev.punctual.observe.Source;
import dev.punctual.observe.Source.Ask;
import dev.punctual.observe.Source.Round;
import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.SourceType.SettingException;
import dev.punctual.observe.SourceType.Settings;
import dev.punctual.observe.wire.LocalServer.Request;
import dev.punctual.rule.Readiness;
import dev.punctual.rule.Target;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class S3SourceTest {

  private static final Probes DAY = Probes.on(LocalDate.parse("2026-11-20"));
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

  private final FakeAws aws;

  S3SourceTest() throws Exception {
    aws = new FakeAws();
  }

  @AfterEach
  void close() throws Exception {
    aws.close();
  }

  static Settings settings(URI endpoint, String secret) {
    return new Settings(
        "s3",
        Map.of(
            "region",
            FakeAws.REGION,
            "endpoint",
            endpoint.toString(),
            "access-key-id",
            FakeAws.KEY,
            "access-key-secret",
            secret));
  }

  private static Probe file(String path) {
    return DAY.of(new Target.File("s3", path));
  }

  private Round round(List<Probe> probes, String... settings) throws Exception {
    try (Source source = new S3Type().open(aws.settings("s3", settings))) {
      return source.observe(probes, new Ask(NOW, Map.of(), Map.of()));
    }
  }

  private Observation seen(Probe probe, String... settings) throws Exception {
    return round(List.of(probe), settings).answers().getFirst().observation();
  }

  @Test
  void an_object_arrived_when_the_store_says_it_was_written() throws Exception {
    aws.object("deliveries/in/2026-11-20/a.csv", 10, "2026-11-20T07:00:00Z");
    assertThat(seen(file("deliveries/in/{data_date}/a.csv")))
        .isInstanceOfSatisfying(
            Arrived.class,
            arrived -> assertThat(arrived.latest()).isEqualTo("2026-11-20T07:00:00Z"));
    assertThat(seen(file("in/{data_date}/a.csv"), "bucket", "deliveries"))
        .isInstanceOf(Arrived.class);
  }

  @Test
  void a_marker_older_than_its_data_proves_nothing() throws Exception {
    aws.object("deliveries/in/2026-11-20/_SUCCESS", 0, "2026-11-20T06:00:00Z");
    aws.object("deliveries/in/2026-11-20/deep/part-0", 10, "2026-11-20T07:00:00Z");
    assertThat(seen(file("deliveries/in/{data_date}/_SUCCESS"))).isNotInstanceOf(Arrived.class);
  }

  @Test
  void keys_are_read_over_pages_and_only_where_they_are_wanted() throws Exception {
    aws.page = 3;
    List<Probe> probes = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      aws.object("deliveries/x/%02d.csv".formatted(i), 1, "2026-11-20T07:00:00Z");
    }
    for (int i = 12; i < 16; i++) {
      probes.add(file("deliveries/x/%02d.csv".formatted(i)));
    }
    Round round = round(probes);
    assertThat(round.answers())
        .extracting(Source.Answer::observation)
        .hasOnlyElementsOfType(Arrived.class);
    assertThat(round.queries()).isEqualTo(2);
  }

  @Test
  void a_folder_is_not_entered_where_only_its_own_files_are_wanted() throws Exception {
    aws.object("deliveries/in/a.csv", 1, "2026-11-20T07:00:00Z");
    aws.object("deliveries/in/deep/b.csv", 1, "2026-11-20T07:00:00Z");
    seen(file("deliveries/in/*.csv"));
    assertThat(aws.requests().getFirst().parameters())
        .containsEntry("delimiter", "/")
        .containsEntry("prefix", "in/");
  }

  @Test
  void a_thousand_objects_of_a_folder_take_one_listing() throws Exception {
    List<Probe> probes = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      String path = "deliveries/in/2026-11-20/table_%04d.csv".formatted(i);
      aws.object(path, 1, "2026-11-20T07:00:00Z");
      probes.add(file(path.replace("2026-11-20", "{data_date}")));
    }
    assertThat(round(probes).queries()).isEqualTo(1);
  }

  @Test
  void a_missing_bucket_grant_or_region_is_said_in_words() throws Exception {
    aws.object("deliveries/in/a.csv", 1, "2026-11-20T07:00:00Z");
    assertThat(seen(file("none/in/a.csv"))).isEqualTo(new Absent("there is no bucket none"));
    assertThat(seen(file("a.csv"))).isInstanceOf(Absent.class);
    aws.denied.add("s3:ListBucket");
    assertThat(seen(file("deliveries/in/a.csv")))
        .isEqualTo(
            new Unreachable(
                "the login may not s3:ListBucket; allow it in its policy on bucket deliveries"
                    + " (arn:aws:s3:::deliveries) (AccessDenied: Access Denied)"));
  }

  @Test
  void a_bucket_that_slows_down_is_left_alone() throws Exception {
    aws.object("deliveries/in/a.csv", 1, "2026-11-20T07:00:00Z");
    aws.throttled.put("s3:ListBucket", 99);
    assertThatThrownBy(() -> seen(file("deliveries/in/a.csv")))
        .isInstanceOf(SourceFailure.class)
        .hasMessageContaining("asks for fewer requests (SlowDown");
  }

  @Test
  void a_clock_that_is_an_hour_off_is_signed_by() throws Exception {
    aws.object("deliveries/in/2026-11-20/a.csv", 10, "2026-11-20T07:00:00Z");
    aws.ahead(Duration.ofHours(-1));
    assertThat(seen(file("deliveries/in/{data_date}/a.csv"))).isInstanceOf(Arrived.class);
    assertThat(aws.requests()).extracting(Request::method).hasSize(2);
  }

  @Test
  void days_gone_by_are_told_by_the_times_of_their_objects() throws Exception {
    aws.object("deliveries/in/2026-11-20/a.csv", 10, "2026-11-20T11:00:00Z");
    try (Source source = new S3Type().open(aws.settings("s3"))) {
      List<Memory> memories =
          ((Archive) source)
                  .recall(
                      List.of(
                          file("deliveries/in/{data_date}/a.csv"),
                          file("deliveries/in/{data_date}/b.csv")),
                      NOW.plus(Duration.ofDays(9)))
                  .days()
                  .stream()
                  .map(Archive.Remembered::memory)
                  .toList();
      assertThat(memories)
          .satisfiesExactly(
              one ->
                  assertThat(one)
                      .isInstanceOfSatisfying(
                          Memory.Told.class,
                          told -> assertThat(told.observation()).isInstanceOf(Arrived.class)),
              two -> assertThat(two).isInstanceOf(Memory.Untold.class));
    }
  }

  @Test
  void stable_for_waits_until_nothing_was_written_that_long() throws Exception {
    aws.object("deliveries/in/2026-11-20/a.csv", 10, "2026-11-20T09:00:00Z");
    aws.object("deliveries/in/2026-11-20/b.csv", 10, "2026-11-20T11:58:00Z");
    Readiness readiness =
        new Readiness(new Readiness.Evidence.Completion(), null, null, Duration.ofMinutes(5));
    assertThat(seen(DAY.of(new Target.File("s3", "deliveries/in/{data_date}/"), readiness)))
        .isNotInstanceOfAny(Arrived.class, NotYet.class);
  }

  @ParameterizedTest
  @CsvSource({
    "region,,region is missing. Write region: ap-northeast-1.",
    "access-key-secret,,access-key-secret is missing.",
    "bucket,s3://x/y,bucket is none.",
    "external-id,x,external-id is told when a role is taken on.",
    "role-arn,punctual,role-arn is none.",
    "buket,x,buket is not a setting. Did you mean \"bucket\"?",
  })
  void a_wrong_setting_is_named_with_its_form(String key, String value, String said) {
    Settings good = aws.settings("s3");
    Map<String, String> values = new java.util.TreeMap<>(good.values());
    values.remove(key);
    if (value != null) {
      values.put(key, value);
    }
    assertThatThrownBy(() -> new S3Type().open(new Settings("s3", values)))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining(said);
  }

  @Test
  void defaults_are_these_and_secrets_are_not_printed() {
    S3Settings s3 = S3Settings.of(new Settings("s3", Map.of("region", "eu-west-1")));
    assertThat(s3.account())
        .isEqualTo(
            new AccountSettings(
                "s3", "eu-west-1", null, new LoginSettings(null, null), Duration.ofSeconds(20)));
    assertThat(s3.account().address("s3")).hasToString("https://s3.eu-west-1.amazonaws.com");
    AthenaSettings athena = AthenaSettings.of(new Settings("a", Map.of("region", "cn-north-1")));
    assertThat(athena)
        .isEqualTo(
            new AthenaSettings(
                new AccountSettings(
                    "a", "cn-north-1", null, new LoginSettings(null, null), Duration.ofSeconds(20)),
                null,
                null,
                new AthenaSettings.Work("primary", null),
                new AthenaSettings.Limits(Duration.ofMinutes(1), 10)));
    assertThat(athena.account().address("glue"))
        .hasToString("https://glue.cn-north-1.amazonaws.com.cn");
    assertThat(Objects.toString(S3Settings.of(aws.settings("s3"))))
        .contains(FakeAws.KEY)
        .doesNotContain(FakeAws.SECRET);
  }
}
