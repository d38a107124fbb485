package dev.punctual.observe.aws;

import static dev.punctual.observe.aws.AthenaContractTest.DAY;
import static dev.punctual.observe.aws.AthenaContractTest.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Absent;
import dev.punctual.observe.Observation.Arrived;
import dev.punctual.observe.Observation.Newest;
import dev.punctual.observe.Observation.NotYet;
import dev.punctual.observe.Observation.Present;
import dev.punctual.observe.Observation.Unreachable;
import dev.punctual.observe.Probe;
import dev.punctual.observe.Probes;
import dev.punctual.observe.Source;
import dev.punctual.observe.Source.Ask;
import dev.punctual.observe.Source.Round;
import dev.punctual.observe.SourceFailure;
import dev.punctual.rule.Comparisons;
import dev.punctual.rule.Readiness;
import dev.punctual.rule.Readiness.Evidence;
import dev.punctual.rule.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AthenaSourceTest {

  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  private static final Evidence DATE = new Evidence.Partition(":data_date");

  private final FakeAws aws;

  AthenaSourceTest() throws Exception {
    aws = new FakeAws();
  }

  @AfterEach
  void close() throws Exception {
    aws.close();
  }

  private Observation seen(Probe probe, String... settings) throws Exception {
    return round(List.of(probe), settings).answers().getFirst().observation();
  }

  private Round round(List<Probe> probes, String... settings) throws Exception {
    try (Source source = new AthenaType().open(aws.settings("lake", settings))) {
      return source.observe(probes, new Ask(NOW, Map.of(), Map.of()));
    }
  }

  private static Readiness readiness(
      Evidence evidence, @Nullable String rows, @Nullable String check) {
    return new Readiness(evidence, rows == null ? null : Comparisons.parse(rows), check, null);
  }

  private void sales(String keys) {
    aws.table("mart.sales", "id bigint|" + keys, "s3://lake/sales/");
  }

  private void filled(String folder, String modified, String created, String... values) {
    aws.partition("mart.sales", "s3://lake/sales/" + folder, created, values);
    aws.object("lake/sales/" + folder + "/part-0", 10, modified);
  }

  @Test
  void a_partition_arrived_when_its_first_object_was_there_and_it_was_in_the_catalogue()
      throws Exception {
    sales("dt string");
    filled("dt=2026-11-20", "2026-11-20T07:00:00Z", "2026-11-20T08:00:00Z", "2026-11-20");
    aws.object("lake/sales/dt=2026-11-20/part-1", 10, "2026-11-20T11:00:00Z");
    assertThat(seen(DAY.of(table("mart.sales"), DATE)))
        .isEqualTo(
            Arrived.at(
                Instant.parse("2026-11-20T08:00:00Z"),
                "partition dt=2026-11-20 of mart.sales is there with 2 objects, the first since"
                    + " 2026-11-20 08:00:00 UTC"));
  }

  @Test
  void objects_after_the_due_instant_may_have_been_written_again() throws Exception {
    sales("dt string");
    filled("dt=2026-11-20", "2026-11-20T11:00:00Z", "2026-11-20T08:00:00Z", "2026-11-20");
    assertThat(seen(DAY.of(table("mart.sales"), DATE)))
        .isInstanceOfSatisfying(
            Arrived.class,
            arrived -> {
              assertThat(arrived.earliest()).isEqualTo(DAY.opensAt());
              assertThat(arrived.latest()).isEqualTo(Instant.parse("2026-11-20T11:00:00Z"));
            });
  }

  @Test
  void a_partition_that_holds_only_markers_and_empty_objects_is_not_there() throws Exception {
    sales("dt string");
    aws.partition(
        "mart.sales", "s3://lake/sales/dt=2026-11-20", "2026-11-20T08:00:00Z", "2026-11-20");
    aws.object("lake/sales/dt=2026-11-20/_SUCCESS", 5, "2026-11-20T07:00:00Z");
    aws.object("lake/sales/dt=2026-11-20/.hidden", 5, "2026-11-20T07:00:00Z");
    aws.object("lake/sales/dt=2026-11-20/_temporary/0/part-0", 5, "2026-11-20T07:00:00Z");
    aws.object("lake/sales/dt=2026-11-20/part-0", 0, "2026-11-20T07:00:00Z");
    aws.object("lake/sales/dt=2026-11-200/part-0", 9, "2026-11-20T07:00:00Z");
    assertThat(seen(DAY.of(table("mart.sales"), DATE)))
        .isEqualTo(
            NotYet.because(
                "partition dt=2026-11-20 of mart.sales is in Glue, but holds no object"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "dt string | 2026-11-20",
        "dt string | 20261120",
        "dt date | 2026-11-20",
        "dt int | 20261120",
        "region string, load_date string | tokyo/20261120",
        "year string, month string, day string | 2026/11/20",
        "year int, month int, day int, hour int | 2026/11/20/7",
        "dt string, hour string | 2026-11-20/07",
        "any string | 2026-11-20",
      })
  void a_date_is_found_in_the_spellings_partitions_have(String keys, String values)
      throws Exception {
    sales(keys);
    filled("x", "2026-11-20T07:00:00Z", "2026-11-20T08:00:00Z", values.split("/", -1));
    filled("y", "2026-11-19T07:00:00Z", "2026-11-19T08:00:00Z", "2025", "11", "20", "7");
    assertThat(seen(DAY.of(table("mart.sales"), DATE))).isInstanceOf(Arrived.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "dt string, hour string | 2026-11-20/09",
        "dt int, hh int | 20261120/9",
        "year string, month string, day string, hour string | 2026/11/20/09",
        "dthour string | 2026-11-20-09",
        "ymdh int | 2026112009",
      })
  void an_hour_is_found_in_the_zone_of_the_source(String keys, String values) throws Exception {
    sales(keys);
    filled("x", "2026-11-20T00:30:00Z", "2026-11-20T00:40:00Z", values.split("/", -1));
    Probe slot =
        Probes.on(DAY.businessDate())
            .in("Asia/Tokyo")
            .slot(
                table("mart.sales"),
                readiness(new Evidence.Partition(":slot_start"), null, null),
                Instant.parse("2026-11-20T00:00:00Z"),
                Duration.ofHours(1));
    assertThat(seen(slot, "timezone", "Asia/Tokyo")).isInstanceOf(Arrived.class);
    assertThat(seen(slot, "timezone", "UTC")).isInstanceOf(NotYet.class);
  }

  @Test
  void keys_without_a_date_among_them_are_told() throws Exception {
    sales("region string, shop string");
    assertThat(seen(DAY.of(table("mart.sales"), DATE)))
        .isEqualTo(
            new Unreachable(
                "mart.sales cannot be asked: none of its partition keys (region, shop) can be told"
                    + " to be the date; write where"));
  }

  @Test
  void a_projected_partition_is_looked_for_where_athena_would_look() throws Exception {
    sales("dt string");
    aws.parameter("mart.sales", "projection.enabled", "true");
    aws.parameter("mart.sales", "projection.dt.format", "yyyy/MM/dd");
    aws.parameter("mart.sales", "storage.location.template", "s3://lake/p/${dt}/");
    aws.object("lake/p/2026/11/20/part-0", 10, "2026-11-20T07:00:00Z");
    assertThat(seen(DAY.of(table("mart.sales"), DATE)))
        .isInstanceOfSatisfying(
            Arrived.class,
            arrived -> assertThat(arrived.latest()).isEqualTo("2026-11-20T07:00:00Z"));
  }

  @Test
  void rows_and_check_of_a_partition_are_one_statement() throws Exception {
    sales("dt string");
    filled("dt=2026-11-20", "2026-11-20T07:00:00Z", "2026-11-20T08:00:00Z", "2026-11-20");
    aws.athena.sql("create schema mart");
    aws.athena.sql("create table mart.sales (id bigint, dt varchar)");
    aws.athena.sql(
        "insert into mart.sales values (1, '2026-11-20'), (2, '2026-11-20'), (3, '20261113')");
    Target sales = table("mart.sales");
    List<Observation> seen = new ArrayList<>();
    for (Readiness readiness :
        List.of(
            readiness(DATE, ">= 2", "select max(id) = 3 from mart.sales"),
            readiness(DATE, ">= 3", null),
            readiness(DATE, ">= 80% of last_week", "select false"))) {
      seen.add(seen(DAY.of(sales, readiness)));
    }
    assertThat(seen)
        .satisfiesExactly(
            one -> assertThat(one).isInstanceOf(Present.class),
            two ->
                assertThat(two)
                    .isEqualTo(new NotYet("rows", "mart.sales has 2 rows, and >= 3 is promised")),
            three ->
                assertThat(three)
                    .isInstanceOfSatisfying(
                        NotYet.class, no -> assertThat(no.failedGate()).isEqualTo("check")));
    assertThat(aws.athena.statements).hasSize(3);
  }

  @Test
  void a_condition_counts_with_dates_written_as_literals() throws Exception {
    aws.table("mart.orders", "id bigint, dt date, at timestamp", "s3://lake/orders/");
    aws.athena.sql("create schema mart");
    aws.athena.sql("create table mart.orders (id bigint, dt date, at timestamp with time zone)");
    aws.athena.sql("insert into mart.orders values (1, '2026-11-20', '2026-11-20 03:00:00+00')");
    Target orders = table("mart.orders");
    assertThat(
            round(
                    List.of(
                        DAY.of(
                            "a",
                            orders,
                            readiness(new Evidence.Where("dt = :data_date"), null, null)),
                        DAY.of(
                            "b",
                            orders,
                            readiness(
                                new Evidence.Where("at < :opens_at or 'x:y' = 'z'"), null, null))))
                .answers())
        .extracting(answer -> answer.observation().text())
        .containsExactly(
            "1 row of mart.orders where dt = 2026-11-20",
            "no row of mart.orders where at < 2026-11-20T00:00Z or 'x:y' = 'z'");
    assertThat(aws.athena.statements)
        .singleElement()
        .asString()
        .contains("(dt = date '2026-11-20')")
        .contains("timestamp '2026-11-20 00:00:00.000000 UTC'");
  }

  @Test
  void a_column_shows_its_newest_value_and_leaves_out_what_lies_ahead() throws Exception {
    aws.table("mart.events", "id bigint, at timestamp", "s3://lake/events/");
    aws.athena.sql("create schema mart");
    aws.athena.sql("create table mart.events (id bigint, at timestamp)");
    aws.athena.sql(
        "insert into mart.events values (1, '2026-11-20 08:30:00'), (2, '2027-01-01 00:00:00')");
    Target events = table("mart.events");
    Evidence at = new Evidence.Column("at");
    assertThat(
            round(
                    List.of(DAY.of(events, at), DAY.fresh(events, at, Duration.ofHours(1))),
                    "timezone",
                    "Asia/Tokyo")
                .answers())
        .extracting(Source.Answer::observation)
        .satisfiesExactly(
            one ->
                assertThat(one.text())
                    .isEqualTo(
                        "newest mart.events.at is 2026-11-19 23:30:00 UTC, before 2026-11-20"
                            + " 00:00:00 UTC; values later than now are left out, the newest is"
                            + " 2026-12-31 15:00:00 UTC"),
            two ->
                assertThat(two)
                    .isInstanceOfSatisfying(
                        Newest.class,
                        newest ->
                            assertThat(newest.newest())
                                .isEqualTo(Instant.parse("2026-11-19T23:30:00Z"))));
  }

  @Test
  void a_column_of_another_type_or_none_breaks_the_rule() throws Exception {
    sales("dt string");
    assertThat(seen(DAY.of(table("mart.sales"), new Evidence.Column("dtt"))))
        .isEqualTo(new Absent("mart.sales has no column dtt; did you mean dt?"));
    assertThat(seen(DAY.of(table("mart.sales"), new Evidence.Column("dt"))))
        .isInstanceOf(Absent.class);
  }

  @Test
  void a_query_answers_true_or_a_time() throws Exception {
    List<Probe> probes =
        List.of(
            DAY.of(new Target.Query("lake", "select 1 = 1")),
            DAY.of(new Target.Query("lake", "select timestamp '2026-11-20 09:00:00'")),
            DAY.of(new Target.Query("lake", "select cast(null as boolean)")),
            DAY.of(new Target.Query("lake", "select 42")));
    assertThat(round(probes).answers())
        .extracting(answer -> answer.observation().text())
        .containsExactly(
            "the query answered true",
            "the query answered 2026-11-20 09:00:00 UTC",
            "the query answered nothing",
            "the query answered \"42\", neither true or false nor a time");
    assertThat(aws.athena.statements).hasSize(1);
  }

  @Test
  void one_bad_statement_spoils_no_other_and_is_asked_alone_from_then_on() throws Exception {
    List<Probe> probes = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      probes.add(
          DAY.of(
              "q" + i, new Target.Query("lake", "select " + i + " >= 0"), Readiness.completion()));
    }
    probes.add(DAY.of("bad", new Target.Query("lake", "select 7 = 7"), Readiness.completion()));
    aws.athena.failing.put(
        "7 = 7", "TYPE_MISMATCH: line 3:9: Cannot apply operator: varchar = date");
    try (Source source = new AthenaType().open(aws.settings("lake"))) {
      Ask ask = new Ask(NOW, Map.of(), Map.of());
      assertThat(source.observe(probes, ask).answers())
          .filteredOn(answer -> !(answer.observation() instanceof Present))
          .singleElement()
          .extracting(answer -> answer.observation().text())
          .isEqualTo(
              "Athena refuses the statement: TYPE_MISMATCH: Cannot apply operator: varchar = date;"
                  + " where dt is a text, write dt = cast(:data_date as varchar)");
      int before = aws.athena.statements.size();
      source.observe(probes, ask);
      assertThat(aws.athena.statements.size() - before).isEqualTo(2);
    }
  }

  @Test
  void a_statement_that_takes_too_long_is_cancelled() throws Exception {
    aws.athena.hangs = true;
    assertThat(seen(DAY.of(new Target.Query("lake", "select true")), "query-timeout", "1s"))
        .isInstanceOfSatisfying(
            Unreachable.class,
            no ->
                assertThat(no.text())
                    .startsWith("Athena had no answer after 1s and was told to stop"));
    assertThat(aws.athena.stopped).hasSize(1);
  }

  @Test
  void a_throttled_request_is_sent_again_with_the_same_token() throws Exception {
    aws.throttled.put("athena:StartQueryExecution", 2);
    assertThat(seen(DAY.of(new Target.Query("lake", "select true")))).isInstanceOf(Present.class);
    assertThat(aws.exchanges)
        .filteredOn(exchange -> exchange.operation().endsWith("StartQueryExecution"))
        .hasSize(3)
        .extracting(exchange -> exchange.asked().text("ClientRequestToken"))
        .containsOnly(aws.exchanges.getFirst().asked().text("ClientRequestToken"));
  }

  @Test
  void a_service_that_stays_throttled_is_left_alone_as_long_as_it_asks() throws Exception {
    sales("dt string");
    aws.throttled.put("glue:GetTable", 99);
    assertThatThrownBy(() -> seen(DAY.of(table("mart.sales"), DATE)))
        .isInstanceOfSatisfying(
            SourceFailure.class,
            failure -> assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(7)));
  }

  @Test
  void a_clock_that_is_an_hour_off_is_signed_by() throws Exception {
    sales("dt string");
    filled("dt=2026-11-20", "2026-11-20T07:00:00Z", "2026-11-20T08:00:00Z", "2026-11-20");
    aws.ahead(Duration.ofHours(1));
    Round round = round(List.of(DAY.of(table("mart.sales"), DATE)));
    assertThat(round.answers().getFirst().observation()).isInstanceOf(Arrived.class);
    assertThat(round.clockOffset()).isBetween(Duration.ofMinutes(59), Duration.ofMinutes(61));
  }

  @Test
  void a_database_that_is_not_there_is_named() throws Exception {
    sales("dt string");
    assertThat(seen(DAY.of(table("none.sales"), DATE)))
        .isEqualTo(new Absent("Glue has no database none"));
    assertThat(seen(DAY.of(table("mart.none"), DATE)))
        .isEqualTo(new Absent("Glue has no table mart.none"));
    assertThat(seen(DAY.of(table("AwsDataCatalog.MART.Sales"), DATE))).isInstanceOf(NotYet.class);
    assertThat(seen(DAY.of(table("sales"), DATE), "database", "mart")).isInstanceOf(NotYet.class);
  }

  @Test
  void a_missing_grant_names_the_action_to_allow() throws Exception {
    sales("dt string");
    filled("dt=2026-11-20", "2026-11-20T07:00:00Z", "2026-11-20T08:00:00Z", "2026-11-20");
    Probe probe = DAY.of(table("mart.sales"), DATE);
    List<String> said = new ArrayList<>();
    for (String action : List.of("glue:GetTable", "glue:BatchGetPartition", "s3:ListBucket")) {
      aws.denied.add(action);
      said.add(seen(probe).text());
      aws.denied.clear();
    }
    aws.denied.add("athena:StartQueryExecution");
    said.add(seen(DAY.of(new Target.Query("lake", "select true"))).text());
    assertThat(said)
        .satisfiesExactly(
            one ->
                assertThat(one)
                    .startsWith("the login may not glue:GetTable; allow it in its policy on"),
            two -> assertThat(two).startsWith("the login may not glue:BatchGetPartition; allow"),
            three ->
                assertThat(three)
                    .startsWith(
                        "the login may not s3:ListBucket; allow it in its policy on bucket lake"
                            + " (arn:aws:s3:::lake)"),
            four ->
                assertThat(four)
                    .startsWith(
                        "the login may not athena:StartQueryExecution; allow it in its policy on"
                            + " workgroup primary"));
  }

  @Test
  void a_thousand_tables_take_their_lists_and_a_request_each() throws Exception {
    List<Probe> probes = new ArrayList<>();
    List<Probe> conditions = new ArrayList<>();
    aws.athena.sql("create schema mart");
    for (int i = 0; i < 1000; i++) {
      String name = "mart.table_" + i;
      aws.table(name, "id bigint|dt string", "s3://lake/" + i + "/");
      probes.add(DAY.of(table(name), DATE));
      conditions.add(
          DAY.of(
              "w" + i, new Target.Query("lake", "select " + i + " = 1"), Readiness.completion()));
    }
    assertThat(round(probes).queries()).isEqualTo(10 + 1000);
    Round asked = round(conditions, "concurrent-queries", "40");
    assertThat(aws.athena.statements).hasSize(40);
    assertThat(asked.queries()).isBetween(80, 100);
  }
}
