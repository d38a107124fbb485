package dev.punctual.poll;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.TestDatabase;
import dev.punctual.observe.Observation;
import dev.punctual.poll.ScriptedSources.Script;
import dev.punctual.rule.DayRule;
import dev.punctual.rule.Promise;
import dev.punctual.rule.Readiness;
import dev.punctual.rule.Rule;
import dev.punctual.rule.Target;
import io.micronaut.runtime.server.EmbeddedServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The loops themselves, on both databases; waits for events, with hard time-outs. */
class LoopsTest {

  private static final long SECONDS = 30;

  @TempDir private Path folder;
  private final Script script = new Script();

  private Desk desk(Map<String, Object> database) throws Exception {
    Files.writeString(
        folder.resolve("r.yaml"),
        """
        version: 1
        rules:
          - id: a
            timezone: Asia/Tokyo
            table: dwh.mart.a
            ready_when: { where: "dt = :data_date" }
            ready_by: "23:59"
        """);
    Map<String, Object> more = new HashMap<>();
    more.put("punctual.rules", folder.toString());
    more.put("punctual.engine.enabled", "true");
    Desk desk = new Desk(database, script, more);
    desk.context.getBean(EmbeddedServer.class).start();
    return desk;
  }

  private CountDownLatch asked(int rounds) {
    CountDownLatch latch = new CountDownLatch(rounds);
    script.answer =
        probe -> {
          latch.countDown();
          return Observation.NotYet.because("no rows");
        };
    return latch;
  }

  private static int readiness(Desk desk) throws Exception {
    URI server = desk.context.getBean(EmbeddedServer.class).getURI();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(server.resolve("/health/readiness")).build(),
              BodyHandlers.discarding())
          .statusCode();
    }
  }

  @Test
  void a_start_reads_the_rules_and_asks_for_what_is_open_on_h2() throws Exception {
    CountDownLatch first = asked(1);
    try (Desk desk = desk(TestDatabase.h2())) {
      assertThat(first.await(SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(readiness(desk)).isEqualTo(200);
    }
  }

  @Test
  void a_call_is_answered_at_once_on_postgres() throws Exception {
    CountDownLatch first = asked(1);
    try (Desk desk = desk(TestDatabase.postgres())) {
      assertThat(first.await(SECONDS, TimeUnit.SECONDS)).isTrue();
      CountDownLatch second = asked(1);
      assertThat(desk.engine.askNow("dwh")).isTrue();
      assertThat(second.await(SECONDS, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void when_one_process_goes_the_other_asks() throws Exception {
    Map<String, Object> database = TestDatabase.postgres();
    CountDownLatch first = asked(1);
    Desk one = desk(database);
    try (Desk two = desk(database)) {
      assertThat(first.await(SECONDS, TimeUnit.SECONDS)).isTrue();
      one.close();
      CountDownLatch later = asked(1);
      two.engine.askNow("dwh");
      assertThat(later.await(SECONDS, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void what_a_killed_process_held_is_free_at_the_next_start_on_h2() throws Exception {
    Map<String, Object> database = TestDatabase.h2();
    try (Desk first = new Desk(database, script)) {
      first.write(
          "insert into scheduled_tasks (task_name, task_instance, execution_time, picked, picked_by,"
              + " last_heartbeat, version) values ('poll', 'dwh', now(), true, 'killed', now(), 1)");
    }
    try (Desk next = desk(database)) {
      assertThat(next.rows("select task_name from scheduled_tasks where picked_by = 'killed'"))
          .isEmpty();
    }
  }

  @Test
  void without_the_loops_a_process_is_not_ready() throws Exception {
    try (Desk desk = new Desk(TestDatabase.h2(), script)) {
      desk.context.getBean(EmbeddedServer.class).start();
      assertThat(readiness(desk)).isEqualTo(503);
    }
  }

  @Test
  void a_round_starts_within_milliseconds_of_the_due_instant() throws Exception {
    CountDownLatch first = asked(1);
    try (Desk desk = desk(TestDatabase.h2())) {
      assertThat(first.await(SECONDS, TimeUnit.SECONDS)).isTrue();
      Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
      Instant due = now.truncatedTo(ChronoUnit.SECONDS).plusSeconds(3);
      CountDownLatch atDue = new CountDownLatch(1);
      AtomicReference<@Nullable Instant> started = new AtomicReference<>();
      script.answer =
          probe -> {
            Instant asked = Instant.now();
            if (probe.rule().id().equals("slots") && !asked.isBefore(due)) {
              started.compareAndSet(null, asked);
              atDue.countDown();
            }
            return Observation.NotYet.because("no rows");
          };
      desk.rules(now.minus(Duration.ofMinutes(6)), slots(due));
      desk.engine.askNow("dwh");
      assertThat(atDue.await(SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(Duration.between(due, started.get())).isLessThan(Duration.ofMillis(900));
    }
  }

  /** Five-minute slots of which one is due at this instant. */
  private static Rule slots(Instant due) {
    ZonedDateTime local = due.atZone(Desk.TOKYO);
    Duration within =
        Duration.ofSeconds(local.toLocalTime().toSecondOfDay() % 300).plus(Duration.ofMinutes(5));
    return Desk.rule(
        "slots",
        new Target.Table("dwh", List.of("mart", "slots")),
        new Promise.ReadyWithin(
            Duration.ofMinutes(5),
            within,
            new DayRule.EveryDay(),
            new Promise.DataDate.SameDay(),
            Duration.ofDays(1)),
        new Readiness(new Readiness.Evidence.Where("true"), null, null, null));
  }
}
