package dev.punctual.observe.bigquery;

import static dev.punctual.observe.bigquery.Asking.DAY;
import static dev.punctual.observe.bigquery.Asking.ask;
import static dev.punctual.observe.bigquery.Asking.round;
import static dev.punctual.observe.bigquery.Asking.seen;
import static dev.punctual.observe.bigquery.Asking.source;
import static dev.punctual.observe.bigquery.Asking.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Absent;
import dev.punctual.observe.Observation.Newest;
import dev.punctual.observe.Observation.NotYet;
import dev.punctual.observe.Observation.Present;
import dev.punctual.observe.Observation.Unreachable;
import dev.punctual.observe.Probe;
import dev.punctual.observe.Source;
import dev.punctual.observe.Source.Round;
import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.bigquery.FakeBigQuery.Refused;
import dev.punctual.rule.Readiness;
import dev.punctual.rule.Readiness.Evidence;
import dev.punctual.rule.RowsRule;
import dev.punctual.rule.Target;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What SQL proves of BigQuery, what it may bill, and how one bad question spoils no other. */
class BigQuerySqlTest {

  private static final Instant NOW = Instant.parse("2026-11-20T09:30:00Z");

  @TempDir Path folder;
  private FakeBigQuery bigquery;
  private Source source;

  @BeforeEach
  void start() throws Exception {
    bigquery = new FakeBigQuery();
    source = source(bigquery, folder);
    bigquery.table("mart", "sales", "dt DATE, amount INT64, shop STRING");
    bigquery.engine.insert("mart.sales", "DATE '2026-11-20', 5, 'a'", "DATE '2026-11-13', 5, 'a'");
  }

  @AfterEach
  void stop() {
    source.close();
    bigquery.close();
  }

  private static Probe where(String name, String expression) {
    return DAY.of(table("mart", name), new Evidence.Where(expression));
  }

  private Observation where(String expression) throws Exception {
    return ask(source, NOW, where("sales", expression));
  }

  private static String text(Map<String, Observation> seen, String target) {
    return Objects.requireNonNull(seen.get(target)).text();
  }

  private String lastQuery() {
    return lastBody().path("query").asText();
  }

  private JsonNode lastBody() {
    return Objects.requireNonNull(bigquery.requests("/queries").getLast().request());
  }

  @Test
  void rows_that_match_are_counted_with_typed_parameters() throws Exception {
    assertThat(where("dt = :data_date and amount > 1"))
        .extracting(Observation::text)
        .isEqualTo("1 row of mart.sales where dt = 2026-11-20 and amount > 1");
    assertThat(lastQuery()).doesNotContain("2026").contains("dt = ? and amount");
    JsonNode parameter = lastBody().path("queryParameters").path(0);
    assertThat(parameter.path("parameterType").path("type").asText()).isEqualTo("DATE");
    assertThat(parameter.path("parameterValue").path("value").asText()).isEqualTo("2026-11-20");
    assertThat(where("dt = date '2026-11-21'")).isInstanceOf(NotYet.class);
  }

  @Test
  void a_text_that_could_end_the_statement_is_not_sent() throws Exception {
    assertThat(where("shop = ''' ; drop table x; '''")).isInstanceOf(Absent.class);
    assertThat(where("shop = 'a;b'")).extracting(Observation::text).asString().contains("chr(59)");
    assertThat(bigquery.requests("/queries")).isEmpty();
  }

  @Test
  void a_comment_of_bigquery_ends_with_its_line() throws Exception {
    where("dt = :data_date # today");
    assertThat(lastQuery()).contains("# today\n)");
  }

  @Test
  void the_check_is_asked_in_one_statement_with_the_evidence_and_only_once_that_is_there()
      throws Exception {
    String check = "select count(*) > 3 from `acme-warehouse.mart.sales`";
    Readiness today = new Readiness(new Evidence.Where("dt = :data_date"), null, check, null);
    Readiness never = new Readiness(new Evidence.Where("amount > 100"), null, check, null);
    assertThat(ask(source, NOW, DAY.of(table("mart", "sales"), never))).isInstanceOf(NotYet.class);
    assertThat(bigquery.requests("/queries")).hasSize(1);
    assertThat(ask(source, NOW, DAY.of(table("mart", "sales"), today)))
        .isEqualTo(
            new NotYet(
                "check",
                "1 row of mart.sales where dt = 2026-11-20, but the check answered false"));
    assertThat(lastQuery()).contains("dt = ?").contains("count(*) > 3");
  }

  @Test
  void rows_are_compared_with_those_of_a_week_before() throws Exception {
    RowsRule twice = new RowsRule(RowsRule.Operator.AT_LEAST, new BigDecimal("2"), true);
    Readiness readiness = new Readiness(new Evidence.Where("dt = :data_date"), twice, null, null);
    assertThat(ask(source, NOW, DAY.of(table("mart", "sales"), readiness)))
        .isEqualTo(
            new NotYet(
                "rows", "mart.sales has 1 row, and >= 200% of last_week (1 row) is promised"));
  }

