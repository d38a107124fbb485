package dev.punctual.observe.jdbc;

import static dev.punctual.observe.jdbc.Tables.query;
import static dev.punctual.observe.jdbc.Tables.table;
import static dev.punctual.observe.jdbc.Tables.where;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.NotYet;
import dev.punctual.observe.Observation.Present;
import dev.punctual.observe.Probe;
import dev.punctual.observe.Probes;
import dev.punctual.observe.Source;
import dev.punctual.observe.Source.Ask;
import dev.punctual.observe.Source.Finding;
import dev.punctual.observe.Source.Round;
import dev.punctual.observe.SourceFailure;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a real MariaDB refuses, and how that reads. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class MysqlFailuresTest {

  private static final Instant NOW = Instant.parse("2026-11-20T09:00:00Z");
  private static final Probes TODAY = Probes.on(LocalDate.of(2026, 11, 20));
  private static final Probes YESTERDAY = TODAY.forYesterday();

  private final Mariadb mariadb =
      Mariadb.withoutGrants("create table orders (dt date)", "create table secret (dt date)");
  private final Source source = mariadb.source();
  private final Probe orders =
      YESTERDAY.of(table(mariadb.database() + ".orders"), where("dt = :data_date"));

  @AfterEach
  void drop() {
    source.close();
    mariadb.close();
  }

  private void grant(String privilege, String on) {
    mariadb.run("grant " + privilege + " on " + mariadb.database() + "." + on + " to punctual_ro");
  }

  @Test
  void a_database_that_may_not_be_used_is_told_when_connecting() {
    assertThatThrownBy(() -> ask(source, orders))
        .isInstanceOf(SourceFailure.class)
        .hasMessageContaining("or it is hidden from this login: Access denied")
        .hasMessageEndingWith("check the url");
  }

  @Test
  void a_table_without_select_is_told_with_the_grant_to_run() throws Exception {
    grant("select", "orders");
    grant("insert", "secret");
    String database = mariadb.database();
    Probe secret = YESTERDAY.of(table("secret"), where("dt = :data_date"));
    String run = "; run: grant select on `" + database + "`.`secret` to 'punctual_ro'@'%'";
    assertThat(ask(source, secret).text())
        .startsWith("the database refuses the statement for secret: SELECT command denied")
        .endsWith(run);
    assertThat(source.check(List.of(orders, secret)))
        .filteredOn(finding -> !finding.ok())
        .singleElement()
        .extracting(Finding::outcome)
        .asString()
        .endsWith(run);
  }

  @Test
  void a_grant_heals_what_was_refused() throws Exception {
    grant("insert", "orders");
    assertThat(ask(source, orders).text()).contains("SELECT command denied");
    grant("select", "orders");
    assertThat(ask(source, orders)).isInstanceOf(NotYet.class);
  }

  @Test
  void nothing_can_be_written_though_the_login_may() throws Exception {
    grant("all privileges", "*");
    mariadb.run(
        "create function sneak() returns int modifies sql data begin delete from orders; return 1;"
            + " end");
    grant("execute", "*");
    assertThat(ask(source, TODAY.of(query("select sneak()"))).text())
        .contains("READ ONLY transaction");
    assertThat(source.check(List.of()))
        .contains(new Finding(true, "read-only transactions", "transaction_read_only is ON"));
  }

  @Test
  void a_table_that_is_altered_meanwhile_spoils_no_other() throws Exception {
    grant("select", "*");
    mariadb.run("create table free (dt date)");
    Probe free = YESTERDAY.of(table("free"), where("dt = :data_date"));
    try (Connection owner = mariadb.connect();
        Statement statement = owner.createStatement()) {
      statement.execute("lock tables orders write");
      Round round = source.observe(List.of(free, orders), new Ask(NOW, Map.of(), Map.of()));
      assertThat(round.answers())
          .extracting(answer -> answer.observation().text())
          .containsExactlyInAnyOrder(
              "no row of free where dt = 2026-11-19",
              orders.rule().target().path() + " is locked by another transaction; waited 1s");
    }
  }

  @Test
  void a_statement_that_takes_too_long_is_given_up() throws Exception {
    grant("select", "*");
    try (Source hasty = mariadb.source("statement-timeout", "1s")) {
      assertThat(ask(hasty, TODAY.of(query("select sleep(30) = 1"))).text())
          .contains("took longer than 1s");
      assertThat(ask(hasty, TODAY.of(query("select 1")))).isInstanceOf(Present.class);
    }
  }

  @Test
  void an_interrupt_cancels_the_running_statement() throws Exception {
    grant("select", "*");
    Probe slow = TODAY.of(query("select sleep(50) = 1"));
    FutureTask<Round> task =
        new FutureTask<>(() -> source.observe(List.of(slow), new Ask(NOW, Map.of(), Map.of())));
    Thread caller = Thread.ofPlatform().start(task);
    awaitSleepers("=");
    caller.interrupt();
    assertThatThrownBy(task::get).hasCauseInstanceOf(InterruptedException.class);
    awaitSleepers("<>");
    assertThat(ask(source, TODAY.of(query("select 1")))).isInstanceOf(Present.class);
  }

  /** Waits, in the server and without sleeping here, until somebody sleeps there or nobody does. */
  private void awaitSleepers(String is) {
    mariadb.run(
        "begin not atomic declare i int default 0; while i < 3000 and not (1 "
            + is
            + " (select count(*) from information_schema.processlist where user = 'punctual_ro' and"
            + " info like '%sleep(50)%')) do do sleep(0.01); set i = i + 1; end while; if i = 3000"
            + " then signal sqlstate '45000'; end if; end");
  }

  @Test
  void a_connection_that_broke_between_rounds_is_opened_anew() throws Exception {
    grant("select", "*");
    ask(source, orders);
    mariadb.run("kill user punctual_ro");
    assertThat(ask(source, orders)).isInstanceOf(NotYet.class);
  }

  @Test
  void a_server_that_is_not_there_is_told_with_what_to_do() throws Exception {
    assertFailure("refused the connection; is the server running", "jdbc:mariadb://localhost:1/x");
    assertFailure(
        "the host of no-such-host.invalid/x is unknown", "jdbc:mariadb://no-such-host.invalid/x");
    assertFailure("there is no such database", mariadb.url() + "x");
    try (Source wrong = mariadb.source("password", "wr0ng-password")) {
      assertThatThrownBy(() -> ask(wrong, orders))
          .hasMessageContaining("login as punctual_ro was refused by 127.0.0.1:")
          .hasMessageEndingWith(
              "check username and password, and that the account may log in from this host");
    }
  }

  @Test
  void a_server_that_takes_the_call_and_says_nothing_is_given_up() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Source source =
            mariadb.source(
                "url",
                "jdbc:mariadb://127.0.0.1:" + silent.getLocalPort() + "/x",
                "connect-timeout",
                "1s")) {
      assertThatThrownBy(() -> ask(source, orders))
          .hasMessageContaining("did not answer within the connect-timeout");
    }
  }

  private void assertFailure(String text, String url) throws Exception {
    try (Source broken = mariadb.source("url", url)) {
      assertThatThrownBy(() -> ask(broken, orders))
          .isInstanceOf(SourceFailure.class)
          .hasMessageContaining(text);
    }
  }

  private static Observation ask(Source source, Probe probe) throws Exception {
    return source
        .observe(List.of(probe), new Ask(NOW, Map.of(), Map.of()))
        .answers()
        .getFirst()
        .observation();
  }
}
