package dev.punctual.observe.jdbc;

import static dev.punctual.observe.jdbc.Tables.atLeast;
import static dev.punctual.observe.jdbc.Tables.query;
import static dev.punctual.observe.jdbc.Tables.shareOfLastWeek;
import static dev.punctual.observe.jdbc.Tables.stable;
import static dev.punctual.observe.jdbc.Tables.table;
import static dev.punctual.observe.jdbc.Tables.where;
import static dev.punctual.observe.jdbc.Tables.with;
import static org.assertj.core.api.Assertions.assertThat;

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
import dev.punctual.observe.Source.Round;
import dev.punctual.rule.Readiness;
import dev.punctual.rule.Readiness.Evidence;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What rows prove, on a real MariaDB. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class MysqlSourceTest {

  private static final Instant NOW = Instant.parse("2026-11-20T09:00:00Z");
  private static final Probes TODAY = Probes.on(LocalDate.of(2026, 11, 20));
  private static final Probes YESTERDAY = TODAY.forYesterday();

  private final Mariadb mariadb = new Mariadb();
  private final Source source = mariadb.source();

  @AfterEach
  void drop() {
    source.close();
    mariadb.close();
  }

  @Test
  void rows_that_match_are_present_with_their_number() throws Exception {
    mariadb.run(
        "create table orders (dt date)",
        "insert into orders select '2026-11-19' from seq_1_to_1204");
    assertThat(ask(YESTERDAY.of(table("orders"), where("dt = :data_date"))))
        .isEqualTo(
            new Present(Strength.STRONG, "1204", "1,204 rows of orders where dt = 2026-11-19"));
  }

  @Test
  void parameters_are_bound_as_instants_whatever_the_zone_of_this_machine() throws Exception {
    mariadb.run(
        "create table orders (dt date, at timestamp(3) null, note text)",
        "insert into orders values ('2026-11-19', '2026-11-19 15:00', 'a:data_date?')",
        "insert into orders values ('2026-11-19', '2026-11-19 14:59:59.999', 'too early')",
        "insert into orders values ('2026-11-19', '2026-11-20 01:00', 'too late')");
    String expression =
        "note <> 'a:data_date?' and dt = :data_date and at >= :opens_at and at < :due_at";
    Probes tokyo = YESTERDAY.in("Asia/Tokyo");
    TimeZone here = TimeZone.getDefault();
    TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));
    try {
      assertThat(ask(tokyo.of(table("orders"), where(expression)))).isInstanceOf(NotYet.class);
      assertThat(ask(tokyo.of(table("orders"), where(expression.replace("<>", "=")))).text())
          .startsWith("1 row of orders");
    } finally {
      TimeZone.setDefault(here);
    }
  }

  @Test
  void a_slot_is_bound_as_instants_and_as_local_times() throws Exception {
    mariadb.run(
        "create table events (hour timestamp, local_hour datetime)",
        "insert into events values ('2026-11-20 03:00', '2026-11-20 12:00')");
    Readiness readiness =
        new Readiness(
            where("hour = :slot_start and local_hour = :slot_start_local"), null, null, null);
    Probe probe =
        TODAY
            .in("Asia/Tokyo")
            .slot(
                table("events"),
                readiness,
                Instant.parse("2026-11-20T03:00:00Z"),
                Duration.ofHours(1));
    assertThat(ask(probe)).isInstanceOf(Present.class);
  }

  @Test
  void gates_hold_or_fail_in_words() throws Exception {
    mariadb.run(
        "create table orders (id int, dt date)",
        "insert into orders select seq, '2026-11-12' from seq_1_to_10",
        "insert into orders select 1, '2026-11-19' from seq_1_to_7");
    Evidence dt = where("dt = :data_date");
    assertThat(ask(YESTERDAY.of(table("orders"), with(dt, atLeast(8)))))
        .isEqualTo(new NotYet("rows", "orders has 7 rows, and >= 8 is promised"));
    assertThat(ask(YESTERDAY.of(table("orders"), with(dt, shareOfLastWeek("0.8")))).text())
        .isEqualTo("orders has 7 rows, and >= 80% of last_week (10 rows) is promised");
    String check = "select count(*) = count(distinct id) from orders where dt = :data_date";
    assertThat(ask(YESTERDAY.of(table("orders"), with(dt, check))).text())
        .isEqualTo("7 rows of orders where dt = 2026-11-19, but the check answered false");
    mariadb.run("delete from orders where dt = '2026-11-19' limit 6");
    assertThat(ask(YESTERDAY.of(table("orders"), with(dt, check)))).isInstanceOf(Present.class);
  }

  @Test
  void a_date_column_counts_up_to_today_and_tells_what_lies_ahead() throws Exception {
    mariadb.run(
        "create table orders (dt date)",
        "insert into orders values ('2026-11-18'), ('2026-11-21')");
    assertThat(ask(YESTERDAY.of(table("orders"), new Evidence.Column("dt"))).text())
        .isEqualTo(
            "newest orders.dt is 2026-11-18, before 2026-11-19; values later than now are left"
                + " out, the newest is 2026-11-21");
    mariadb.run("insert into orders values ('2026-11-19')");
    assertThat(ask(YESTERDAY.of(table("orders"), stable(new Evidence.Column("DT")))))
        .isEqualTo(
            new Present(
                Strength.STRONG,
                "1/2026-11-19",
                "newest orders.dt is 2026-11-19; values later than now are left out, the newest is"
                    + " 2026-11-21"));
  }

  @Test
  void a_timestamp_is_an_instant_and_a_datetime_a_local_time_of_the_source() throws Exception {
    mariadb.run(
        "create table orders (ts timestamp(6) null, at datetime)",
        "insert into orders values ('2026-11-19 23:30:00', '2026-11-20 08:30:00')");
    Probe instant = TODAY.of(table("orders"), new Evidence.Column("ts"));
    Probe local = TODAY.of(table("orders"), new Evidence.Column("at"));
    assertThat(ask(instant)).isInstanceOf(NotYet.class);
    assertThat(ask(local)).isInstanceOf(Present.class);
    try (Source tokyo = mariadb.source("timezone", "Asia/Tokyo")) {
      assertThat(ask(tokyo, instant, NOW).text())
          .isEqualTo("newest orders.ts is 2026-11-19 23:30 UTC, before 2026-11-20 00:00 UTC");
      assertThat(ask(tokyo, local, NOW).text()).startsWith("newest orders.at is 2026-11-19 23:30");
    }
  }

  @Test
  void a_zero_date_is_no_value() throws Exception {
    mariadb.run(
        "set sql_mode = ''",
        "create table orders (dt date, at datetime)",
        "insert into orders values ('0000-00-00', '0000-00-00 00:00:00')");
    assertThat(ask(TODAY.of(table("orders"), new Evidence.Column("dt"))))
        .isEqualTo(NotYet.because("orders.dt has no value yet"));
    assertThat(ask(TODAY.fresh(table("orders"), new Evidence.Column("at"), Duration.ofHours(1))))
        .isEqualTo(new Newest(null, Strength.STRONG, "orders.at has no value yet"));
    mariadb.run("insert into orders values ('2026-11-20', null)");
    assertThat(ask(TODAY.of(table("orders"), new Evidence.Column("dt"))))
        .isInstanceOf(Present.class);
  }

  @Test
  void a_column_that_is_neither_date_nor_time_is_absent() throws Exception {
    mariadb.run("create table orders (dt varchar(10), y year)");
    assertThat(ask(TODAY.of(table("orders"), new Evidence.Column("dt"))).text())
        .contains("orders.dt is of type varchar, neither a date nor a time");
    assertThat(ask(TODAY.of(table("orders"), new Evidence.Column("dtt"))).text())
        .endsWith("orders has no column dtt; did you mean dt?");
  }

  @Test
  void a_query_answers_one_for_true_zero_for_false_or_a_time() throws Exception {
    assertThat(ask(TODAY.of(query("select :data_date = '2026-11-20'"))))
        .isEqualTo(new Present(Strength.STRONG, "true", "the query answered true"));
    assertThat(ask(TODAY.of(query("select 0")))).isInstanceOf(NotYet.class);
    assertThat(ask(TODAY.of(query("select max(1) from dual where 1 = 0"))))
        .isEqualTo(NotYet.because("the query answered nothing"));
    assertThat(ask(TODAY.of(query("select 42"))))
        .isEqualTo(new Unreachable("the query answered \"42\", neither true or false nor a time"));
  }

  @Test
  void a_query_that_answers_a_timestamp_answers_an_instant() throws Exception {
    mariadb.run(
        "create table orders (ts timestamp null, at datetime)",
        "insert into orders values ('2026-11-19 23:30:00', '2026-11-19 23:30:00')");
    Probes tokyo = TODAY.in("Asia/Tokyo");
    assertThat(ask(tokyo.of(query("select max(ts) from orders"))).text())
        .isEqualTo("the query answered 2026-11-20 08:30 Asia/Tokyo");
    assertThat(ask(tokyo.of(query("select max(at) from orders where at < :due_at"))).text())
        .startsWith("the query answered 2026-11-19 23:30 Asia/Tokyo, before");
    assertThat(ask(tokyo.of(query("select max(nosuch) from orders"))).text())
        .contains("Unknown column 'nosuch'")
        .doesNotContain("conn=");
  }

  @Test
  void a_bad_condition_among_hundreds_spoils_no_other() throws Exception {
    mariadb.run("create table orders (dt date)");
    List<Probe> all = new ArrayList<>();
    IntStream.range(0, 300).forEach(i -> all.add(named("good" + i, "dt = :data_date")));
    all.add(70, named("bad", "dtt = :data_date"));
    Round round = source.observe(all, new Ask(NOW, Map.of(), Map.of()));
    assertThat(round.answers())
        .filteredOn(answer -> answer.observation() instanceof Unreachable)
        .singleElement()
        .satisfies(answer -> assertThat(answer.observation().text()).contains("'dtt'"));
  }

  @Test
  void a_thousand_tables_take_nine_statements() throws Exception {
    List<String> tables = IntStream.range(0, 1000).mapToObj(i -> "t" + i).toList();
    mariadb.run("create table orders (dt date)");
    mariadb.run(
        tables.stream()
            .map(t -> "create view " + t + " as select dt from orders")
            .toArray(String[]::new));
    List<Probe> probes =
        tables.stream().map(t -> YESTERDAY.of(table(t), where("dt = :data_date"))).toList();
    Round round = source.observe(probes, new Ask(NOW, Map.of(), Map.of()));
    assertThat(round.answers()).extracting(Answer::observation).allMatch(o -> o instanceof NotYet);
    assertThat(round.queries()).isEqualTo(9);
  }

  @Test
  void a_name_is_found_in_lower_case_and_the_exact_one_first() throws Exception {
    mariadb.run(
        "create table orders (dt date)",
        "create table `Orders` (dt date)",
        "insert into `Orders` values ('2026-11-19')");
    assertThat(ask(YESTERDAY.of(table("ORDERS"), where("dt = :data_date"))))
        .isInstanceOf(NotYet.class);
    String exact = mariadb.database().toUpperCase(java.util.Locale.ROOT) + ".Orders";
    assertThat(ask(YESTERDAY.of(table("Orders"), where("dt = :data_date"))))
        .isInstanceOf(Present.class);
    assertThat(
            ask(YESTERDAY.of(table(exact.replace("Orders", "orders")), where("dt = :data_date"))))
        .isInstanceOf(NotYet.class);
  }

  @Test
  void a_name_with_a_backtick_is_quoted() throws Exception {
    mariadb.run("create table `a``b` (`d t` date)", "insert into `a``b` values ('2026-11-19')");
    assertThat(ask(YESTERDAY.of(table("a`b"), new Evidence.Column("d t"))))
        .isInstanceOf(Present.class);
  }

  @Test
  void a_missing_table_is_told_with_the_one_that_was_meant_and_the_grant() throws Exception {
    mariadb.run("create table orders (dt date)");
    String database = mariadb.database();
    assertThat(ask(TODAY.of(table(database + ".order"), where("dt = :data_date"))))
        .isEqualTo(
            new Absent(
                "there is no table or view "
                    + database
                    + ".order in dwh; did you mean "
                    + database
                    + ".orders?, or it is hidden from this login; if it is there, run: grant"
                    + " select on `"
                    + database
                    + "`.`order` to 'punctual_ro'@'%'"));
  }

  private Probe named(String id, String where) {
    return YESTERDAY.of(id, table("orders"), new Readiness(where(where), null, null, null));
  }

  private Observation ask(Probe probe) throws Exception {
    return ask(source, probe, NOW);
  }

  private static Observation ask(Source source, Probe probe, Instant now) throws Exception {
    return source
        .observe(List.of(probe), new Ask(now, Map.of(), Map.of()))
        .answers()
        .getFirst()
        .observation();
  }
}