  @Test
  void a_column_is_read_only_where_it_could_prove_something() throws Exception {
    Probe column = DAY.of(table("mart", "sales"), new Evidence.Column("DT"));
    assertThat(ask(source, NOW, column))
        .extracting(Observation::text)
        .isEqualTo("newest mart.sales.dt is 2026-11-20");
    assertThat(lastQuery()).contains("`dt` >= ? AND `dt` <= ?");
    bigquery.table("mart", "late", "at TIMESTAMP");
    bigquery.engine.insert(
        "mart.late",
        "TIMESTAMP '2026-11-19 23:59:59+00:00'",
        "TIMESTAMP '2027-01-01 00:00:00+00:00'");
    assertThat(ask(source, NOW, DAY.of(table("mart", "late"), new Evidence.Column("at"))))
        .isEqualTo(NotYet.because("mart.late.at has no value from 2026-11-20 00:00 UTC up to now"));
  }

  @Test
  void a_time_without_zone_is_read_in_the_zone_of_the_source() throws Exception {
    bigquery.table("mart", "local", "at DATETIME");
    bigquery.engine.insert(
        "mart.local", "TIMESTAMP '2026-11-20 09:30:00'".replace("TIMESTAMP", "timestamp"));
    Probe fresh = DAY.fresh(table("mart", "local"), new Evidence.Column("at"), Duration.ofHours(1));
    try (Source tokyo = source(bigquery, folder, "timezone", "Asia/Tokyo")) {
      assertThat(ask(tokyo, NOW, fresh))
          .isInstanceOfSatisfying(
              Newest.class,
              n -> assertThat(n.newest()).isEqualTo(Instant.parse("2026-11-20T00:30:00Z")));
    }
  }

  @Test
  void a_column_that_is_no_time_or_not_there_is_a_broken_rule() throws Exception {
    assertThat(ask(source, NOW, DAY.of(table("mart", "sales"), new Evidence.Column("amount"))))
        .isInstanceOf(Absent.class)
        .extracting(Observation::text)
        .asString()
        .contains("of type INT64");
    assertThat(ask(source, NOW, DAY.of(table("mart", "sales"), new Evidence.Column("amuont"))))
        .extracting(Observation::text)
        .asString()
        .endsWith("it has no column amuont; did you mean amount?");
  }

  @Test
  void a_query_answers_true_or_a_time() throws Exception {
    Probe yes =
        DAY.of(
            new Target.Query(
                "bq",
                "select count(*) > 0 from `acme-warehouse.mart.sales` where dt = :data_date"));
    assertThat(ask(source, NOW, yes)).isInstanceOf(Present.class);
    Probe time = DAY.of(new Target.Query("bq", "select max(dt) from `acme-warehouse.mart.sales`"));
    assertThat(ask(source, NOW, time))
        .extracting(Observation::text)
        .isEqualTo("the query answered 2026-11-20");
  }

