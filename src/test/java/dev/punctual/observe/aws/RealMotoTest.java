package dev.punctual.observe.aws;

import static dev.punctual.observe.aws.AthenaContractTest.DAY;
import static dev.punctual.observe.aws.AthenaContractTest.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.punctual.observe.Observation.Absent;
import dev.punctual.observe.Observation.Arrived;
import dev.punctual.observe.Observation.NotYet;
import dev.punctual.observe.Observation.Present;
import dev.punctual.observe.Probe;
import dev.punctual.observe.Source;
import dev.punctual.observe.Source.Ask;
import dev.punctual.observe.Source.Finding;
import dev.punctual.observe.SourceType;
import dev.punctual.observe.SourceType.Settings;
import dev.punctual.rule.Readiness.Evidence;
import dev.punctual.rule.Target;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The sources against moto, which {@code interop/aws/run} starts and fills; skipped without it. It
 * proves the protocols of Glue, Athena and S3 as others read them. moto runs no SQL: its rows are
 * given to it.
 */
class RealMotoTest {

  private static final Instant FAR = Instant.parse("2099-01-01T00:00:00Z");
  private static final @Nullable String URL = System.getenv("PUNCTUAL_MOTO");

  @BeforeAll
  static void started() {
    assumeTrue(URL != null, "skipped: interop/aws/run starts moto and sets PUNCTUAL_MOTO");
  }

  private static Source open(SourceType type) {
    return type.open(
        new Settings(
            "lake",
            Map.of(
                "region",
                "ap-northeast-1",
                "endpoint",
                Objects.requireNonNull(URL),
                "access-key-id",
                "testing",
                "access-key-secret",
                "testing")));
  }

  private static Ask ask() {
    return new Ask(FAR, Map.of(), Map.of());
  }

  private static Probe partition(String name) {
    return DAY.of(table(name), new Evidence.Partition(":data_date"));
  }

  @Test
  void partitions_are_found_in_glue_and_their_objects_in_s3() throws Exception {
    try (Source source = open(new AthenaType())) {
      List<Probe> probes =
          List.of(partition("mart.sales"), partition("mart.shops"), partition("mart.none"));
      assertThat(source.observe(probes, ask()).answers())
          .extracting(answer -> (Object) answer.observation().getClass())
          .containsExactly(Arrived.class, Arrived.class, Absent.class);
    }
  }

  @Test
  void a_statement_is_started_waited_for_and_read() throws Exception {
    try (Source source = open(new AthenaType())) {
      Probe query = DAY.of(new Target.Query("lake", "select true"));
      assertThat(source.observe(List.of(query), ask()).answers().getFirst().observation())
          .isInstanceOf(Present.class);
      assertThat(source.check(List.of(partition("mart.sales")))).allMatch(Finding::ok);
    }
  }

  @Test
  void keys_of_s3_are_listed_over_pages_and_in_any_spelling() throws Exception {
    try (Source source = open(new S3Type())) {
      List<Probe> probes =
          List.of(
              DAY.of(new Target.File("lake", "lake/many/1499.csv")),
              DAY.of(new Target.File("lake", "lake/many/{data_date}.csv")),
              DAY.of(new Target.File("lake", "lake/odd/a b+c%20&日本.csv")),
              DAY.of(new Target.File("lake", "nowhere/x.csv")));
      assertThat(source.observe(probes, ask()).answers())
          .satisfiesOnlyOnce(a -> assertThat(a.observation()).isInstanceOf(Absent.class))
          .satisfiesOnlyOnce(
              a ->
                  assertThat(a.observation())
                      .isEqualTo(NotYet.because("there is no many/2026-11-20.csv")));
      assertThat(source.observe(probes, ask()).answers())
          .filteredOn(a -> a.observation().text().contains("written at"))
          .hasSize(2);
    }
  }
}
