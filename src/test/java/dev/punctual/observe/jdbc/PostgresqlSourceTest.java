package dev.punctual.observe.jdbc;

import static dev.punctual.observe.jdbc.Tables.atLeast;
import static dev.punctual.observe.jdbc.Tables.query;
import static dev.punctual.observe.jdbc.Tables.shareOfLastWeek;
import static dev.punctual.observe.jdbc.Tables.stable;
import static dev.punctual.observe.jdbc.Tables.table;
import static dev.punctual.observe.jdbc.Tables.where;
import static dev.punctual.observe.jdbc.Tables.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Absent;
import dev.punctual.observe.Observation.Newest;
import dev.punctual.observe.Observation.NotYet;
import dev.punctual.observe.Observation.Present;
import dev.punctual.observe.Observation.Strength;
import dev.punctual.observe.Observation.Unreachable;
import dev.punctual.observe.Probe;
import dev.punctual.observe.Probes;
import dev.punctual.observe.Source;
import dev.punctual.observe.Source.Answer;
import dev.punctual.observe.Source.Ask;
import dev.punctual.observe.Source.Finding;
import dev.punctual.observe.Source.Round;
import dev.punctual.observe.SourceFailure;
import dev.punctual.rule.Readiness;
import dev.punctual.rule.Readiness.Evidence;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class PostgresqlSourceTest {

  private static final Instant NOW = Instant.parse("2026-11-20T09:00:00Z");
  private static final Probes TODAY = Probes.on(LocalDate.of(2026, 11, 20));
  private static final Probes YESTERDAY = TODAY.forYesterday();

  private final Warehouse warehouse =
      new Warehouse("create schema mart", "grant usage on schema mart to punctual_ro");
  private final Source source = warehouse.source();

  @AfterEach
  void drop() {
    source.close();
    warehouse.close();
  }

  @Test
  void rows_that_match_are_present_with_their_number() throws Exception {
    load("create table mart.orders (dt date)");
    load("insert into mart.orders select '2026-11-19' from generate_series(1, 1204)");
    assertThat(ask(YESTERDAY.of(table("mart.orders"), where("dt = :data_date"))))
        .isEqualTo(
            new Present(
                Strength.STRONG, "1204", "1,204 rows of mart.orders where dt = 2026-11-19"));
  }

  @Test
  void parameters_are_bound_and_literals_and_casts_left_alone() throws Exception {
    load("create table mart.orders (dt date, at timestamptz, note text, doc jsonb)");
    load(
        "insert into mart.orders values ('2026-11-19', '2026-11-19 15:30+00', 'a:data_date?',"
            + " '{\"k\": 1}')");
    String expression =
        "note = 'a:data_date?' and dt = :data_date::date and jsonb_exists(doc, 'k')"
            + " and at >= :opens_at and at < :due_at";
    assertThat(ask(YESTERDAY.in("Asia/Tokyo").of(table("mart.orders"), where(expression))))
        .isInstanceOf(Present.class);
  }

  @Test
  void a_slot_is_bound_as_instants_and_as_local_times() throws Exception {
    load("create table mart.events (hour timestamptz, local_hour timestamp)");
    load("insert into mart.events values ('2026-11-20 03:00+00', '2026-11-20 12:00')");
    String expression =
        "hour = :slot_start and local_hour = :slot_start_local and :slot_end_local = '2026-11-20"
            + " 13:00'";
    Probe probe =
        TODAY
            .in("Asia/Tokyo")
            .slot(
                table("mart.events"),
                new Readiness(where(expression), null, null, null),
                Instant.parse("2026-11-20T03:00:00Z"),
                Duration.ofHours(1));
    assertThat(ask(probe)).isInstanceOf(Present.class);
  }

  @Test
  void rows_below_the_promise_fail_the_rows_gate() throws Exception {
    load("create table mart.orders (dt date)", "insert into mart.orders values ('2026-11-19')");
    assertThat(ask(YESTERDAY.of(table("mart.orders"), with(where("dt = :data_date"), atLeast(2)))))
        .isEqualTo(new NotYet("rows", "mart.orders has 1 row, and >= 2 is promised"));
  }

  @Test
  void rows_are_compared_with_the_same_count_a_week_earlier() throws Exception {
    load("create table mart.orders (dt date)");
    load("insert into mart.orders select '2026-11-12' from generate_series(1, 10)");
    load("insert into mart.orders select '2026-11-19' from generate_series(1, 7)");
    Probe probe =
        YESTERDAY.of(table("mart.orders"), with(where("dt = :data_date"), shareOfLastWeek("0.8")));
    assertThat(ask(probe).text())
        .isEqualTo("mart.orders has 7 rows, and >= 80% of last_week (10 rows) is promised");
    load("insert into mart.orders values ('2026-11-19')");
    assertThat(ask(probe)).isInstanceOf(Present.class);
  }

  @Test
  void data_that_arrived_but_fails_its_check_is_not_ready() throws Exception {
    load("create table mart.orders (id int, dt date)");
    load("insert into mart.orders values (1, '2026-11-19'), (1, '2026-11-19')");
    String check = "select count(*) = count(distinct id) from mart.orders where dt = :data_date";
    Probe probe = YESTERDAY.of(table("mart.orders"), with(where("dt = :data_date"), check));
    assertThat(ask(probe))
        .isEqualTo(
            new NotYet(
                "check",
                "2 rows of mart.orders where dt = 2026-11-19, but the check answered false"));
    load("update mart.orders set id = 2 where ctid = (select min(ctid) from mart.orders)");
    assertThat(ask(probe)).isInstanceOf(Present.class);
  }

  @Test
  void an_empty_table_or_a_null_is_not_yet() throws Exception {
    load("create table mart.orders (dt date, at timestamptz)");
    assertThat(ask(TODAY.of(table("mart.orders"), new Evidence.Column("at"))))
        .isEqualTo(NotYet.because("mart.orders.at has no value yet"));
    load("insert into mart.orders values (null, null)");
    assertThat(ask(TODAY.of(table("mart.orders"), new Evidence.Column("dt"))))
        .isEqualTo(NotYet.because("mart.orders.dt has no value yet"));
    assertThat(ask(TODAY.of(query("select max(at) from mart.orders")))).isInstanceOf(NotYet.class);
  }

  @Test
  void a_row_dated_tomorrow_proves_nothing_and_is_told() throws Exception {
    load("create table mart.orders (dt date)");
    load("insert into mart.orders values ('2026-11-18'), ('2026-11-21')");
    assertThat(ask(YESTERDAY.of(table("mart.orders"), new Evidence.Column("dt"))))
        .isEqualTo(
            NotYet.because(
                "newest mart.orders.dt is 2026-11-18, before 2026-11-19; values later than now"
                    + " are left out, the newest is 2026-11-21"));
    load("insert into mart.orders values ('2026-11-19')");
    assertThat(ask(YESTERDAY.of(table("mart.orders"), new Evidence.Column("dt"))))
        .isInstanceOf(Present.class);
  }

  @Test
  void today_of_a_date_column_is_today_in_the_zone_of_the_rule() throws Exception {
    load("create table mart.orders (dt date)", "insert into mart.orders values ('2026-11-20')");
    Probe tokyo = TODAY.in("Asia/Tokyo").of(table("mart.orders"), new Evidence.Column("dt"));
    Instant eveningInUtc = Instant.parse("2026-11-19T15:30:00Z");
    assertThat(ask(tokyo, eveningInUtc)).isInstanceOf(Present.class);
    assertThat(ask(tokyo, eveningInUtc.minusSeconds(3600))).isInstanceOf(NotYet.class);
  }

  @Test
  void a_time_column_counts_from_the_opening_up_to_now() throws Exception {
    load("create table mart.orders (at timestamptz)");
    load("insert into mart.orders values ('2026-11-19 23:59:59+00'), ('2026-11-20 09:00:01+00')");
    Probe probe = TODAY.of(table("mart.orders"), new Evidence.Column("at"));
    assertThat(ask(probe)).isInstanceOf(NotYet.class);
    load("insert into mart.orders values ('2026-11-20 00:00:00+00')");
    assertThat(ask(probe)).isInstanceOf(Present.class);
  }

  @Test
  void a_time_column_without_a_zone_is_read_in_the_zone_of_the_source() throws Exception {
    load("create table mart.orders (at timestamp)");
    load("insert into mart.orders values ('2026-11-20 08:59:59')");
    Probe probe = TODAY.of(table("mart.orders"), new Evidence.Column("at"));
    assertThat(ask(probe)).isInstanceOf(Present.class);
    try (Source tokyo = warehouse.source("timezone", "Asia/Tokyo")) {
      assertThat(ask(tokyo, probe, NOW)).isInstanceOf(NotYet.class);
    }
  }

  @Test
  void an_infinite_time_is_left_out() throws Exception {
    load("create table mart.orders (at timestamptz)");
    load("insert into mart.orders values ('infinity'), ('2026-11-20 01:00+00')");
    assertThat(ask(TODAY.of(table("mart.orders"), new Evidence.Column("at"))).text())
        .isEqualTo(
            "newest mart.orders.at is 2026-11-20 01:00 UTC; values later than now are left out,"
                + " the newest is infinity");
  }

  @Test
  void a_column_that_is_neither_date_nor_time_is_absent() throws Exception {
    load("create table mart.orders (dt text)");
    assertThat(ask(TODAY.of(table("mart.orders"), new Evidence.Column("dt"))).text())
        .startsWith("mart.orders.dt is of type text, neither a date nor a time");
    assertThat(ask(TODAY.of(table("mart.orders"), new Evidence.Column("dtt"))))
        .isEqualTo(new Absent("mart.orders has no column dtt; did you mean dt?"));
  }

  @Test
  void a_query_answers_true_or_a_time() throws Exception {
    assertThat(ask(TODAY.of(query("select :data_date = '2026-11-20'"))))
        .isEqualTo(new Present(Strength.STRONG, "true", "the query answered true"));
    assertThat(ask(TODAY.of(query("select false")))).isInstanceOf(NotYet.class);
    assertThat(ask(TODAY.of(query("select timestamptz '2026-11-20 10:00+09'"))))
        .isInstanceOf(Present.class);
    assertThat(ask(TODAY.of(query("select timestamptz '2026-11-20 20:00+00'"))).text())
        .contains("later than now");
    assertThat(ask(YESTERDAY.of(query("select date '2026-11-18'")))).isInstanceOf(NotYet.class);
    assertThat(ask(TODAY.of(query("select 42"))))
        .isEqualTo(new Unreachable("the query answered \"42\", neither true or false nor a time"));
  }

  @Test
  void a_stable_count_is_measured() throws Exception {
    load("create table mart.orders (dt date)", "insert into mart.orders values ('2026-11-19')");
    assertThat(ask(YESTERDAY.of(table("mart.orders"), stable(new Evidence.Column("dt")))))
        .isEqualTo(
            new Present(Strength.STRONG, "1/2026-11-19", "newest mart.orders.dt is 2026-11-19"));
  }

  @Test
  void age_is_told_by_the_newest_value_up_to_now() throws Exception {
    load("create table mart.events (at timestamptz)");
    Probe probe =
        TODAY.fresh(table("mart.events"), new Evidence.Column("at"), Duration.ofMinutes(30));
    assertThat(ask(probe))
        .isInstanceOfSatisfying(Newest.class, n -> assertThat(n.newest()).isNull());
    load("insert into mart.events values ('2026-11-20 08:50+00'), ('2027-01-01')");
    assertThat(ask(probe))
        .isInstanceOfSatisfying(
            Newest.class,
            n -> assertThat(n.newest()).isEqualTo(Instant.parse("2026-11-20T08:50:00Z")));
  }

  @Test
  void last_modified_is_the_newest_commit_where_the_server_keeps_them() throws Exception {
    load("create table mart.orders (id int)", "insert into mart.orders values (1)");
    Probes realToday = Probes.on(LocalDate.ofInstant(Instant.now(), java.time.ZoneOffset.UTC));
    Probe probe = realToday.of(table("mart.orders"), new Evidence.Modified());
    assertThat(ask(probe, Instant.now().plusSeconds(5)))
        .isInstanceOfSatisfying(
            Observation.Arrived.class,
            arrived -> {
              assertThat(arrived.strength()).isEqualTo(Strength.WEAK);
              assertThat(arrived.earliest()).isEqualTo(realToday.opensAt());
            });
    Probe tomorrow =
        Probes.on(realToday.businessDate().plusDays(1))
            .of(table("mart.orders"), new Evidence.Modified());
    assertThat(ask(tomorrow, realToday.nextOpensAt().plusSeconds(60))).isInstanceOf(NotYet.class);
  }

  @Test
  void a_missing_grant_is_told_with_the_statement_that_gives_it() throws Exception {
    warehouse.run(
        "create table mart.secret (dt date)", "create schema hid", "create table hid.t (dt date)");
    assertThat(ask(YESTERDAY.of(table("mart.secret"), where("dt = :data_date"))))
        .isEqualTo(
            new Unreachable(
                "dwh may not read mart.secret; run: grant select on \"mart\".\"secret\" to"
                    + " \"punctual_ro\""));
    assertThat(ask(YESTERDAY.of(table("hid.t"), where("dt = :data_date"))).text())
        .contains("grant usage on schema \"hid\" to \"punctual_ro\"; grant select on");
  }

  @Test
  void names_fold_as_in_sql_and_quoted_ones_are_exact() throws Exception {
    load("create table mart.orders (dt date)", "create table mart.\"Odd Name\" (dt date)");
    assertThat(ask(YESTERDAY.of(table("Mart.ORDERS"), where("dt = :data_date"))))
        .isInstanceOf(NotYet.class);
    assertThat(ask(YESTERDAY.of(table("mart.Odd Name"), where("dt = :data_date"))))
        .isInstanceOf(NotYet.class);
    assertThat(ask(YESTERDAY.of(table("elsewhere.mart.orders"), where("dt = :data_date"))))
        .isInstanceOf(Absent.class);
  }

  @Test
  void one_bad_where_among_many_is_found_and_spoils_no_other() throws Exception {
    List<Probe> probes = many(100);
    Probe typo = named("typo", "mart.t7", "dtt = :data_date");
    Probe runtime = named("runtime", "mart.t8", "1 / (extract(day from dt) - 19) > 0");
    load("insert into mart.t8 values ('2026-11-19')");
    List<Probe> all = new java.util.ArrayList<>(probes);
    all.add(50, typo);
    all.add(60, runtime);
    Map<Probe, Observation> seen = round(all);
    assertThat(seen.get(typo)).asString().contains("column \"dtt\" does not exist");
    assertThat(seen.get(runtime)).asString().contains("division by zero");
    assertThat(probes).noneMatch(probe -> seen.get(probe) instanceof Unreachable);
    int queries = source.observe(all, new Ask(NOW, Map.of(), Map.of())).queries();
    assertThat(queries).as("culprits are asked alone, the others together").isLessThanOrEqualTo(6);
    load("alter table mart.t7 add dtt date");
    assertThat(round(all).get(typo)).isInstanceOf(NotYet.class);
  }

  @Test
  void a_locked_table_blinds_no_other_and_heals() throws Exception {
    List<Probe> probes = many(20);
    for (int i = 0; i < 7; i++) {
      round(probes); // until the server keeps the plan, and no longer points at the culprit
    }
    try (Connection other = warehouse.connect();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("lock table mart.t3 in access exclusive mode");
      Map<Probe, Observation> seen = round(probes);
      assertThat(seen.remove(probes.get(3)))
          .isEqualTo(new Unreachable("mart.t3 is locked by another transaction; waited 1s"));
      assertThat(seen.values()).hasOnlyElementsOfType(NotYet.class);
      int queries = source.observe(probes, new Ask(NOW, Map.of(), Map.of())).queries();
      assertThat(queries).as("the culprit is asked alone from then on").isEqualTo(4);
      other.rollback();
    }
    assertThat(round(probes).values()).hasOnlyElementsOfType(NotYet.class);
  }

  @Test
  void evidence_of_views_partitioned_and_foreign_tables_that_count_no_writes_is_refused()
      throws Exception {
    load("create view mart.v as select 1 as id");
    assertThat(ask(TODAY.of(table("mart.v"), new Evidence.Best())).text())
        .startsWith("mart.v is a view, whose writes are not counted here");
    assertThat(ask(TODAY.of(table("mart.v"), new Evidence.Partition(":data_date"))).text())
        .startsWith("mart.v is no partitioned table");
  }

  @Test
  void nothing_can_be_written_through_a_check() throws Exception {
    load("create table mart.orders (dt date)", "insert into mart.orders values ('2026-11-19')");
    load(
        "create function mart.sneak() returns boolean language sql as "
            + "$$ delete from mart.orders; select true $$");
    warehouse.run("grant delete on mart.orders to punctual_ro");
    assertThat(
            ask(YESTERDAY.of(
                    table("mart.orders"), with(where("dt = :data_date"), "select mart.sneak()")))
                .text())
        .contains("read-only transaction");
  }

  @Test
  void a_connection_that_broke_between_rounds_is_opened_anew() throws Exception {
    load("create table mart.orders (dt date)");
    Probe probe = YESTERDAY.of(table("mart.orders"), where("dt = :data_date"));
    ask(probe);
    warehouse.run(
        "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'punctual_ro'");
    assertThat(ask(probe)).isInstanceOf(NotYet.class);
  }

  @Test
  void a_statement_that_takes_too_long_is_given_up() throws Exception {
    load("create table mart.orders (dt date)");
    try (Source hasty = warehouse.source("statement-timeout", "1s")) {
      assertThat(ask(hasty, TODAY.of(query("select pg_sleep(30) is null")), NOW).text())
          .contains("took longer than 1s");
    }
  }

  @Test
  void an_interrupt_cancels_the_running_statement() throws Exception {
    Probe slow = TODAY.of(query("select pg_sleep(50) is null"));
    FutureTask<Round> task =
        new FutureTask<>(() -> source.observe(List.of(slow), new Ask(NOW, Map.of(), Map.of())));
    Thread caller = Thread.ofPlatform().start(task);
    awaitBackends("pg_sleep", 1);
    caller.interrupt();
    assertThatThrownBy(task::get).hasCauseInstanceOf(InterruptedException.class);
    awaitBackends("pg_sleep", 0);
    assertThat(ask(TODAY.of(query("select true")))).isInstanceOf(Present.class);
  }

  @Test
  void a_server_that_is_not_there_is_told_with_what_to_do() throws Exception {
    assertFailure(
        "refused the connection; is the server running", "url", "jdbc:postgresql://localhost:1/x");
    assertFailure("the host of", "url", "jdbc:postgresql://no-such-host.invalid/x");
    assertFailure("there is no such database", "url", warehouse.url() + "x");
    assertFailure("login as punctual_ro was refused", "password", "wrong");
    assertFailure("the file under password-file cannot be read", "password-file", "/nowhere");
  }

  private void assertFailure(String text, String key, String value) {
    List<String> settings = List.of(key, value);
    try (Source broken =
        key.equals("password-file")
            ? new PostgresqlType()
                .open(
                    new dev.punctual.observe.SourceType.Settings(
                        "dwh", Map.of("url", warehouse.url(), key, value)))
            : warehouse.source(settings.get(0), settings.get(1))) {
      assertThatThrownBy(() -> ask(broken, TODAY.of(query("select true")), NOW))
          .isInstanceOf(SourceFailure.class)
          .hasMessageContaining(text);
    }
  }

  @Test
  void a_check_names_each_target_and_the_grant_to_run() throws Exception {
    load("create table mart.orders (dt date)");
    warehouse.run("create table mart.secret (dt date)");
    List<Finding> findings =
        source.check(
            List.of(
                YESTERDAY.of(table("mart.orders"), where("dt = :data_date")),
                YESTERDAY.of(table("mart.secret"), where("dt = :data_date"))));
    assertThat(findings)
        .filteredOn(finding -> !finding.ok())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.tried()).isEqualTo("table mart.secret");
              assertThat(finding.outcome()).contains("grant select on");
            });
  }

  @Test
  void the_clock_of_the_server_is_measured() throws Exception {
    Round round =
        source.observe(List.of(TODAY.of(query("select true"))), new Ask(NOW, Map.of(), Map.of()));
    assertThat(round.clockOffset()).isBetween(Duration.ofSeconds(-5), Duration.ofSeconds(5));
  }

  private static Probe named(String id, String table, String where) {
    return YESTERDAY.of(id, table(table), new Readiness(where(where), null, null, null));
  }

  private List<Probe> many(int number) {
    IntStream.range(0, number).forEach(i -> load("create table mart.t" + i + " (dt date)"));
    return IntStream.range(0, number)
        .mapToObj(i -> YESTERDAY.of(table("mart.t" + i), where("dt = :data_date")))
        .toList();
  }

  private void load(String... statements) {
    warehouse.run(statements);
    warehouse.run("grant select on all tables in schema mart to punctual_ro");
  }

  private Observation ask(Probe probe) throws Exception {
    return ask(probe, NOW);
  }

  private Observation ask(Probe probe, Instant now) throws Exception {
    return ask(source, probe, now);
  }

  private static Observation ask(Source source, Probe probe, Instant now) throws Exception {
    return source
        .observe(List.of(probe), new Ask(now, Map.of(), Map.of()))
        .answers()
        .getFirst()
        .observation();
  }

  private Map<Probe, Observation> round(List<Probe> probes) throws Exception {
    return source.observe(probes, new Ask(NOW, Map.of(), Map.of())).answers().stream()
        .collect(Collectors.toMap(Answer::probe, Answer::observation));
  }

  /** Waits, in the server and without sleeping here, until so many sessions run such a text. */
  private void awaitBackends(String text, int number) {
    warehouse.run(
        "do $$ begin for i in 1..3000 loop if (select count(*) from pg_stat_activity where"
            + " usename = 'punctual_ro' and state = 'active' and query like '%"
            + text
            + "%') = "
            + number
            + " then return; end if; perform pg_sleep(0.01); perform pg_stat_clear_snapshot();"
            + " end loop; raise 'waited in vain'; end $$");
  }
}
