package dev.punctual.observe.jdbc;

import static dev.punctual.observe.jdbc.Tables.table;
import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Absent;
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
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code update_time} proves and what it does not, on a real MariaDB, whose clock it is. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class MysqlWritesTest {

  private final Mariadb mariadb = new Mariadb("create table orders (id int, dt date)");
  private final Source source = mariadb.source();
  private final Probes today = aroundNoon(mariadb.now());
  private final Map<String, String> memory = new HashMap<>();
  private final Map<String, Instant> heard = new HashMap<>();

  /** Today in a zone where it is about noon, so that no test runs over midnight. */
  private static Probes aroundNoon(Instant now) {
    ZoneOffset zone = ZoneOffset.ofHours(12 - now.atZone(ZoneOffset.UTC).getHour());
    return Probes.on(now.atZone(zone).toLocalDate()).in(zone.getId());
  }

  @AfterEach
  void drop() {
    source.close();
    mariadb.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"changed", "modified", "best"})
  void a_table_nobody_wrote_to_since_the_start_cannot_be_told_and_is_never_late(String evidence)
      throws Exception {
    Probe probe = today.of(table("orders"), evidence(evidence));
    Observation unknown =
        new Unreachable(
            "when "
                + mariadb.database()
                + ".orders was last written is not known: a server forgets it when it restarts or"
                + " closes the table; a later write can be seen");
    assertThat(ask(probe)).isEqualTo(unknown);
    assertThat(ask(probe)).isEqualTo(unknown);
  }

  private static Evidence evidence(String name) {
    return switch (name) {
      case "changed" -> new Evidence.Changed();
      case "modified" -> new Evidence.Modified();
      default -> new Evidence.Best();
    };
  }

  @Test
  void a_write_before_the_first_round_of_the_window_came_after_the_opening() throws Exception {
    write();
    assertThat(ask(today.of(table("orders"), new Evidence.Modified())))
        .isInstanceOfSatisfying(
            Arrived.class,
            arrived -> {
              assertThat(arrived.earliest()).isEqualTo(today.opensAt());
              assertThat(arrived.latest()).isEqualTo(heard.values().iterator().next());
              assertThat(arrived.strength()).isEqualTo(Strength.WEAK);
            });
  }

  @Test
  void a_write_between_two_rounds_came_between_them() throws Exception {
    Probe probe = today.of(table("orders"), new Evidence.Modified());
    ask(probe);
    Instant before = heard.get(probe.kind());
    write();
    assertThat(ask(probe))
        .isInstanceOfSatisfying(
            Arrived.class,
            arrived -> {
              assertThat(arrived.earliest()).isEqualTo(before);
              assertThat(arrived.latest()).isEqualTo(heard.get(probe.kind()));
            });
  }

  @Test
  void a_write_of_yesterday_is_not_yet() throws Exception {
    write();
    Probes tomorrow = Probes.on(today.businessDate().plusDays(1)).in(today.zone().getId());
    Probe probe = tomorrow.of(table("orders"), new Evidence.Modified());
    observe(probe, tomorrow.opensAt().minusSeconds(5));
    assertThat(observe(probe, tomorrow.opensAt().plusSeconds(600)).text())
        .startsWith("nothing was written to " + mariadb.database() + ".orders since");
  }

  /** A write may have come and been forgotten between the two rounds. */
  @Test
  void a_table_that_was_not_known_before_the_opening_cannot_be_told_either() throws Exception {
    Probes tomorrow = Probes.on(today.businessDate().plusDays(1)).in(today.zone().getId());
    Probe probe = tomorrow.of(table("orders"), new Evidence.Changed());
    observe(probe, tomorrow.opensAt().minusSeconds(5));
    assertThat(observe(probe, tomorrow.opensAt().plusSeconds(600))).isInstanceOf(Unreachable.class);
  }

  /** The time shown is the statement's, which lies before the round that still saw nothing. */
  @Test
  void a_commit_long_after_its_statement_came_after_the_round_that_saw_nothing() throws Exception {
    Probe probe = today.of(table("orders"), new Evidence.Changed());
    try (Connection writer = mariadb.connect();
        Statement statement = writer.createStatement()) {
      writer.setAutoCommit(false);
      statement.execute("insert into orders values (1, '2026-11-19')");
      assertThat(ask(probe)).isInstanceOf(Unreachable.class);
      Instant before = heard.get(probe.kind());
      writer.commit();
      assertThat(ask(probe))
          .isInstanceOfSatisfying(
              Arrived.class, arrived -> assertThat(arrived.earliest()).isEqualTo(before));
    }
  }

  @Test
  void a_write_that_was_rolled_back_is_none() throws Exception {
    Probe probe = today.of(table("orders"), new Evidence.Changed());
    ask(probe);
    try (Connection writer = mariadb.connect();
        Statement statement = writer.createStatement()) {
      writer.setAutoCommit(false);
      statement.execute("insert into orders values (1, '2026-11-19')");
      writer.rollback();
    }
    assertThat(ask(probe)).isInstanceOf(Unreachable.class);
  }

  @Test
  void a_delete_counts_as_a_write() throws Exception {
    Probe probe = today.of(table("orders"), new Evidence.Changed());
    write();
    ask(probe);
    mariadb.run("do sleep(1.1)", "delete from orders");
    assertThat(ask(probe)).isInstanceOf(Arrived.class);
  }

  @Test
  void gates_are_asked_where_a_write_was_seen() throws Exception {
    write();
    assertThat(
            ask(today.of(table("orders"), Tables.with(new Evidence.Modified(), Tables.atLeast(2)))))
        .isEqualTo(new NotYet("rows", "orders has 1 row, and >= 2 is promised"));
    write();
    assertThat(
            ask(today.of(table("orders"), Tables.with(new Evidence.Modified(), Tables.atLeast(2)))))
        .isInstanceOf(Present.class);
  }

  @Test
  void writes_to_a_partition_are_writes_to_its_table() throws Exception {
    mariadb.run(
        "create table p (dt date) partition by range columns (dt)"
            + " (partition p19 values less than ('2026-11-20'))");
    Probe probe = today.of(table("p"), new Evidence.Changed());
    ask(probe);
    mariadb.run("insert into p values ('2026-11-19')");
    assertThat(ask(probe)).isInstanceOf(Arrived.class);
  }

  @Test
  void the_writes_of_a_view_are_not_seen() throws Exception {
    mariadb.run("create view v as select * from orders");
    assertThat(ask(today.of(table("v"), new Evidence.Modified())))
        .isEqualTo(
            new Absent(
                mariadb.database()
                    + ".v is a view, whose writes are not counted here; use column or where under"
                    + " ready_when"));
  }

  @Test
  void the_age_of_a_table_is_that_of_its_last_statement() throws Exception {
    Probe probe = today.fresh(table("orders"), new Evidence.Changed(), Duration.ofMinutes(30));
    assertThat(ask(probe)).isInstanceOf(Unreachable.class);
    Instant before = mariadb.now();
    write();
    assertThat(ask(probe))
        .isInstanceOfSatisfying(
            Newest.class,
            newest ->
                assertThat(newest.newest())
                    .isBetween(before.minusSeconds(1), heard.get(probe.kind())));
  }

  @Test
  void a_restart_makes_it_forget_and_a_later_write_is_seen() throws Exception {
    try (MariadbServer server = MariadbServer.start()) {
      run(server, "create database mart");
      run(server, "create table mart.orders (id int)");
      run(server, "insert into mart.orders values (1)");
      Settings settings =
          new Settings("dwh", Map.of("url", server.url("jdbc:mysql:", "mart"), "username", "root"));
      Probe probe = today.of(table("orders"), new Evidence.Best());
      try (Source other = new MysqlType().open(settings)) {
        assertThat(observe(other, probe, mariadb.now())).isInstanceOf(Arrived.class);
        server.restart();
        assertThat(observe(other, probe, mariadb.now()).text())
            .startsWith("the server forgot the last write to mart.orders between")
            .endsWith("a write before that cannot be seen, later ones can");
        run(server, "insert into mart.orders values (2)");
        assertThat(observe(other, probe, mariadb.now())).isInstanceOf(Arrived.class);
      }
    }
  }

  private static void run(MariadbServer server, String sql) throws Exception {
    try (Connection connection = server.connect("");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private void write() {
    mariadb.run("insert into orders values (1, '2026-11-19')");
  }

  private Observation ask(Probe probe) throws Exception {
    return observe(probe, mariadb.now());
  }

  private Observation observe(Probe probe, Instant now) throws Exception {
    return observe(source, probe, now);
  }

  private Observation observe(Source asked, Probe probe, Instant now) throws Exception {
    Round round =
        asked.observe(List.of(probe), new Ask(now, Map.copyOf(heard), Map.copyOf(memory)));
    memory.putAll(round.remember());
    heard.put(probe.kind(), now);
    return round.answers().getFirst().observation();
  }
}
