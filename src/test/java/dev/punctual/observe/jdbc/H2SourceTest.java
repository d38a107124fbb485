package dev.punctual.observe.jdbc;

import static dev.punctual.observe.jdbc.Tables.table;
import static dev.punctual.observe.jdbc.Tables.where;
import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Absent;
import dev.punctual.observe.Observation.Arrived;
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
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class H2SourceTest {

  private static final String URL =
      "jdbc:h2:mem:h2source;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH";
  private static final Probes TODAY = Probes.on(LocalDate.of(2026, 11, 20));
  private static final Probes YESTERDAY = TODAY.forYesterday();

  private Connection owner;
  private Source source;
  private Map<String, String> memory = Map.of();

  @BeforeEach
  void open() throws SQLException {
    owner = DriverManager.getConnection(URL, "sa", "");
    source = new H2Type().open(new Settings("dwh", Map.of("url", URL, "username", "sa")));
    run("create schema mart", "create table mart.orders (id int, dt date, at timestamp)");
  }

  @AfterEach
  void close() throws SQLException {
    source.close();
    run("shutdown");
  }

  @Test
  void rows_and_checks_are_answered_as_on_postgresql() throws Exception {
    run("insert into mart.orders values (1, date '2026-11-19', null)");
    String check = "select count(*) = count(distinct id) from mart.orders where dt = :data_date";
    Probe probe = YESTERDAY.of(table("mart.orders"), Tables.with(where("dt = :data_date"), check));
    assertThat(ask(probe, 0))
        .isEqualTo(new Present(Strength.STRONG, "1", "1 row of mart.orders where dt = 2026-11-19"));
    run("insert into mart.orders values (1, date '2026-11-19', null)");
    assertThat(ask(probe, 1))
        .isInstanceOfSatisfying(NotYet.class, no -> assertThat(no.failedGate()).isEqualTo("check"));
  }

  @Test
  void values_that_lie_ahead_are_left_out() throws Exception {
    run(
        "insert into mart.orders values (1, null, timestamp '2026-11-20 00:30:00')",
        "insert into mart.orders values (1, null, timestamp '2027-01-01 00:00:00')");
    assertThat(ask(TODAY.of(table("mart.orders"), new Evidence.Column("at")), 3600).text())
        .isEqualTo(
            "newest mart.orders.at is 2026-11-20 00:30 UTC; values later than now are left out,"
                + " the newest is 2027-01-01 00:00 UTC");
  }

  @Test
  void a_write_moves_the_modification_counter() throws Exception {
    Probe probe = TODAY.of(table("mart.orders"), new Evidence.Changed());
    assertThat(ask(probe, 0)).isInstanceOf(NotYet.class);
    run("insert into mart.orders values (1, null, null)");
    assertThat(ask(probe, 60)).isInstanceOf(Arrived.class);
  }

  @Test
  void a_bad_condition_among_hundreds_spoils_no_other() throws Exception {
    Probe bad =
        YESTERDAY.of(
            "bad",
            table("mart.orders"),
            new dev.punctual.rule.Readiness(where("dtt = :data_date"), null, null, null));
    List<Probe> good =
        IntStream.range(0, 150)
            .mapToObj(
                i ->
                    YESTERDAY.of(
                        "good" + i,
                        table("mart.orders"),
                        new dev.punctual.rule.Readiness(
                            where("dt = :data_date"), null, null, null)))
            .toList();
    List<Probe> all = new java.util.ArrayList<>(good);
    all.add(70, bad);
    Round round = source.observe(all, new Ask(TODAY.opensAt(), Map.of(), Map.of()));
    assertThat(round.answers())
        .filteredOn(answer -> answer.observation() instanceof Unreachable)
        .singleElement()
        .satisfies(
            answer -> assertThat(answer.observation().text()).containsIgnoringCase("\"dtt\""));
  }

  @Test
  void partitions_are_unknown_to_it() throws Exception {
    assertThat(ask(TODAY.of(table("mart.orders"), new Evidence.Partition(":data_date")), 0))
        .isInstanceOf(Absent.class);
  }

  private Observation ask(Probe probe, long seconds) throws Exception {
    Instant now = TODAY.opensAt().plusSeconds(seconds);
    Map<String, Instant> heard = seconds == 0 ? Map.of() : Map.of(probe.kind(), TODAY.opensAt());
    Round round = source.observe(List.of(probe), new Ask(now, heard, memory));
    memory = round.remember().isEmpty() ? memory : round.remember();
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