  @Test
  void one_bad_question_of_many_spoils_no_other_and_is_asked_alone_from_then_on() throws Exception {
    List<Probe> probes = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      bigquery.table("mart", "t" + i, "dt DATE");
      probes.add(where("t" + i, i == 17 ? "dtt = :data_date" : "dt = :data_date"));
    }
    Round first = round(source, NOW, probes.toArray(new Probe[0]));
    assertThat(text(seen(first), "mart.t17"))
        .contains("Unrecognized name: dtt near \"dtt = ?\"")
        .contains("invalidQuery");
    assertThat(seen(first).values()).filteredOn(NotYet.class::isInstance).hasSize(39);
    assertThat(round(source, NOW, probes.toArray(new Probe[0])).queries()).isEqualTo(2);
  }

  @Test
  void a_table_that_is_named_in_the_refusal_is_set_aside_at_once() throws Exception {
    List<Probe> probes = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      bigquery.table("mart", "t" + i, "dt DATE").forbidden = i == 17;
      probes.add(where("t" + i, "dt = :data_date"));
    }
    Round round = round(source, NOW, probes.toArray(new Probe[0]));
    assertThat(seen(round).get("mart.t17"))
        .isInstanceOf(Unreachable.class)
        .extracting(Observation::text)
        .asString()
        .endsWith("grant roles/bigquery.dataViewer on its dataset");
    assertThat(round.queries()).isEqualTo(4);
  }

  @Test
  void a_question_that_would_bill_too_much_is_refused_in_words_and_the_others_learn_from_it()
      throws Exception {
    List<Probe> probes = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      bigquery.table("mart", "t" + i, "dt DATE").bytes = i == 0 ? 2_000_000_000L : 400_000_000L;
      probes.add(where("t" + i, "dt = :data_date"));
    }
    Map<String, Observation> seen = seen(round(source, NOW, probes.toArray(new Probe[0])));
    assertThat(text(seen, "mart.t0"))
        .isEqualTo(
            "the question about mart.t0 would bill more than maximum-bytes-billed (1 GB); filter by"
                + " its partition column, or raise that");
    assertThat(seen.get("mart.t1")).isInstanceOf(NotYet.class);
  }

  @Test
  void a_login_that_may_run_no_query_is_told_once_and_metadata_goes_on() throws Exception {
    bigquery.mayQuery = false;
    bigquery.table("mart", "m", "dt DATE").modified("2026-11-20T08:00:00Z");
    Map<String, Observation> seen =
        seen(
            round(
                source,
                NOW,
                where("sales", "dt = :data_date"),
                where("other", "dt = :data_date"),
                DAY.of(table("mart", "m"), new Evidence.Modified())));
    assertThat(text(seen, "mart.sales"))
        .endsWith("grant roles/bigquery.jobUser on project acme-warehouse");
    assertThat(seen.get("mart.m")).isInstanceOf(Observation.Arrived.class);
    assertThat(bigquery.requests("/queries")).hasSize(1);
  }

  @Test
  void a_job_that_is_not_done_is_asked_again_until_it_is() throws Exception {
    bigquery.notDoneFor.set(3);
    assertThat(where("dt = :data_date")).isInstanceOf(Present.class);
    assertThat(bigquery.requests("/queries/")).hasSize(3);
  }

  @Test
  void a_job_that_takes_too_long_is_cancelled() throws Exception {
    bigquery.notDoneFor.set(Integer.MAX_VALUE);
    try (Source hasty = source(bigquery, folder, "query-timeout", "1s")) {
      assertThat(ask(hasty, NOW, where("sales", "dt = :data_date")).text())
          .startsWith("the question about mart.sales took longer than 1s");
    }
    assertThat(bigquery.requests("/cancel")).hasSize(1);
  }

  @Test
  void all_pages_of_an_answer_are_read() throws Exception {
    bigquery.pageSize = 1;
    assertThat(where("dt = :data_date")).isInstanceOf(Present.class);
    assertThat(bigquery.requests("/queries/")).isNotEmpty();
  }

  @Test
  void a_thousand_conditions_take_ten_statements() throws Exception {
    List<Probe> probes = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      bigquery.table("mart", "w" + i, "dt DATE");
      probes.add(where("w" + i, "dt = :data_date"));
    }
    try (Source placed = source(bigquery, folder, "location", "asia-northeast1")) {
      assertThat(round(placed, NOW, probes.toArray(new Probe[0])).queries()).isEqualTo(10);
    }
  }

  @Test
  void tables_of_two_locations_are_not_asked_in_one_statement() throws Exception {
    bigquery.table("us", "t", "dt DATE").location = "US";
    Probe american = DAY.of(table("us", "t"), new Evidence.Where("dt = :data_date"));
    Map<String, Observation> seen =
        seen(round(source, NOW, where("sales", "dt = :data_date"), american));
    assertThat(seen.get("us.t")).isInstanceOf(NotYet.class);
    assertThat(seen.get("mart.sales")).isInstanceOf(Present.class);
  }

  @Test
  void a_revoked_token_is_fetched_anew_once() throws Exception {
    where("dt = :data_date");
    bigquery.login.revoke();
    assertThat(where("dt = :data_date")).isInstanceOf(Present.class);
  }

  @Test
  void a_token_that_is_repeated_in_a_refusal_is_not_passed_on() throws Exception {
    where("dt = :data_date");
    bigquery.always = new Refused(403, "accessDenied", "refused: " + bigquery.login.bearer());
    assertThat(where("dt = :data_date").text()).contains("refused: Bearer •••");
  }

  @Test
  void too_many_requests_stop_the_round_with_the_time_to_wait() {
    bigquery.always = new Refused(429, "rateLimitExceeded", "Exceeded rate limits");
    assertThatThrownBy(() -> where("dt = :data_date"))
        .isInstanceOfSatisfying(
            SourceFailure.class, f -> assertThat(f.retryAfter()).isEqualTo(Duration.ofSeconds(30)));
  }

  @Test
  void every_query_is_bounded_in_bytes_and_time_and_labelled() throws Exception {
    where("dt = :data_date");
    JsonNode body = lastBody();
    assertThat(body.path("maximumBytesBilled").asText()).isEqualTo("1000000000");
    assertThat(body.path("jobTimeoutMs").asText()).isEqualTo("60000");
    assertThat(body.path("labels").path("tool").asText()).isEqualTo("punctual");
    assertThat(body.path("useLegacySql").asBoolean(true)).isFalse();
  }

  @Test
  void a_table_of_another_project_and_one_without_dataset_are_told_apart() throws Exception {
    bigquery.table("mart", "far", "dt DATE");
    Probe far =
        DAY.of(table("acme-warehouse", "mart", "far"), new Evidence.Where("dt = :data_date"));
    assertThat(ask(source, NOW, far)).isInstanceOf(NotYet.class);
    assertThat(ask(source, NOW, DAY.of(table("far"), new Evidence.Where("true"))))
        .isInstanceOf(Absent.class);
  }
}
