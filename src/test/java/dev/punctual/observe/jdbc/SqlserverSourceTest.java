package dev.punctual.observe.jdbc;

import static dev.punctual.observe.jdbc.Tables.query;
import static dev.punctual.observe.jdbc.Tables.table;
import static dev.punctual.observe.jdbc.Tables.where;
import static dev.punctual.observe.jdbc.Tables.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Arrived;
import dev.punctual.observe.Observation.Newest;
import dev.punctual.observe.Observation.NotYet;
import dev.punctual.observe.Observation.Present;
import dev.punctual.observe.Observation.Strength;
import dev.punctual.observe.Observation.Unreachable;
import dev.punctual.observe.Probe;
import dev.punctual.observe.Probes;
import dev.punctual.observe.Source;
import dev.punctual.observe.Source.Ask;
import dev.punctual.observe.Source.Round;
import dev.punctual.observe.SourceType.Settings;
import dev.punctual.rule.Readiness.Evidence;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is asked of a SQL Server, and what its answers prove; the server is a stand-in. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SqlserverSourceTest {

  private static final Instant NOW = Instant.parse("2026-11-20T09:00:00Z");
  private static final Probes TODAY = Probes.on(LocalDate.of(2026, 11, 20));
  private static final Probes YESTERDAY = TODAY.forYesterday();

  private final Map<String, String> memory = new HashMap<>();
  private final Map<String, Instant> heard = new HashMap<>();
  private Connection owner;
  private Source source;

  @BeforeEach
  void open() throws SQLException {
    owner = SqlserverStandIn.create("tdssource");
    run(
        "create table mart.orders (id int, dt date, at timestamp(7), zoned timestamp with time"
            + " zone)");
    source =
        new SqlserverType()
            .open(
                new Settings(
                    "dwh",
                    Map.of(
                        "url",
                        SqlserverStandIn.URL + "tdssource;databaseName=dwh",
                        "username",
                        "punctual_ro",
                        "password",
                        "tds-r3ader")));
  }

  @AfterEach
  void close() throws SQLException {
    source.close();
    run("shutdown");
  }

  @Test
  void the_first_texts_set_up_the_session_and_ask_who_answers() throws Exception {
    ask(YESTERDAY.of(table("mart.orders"), where("dt = :data_date")));
    assertThat(SqlserverStandIn.SENT.subList(0, 2))
        .containsExactly("set dateformat ymd", "set deadlock_priority low");
    assertThat(SqlserverStandIn.SENT.get(2).replaceAll("\\s+", " "))
        .startsWith("if exists (select 1 from sys.databases where database_id = db_id()")
        .contains("set transaction isolation level snapshot else")
        .endsWith("set transaction isolation level read committed ");
    assertThat(SqlserverStandIn.SENT.get(3)).contains("sysdatetimeoffset()");
  }

  @Test
  void rows_are_counted_in_one_statement_with_their_gates() throws Exception {
    run("insert into mart.orders (id, dt) values (1, '2026-11-19'), (1, '2026-11-19')");
    String check =
        "select case when count(*) = count(distinct id) then 1 else 0 end from mart.orders where"
            + " dt = :data_date";
    Probe probe = YESTERDAY.of(table("mart.orders"), with(where("dt = :data_date"), check));
    assertThat(ask(probe).text())
        .isEqualTo("2 rows of mart.orders where dt = 2026-11-19, but the check answered false");
    assertThat(SqlserverStandIn.questions())
        .containsExactly(
            "select -1 as n, cast(null as bigint) as counted, cast(null as bigint) as last_week,"
                + " cast(null as nvarchar(4000)) as newest, cast(null as nvarchar(4000)) as ahead,"
                + " cast(null as nvarchar(4000)) as answer\n"
                + "union all select 0, q.c, null, null, null, case when q.c > 0 then"
                + " convert(nvarchar(4000), (select case when count(*) = count(distinct id) then 1"
                + " else 0 end from mart.orders where dt = ?), 121) end from (select count_big(*)"
                + " as c from [mart].[orders] where (dt = ?)) q");
    run("delete from mart.orders", "insert into mart.orders (id, dt) values (1, '2026-11-19')");
    assertThat(ask(probe)).isInstanceOf(Present.class);
  }

  @Test
  void a_column_without_a_zone_is_local_and_one_with_a_zone_is_not() throws Exception {
    run(
        "insert into mart.orders (at, zoned) values"
            + " ('2026-11-20 08:59:59.1234567', '2026-11-20 08:30:00+09:00')");
    Probes tokyo = TODAY.in("Asia/Tokyo");
    assertThat(ask(tokyo.of(table("mart.orders"), new Evidence.Column("at"))).text())
        .isEqualTo("newest mart.orders.at is 2026-11-20 08:59:59 Asia/Tokyo");
    assertThat(ask(TODAY.of(table("mart.orders"), new Evidence.Column("zoned"))).text())
        .isEqualTo("newest mart.orders.zoned is 2026-11-19 23:30 UTC, before 2026-11-20 00:00 UTC");
    assertThat(ask(tokyo.of(query("select max(zoned) from mart.orders"))).text())
        .isEqualTo("the query answered 2026-11-20 08:30 Asia/Tokyo");
  }

  @Test
  void a_query_answers_one_for_true_and_zero_for_false() throws Exception {
    assertThat(ask(TODAY.of(query("select case when 1 = 1 then 1 else 0 end"))))
        .isEqualTo(new Present(Strength.STRONG, "true", "the query answered true"));
    assertThat(ask(TODAY.of(query("select 0")))).isInstanceOf(NotYet.class);
  }

  @Test
  void a_table_without_a_grant_is_told_before_it_is_asked() throws Exception {
    SqlserverStandIn.DENIED.add("[mart].[orders]");
    assertThat(ask(YESTERDAY.of(table("mart.orders"), where("dt = :data_date"))))
        .isEqualTo(
            new Unreachable(
                "dwh may not read mart.orders; run: grant select on [mart].[orders] to"
                    + " [punctual_ro]"));
    assertThat(SqlserverStandIn.questions()).isEmpty();
  }

  @Test
  void writes_are_not_seen_without_the_permission_which_is_named() throws Exception {
    SqlserverStandIn.DENIED.add("VIEW SERVER STATE");
    SqlserverStandIn.DENIED.add("VIEW SERVER PERFORMANCE STATE");
    assertThat(ask(TODAY.of(table("mart.orders"), new Evidence.Modified())))
        .isEqualTo(
            new Unreachable(
                "writes to mart.orders are not seen: this login may not see when tables were"
                    + " written; run: grant view server performance state to [punctual], or use"
                    + " where or column"));
    assertThat(SqlserverStandIn.SENT).noneMatch(sql -> sql.contains("dm_db_index_usage_stats"));
  }

  @Test
  void a_read_only_replica_notices_no_writes() throws Exception {
    SqlserverStandIn.makeReadOnly();
    assertThat(ask(TODAY.of(table("mart.orders"), new Evidence.Best())).text())
        .contains("this database is read-only, as a replica is, and notices no writes");
  }

  @Test
  void the_last_write_is_read_in_the_local_time_of_the_server() throws Exception {
    Probe probe = TODAY.of(table("mart.orders"), new Evidence.Modified());
    assertThat(ask(probe).text())
        .startsWith("when mart.orders was last written is not known: a server forgets it");
    written("mart.orders", "2026-11-20 17:59:30");
    assertThat(ask(probe, NOW.plusSeconds(60)))
        .isEqualTo(
            new Arrived(
                NOW,
                NOW.plusSeconds(60),
                Strength.WEAK,
                "rows were inserted or updated in mart.orders between 2026-11-20 09:00 UTC and"
                    + " 2026-11-20 09:01 UTC"));
  }

  @Test
  void a_write_before_the_opening_is_not_yet_and_one_after_it_came_since() throws Exception {
    written("mart.orders", "2026-11-20 08:59:59");
    assertThat(ask(TODAY.of(table("mart.orders"), new Evidence.Modified())))
        .isInstanceOf(Unreachable.class);
    written("mart.orders", "2026-11-20 09:00:00");
    memory.clear();
    assertThat(ask(TODAY.of(table("mart.orders"), new Evidence.Modified()), NOW.plusSeconds(60)))
        .isInstanceOfSatisfying(
            Arrived.class,
            arrived -> {
              assertThat(arrived.text())
                  .isEqualTo("mart.orders was last written at 2026-11-20 00:00 UTC");
              assertThat(arrived.latest()).isEqualTo(NOW.plusSeconds(60));
            });
  }

  @Test
  void the_age_of_a_table_is_that_of_its_last_statement() throws Exception {
    Probe probe = TODAY.fresh(table("mart.orders"), new Evidence.Changed(), Duration.ofMinutes(30));
    assertThat(ask(probe)).isInstanceOf(Unreachable.class);
    written("mart.orders", "2026-11-20 17:45:00");
    assertThat(ask(probe))
        .isEqualTo(
            new Newest(
                Instant.parse("2026-11-20T08:45:00Z"),
                Strength.WEAK,
                "mart.orders was last written at 2026-11-20 08:45 UTC"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "date      | dt | true  | 2026-11-19, 2026-11-20 | 2",
        "date      | dt | false | 2026-11-18, 2026-11-19 | 2",
        "datetime2 | at | true  | 2026-11-19 00:00:00, 2026-11-20 00:00:00 | 2",
        "datetime  | at | false | 2026-11-18 23:59:59.997, 2026-11-19 23:59:59.997 | 2",
        "datetime2 | at | false | 2026-11-19 00:00:00, 2026-11-20 00:00:00 | 2",
      })
  void a_partition_that_holds_the_date_and_is_not_empty_is_present(
      String type, String column, boolean right, String boundaries, int number) throws Exception {
    cut(type, column, right, boundaries);
    Probe probe = YESTERDAY.of(table("mart.orders"), new Evidence.Partition(":data_date"));
    assertThat(ask(probe)).isEqualTo(NotYet.because("partition " + number + " of pf_day is empty"));
    run("insert into mart.orders (dt, at) values ('2026-11-19', '2026-11-19 12:00:00')");
    assertThat(ask(probe))
        .isEqualTo(
            new Present(
                Strength.STRONG,
                null,
                "partition " + number + " of pf_day is there and not empty"));
    assertThat(SqlserverStandIn.questions().getLast())
        .endsWith(
            "(select case when exists (select 1 from [mart].[orders] where (($partition.[pf_day](["
                + column
                + "]) = "
                + number
                + "))) then 1 else 0 end as c) q");
  }

  @Test
  void the_last_partition_takes_whatever_comes_and_proves_nothing() throws Exception {
    cut("date", "dt", true, "2026-11-18, 2026-11-19");
    run("insert into mart.orders (dt) values ('2026-11-19')");
    assertThat(ask(YESTERDAY.of(table("mart.orders"), new Evidence.Partition(":data_date"))))
        .isEqualTo(NotYet.because("mart.orders has no partition for 2026-11-19"));
  }

  @Test
  void texts_cut_with_range_left_are_refused_in_words() throws Exception {
    cut("nvarchar", "dt", false, "2026-11-18, 2026-11-19");
    assertThat(ask(YESTERDAY.of(table("mart.orders"), new Evidence.Partition(":data_date"))).text())
        .isEqualTo(
            "mart.orders cannot be asked: its partitions are cut by pf_day (RANGE LEFT of"
                + " nvarchar), whose bounds are not understood; write where or column instead of"
                + " partition");
  }

  private void cut(String type, String column, boolean right, String boundaries) throws Exception {
    int id = SqlserverStandIn.objectId("mart.orders");
    run(
        "insert into sys.indexes values (" + id + ", 0, 65601)",
        "insert into sys.partition_schemes values (65601, 65536)",
        "insert into sys.partition_functions values (65536, 'pf_day', " + right + ")",
        "insert into sys.partition_parameters values (65536, 1, '" + type + "')",
        "insert into sys.index_columns select "
            + id
            + ", 0, 1, column_id from sys.columns where object_id = "
            + id
            + " and name = '"
            + column
            + "'");
    int number = 1;
    for (String boundary : boundaries.split(", ", -1)) {
      run(
          "insert into sys.partition_range_values values (65536, "
              + number
              + ", '"
              + boundary
              + "')");
      number++;
    }
  }

  private void written(String table, String localTime) throws SQLException {
    run(
        "delete from sys.dm_db_index_usage_stats",
        "insert into sys.dm_db_index_usage_stats values (5, "
            + SqlserverStandIn.objectId(table)
            + ", '"
            + localTime
            + "'), (5, 99, null), (4, 1, null)");
  }

  private Observation ask(Probe probe) throws Exception {
    return ask(probe, NOW);
  }

  private Observation ask(Probe probe, Instant now) throws Exception {
    Round round =
        source.observe(List.of(probe), new Ask(now, Map.copyOf(heard), Map.copyOf(memory)));
    memory.putAll(round.remember());
    heard.put(probe.kind(), now);
    return round.answers().getFirst().observation();
  }

  private void run(String... statements) throws SQLException {
    try (Statement statement = owner.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
