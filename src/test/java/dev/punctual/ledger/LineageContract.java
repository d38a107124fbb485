package dev.punctual.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.observe.LineageEvent;
import dev.punctual.observe.LineageEvent.Output;
import dev.punctual.observe.LineageEvent.Run;
import dev.punctual.observe.LineageEvent.Span;
import dev.punctual.observe.LineageEvent.State;
import dev.punctual.observe.LineageInbox.Kind;
import dev.punctual.observe.LineageInbox.Name;
import dev.punctual.observe.LineageInbox.Page;
import dev.punctual.observe.LineageInbox.Told;
import io.micronaut.context.ApplicationContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the lineage inbox holds to, on both databases. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
abstract class LineageContract {

  private static final Instant NOON = Instant.parse("2026-11-20T03:00:00Z");
  private static final Name LOAD = new Name(Kind.JOB, "default", "load");
  private static final Name ORDERS = new Name(Kind.DATASET, "postgres://db:5432", "mart.orders");
  private static final Name RAW = new Name(Kind.DATASET, "s3://lake", "raw/orders");

  private ApplicationContext context;
  private Lineage lineage;

  abstract ApplicationContext start();

  @BeforeEach
  void open() {
    context = start();
    lineage = context.getBean(Lineage.class);
  }

  @AfterEach
  void close() {
    context.close();
  }

  private static LineageEvent event(State state, Instant at, Output... outputs) {
    return event("run-1", state, at, null, outputs);
  }

  private static LineageEvent event(
      String run, State state, Instant at, @Nullable String note, Output... outputs) {
    Span nominal = new Span(NOON.minus(Duration.ofDays(1)), NOON);
    return new LineageEvent(
        LOAD,
        new Run(run, state, at, "failed", note, nominal, null, "default/dag/run"),
        List.of(outputs),
        List.of(RAW));
  }

  private void keep(LineageEvent... events) {
    for (LineageEvent event : events) {
      lineage.keep(event, NOON);
    }
  }

  private List<Told> told(Name name) {
    return look(name).runs();
  }

  private Page look(Name name) {
    return lineage.look(name.kind(), Set.of(name.name()), NOON.minusSeconds(3600));
  }

  private long rows(String table) {
    return context
        .getBean(Rows.class)
        .list("select count(*) from " + table, row -> row.getLong(1))
        .getFirst();
  }

  @Test
  void in_whatever_order_and_how_often_events_come_a_run_is_the_same() {
    List<LineageEvent> events =
        List.of(
            event(State.STARTED, NOON.minusSeconds(90), new Output(ORDERS, null, null)),
            event("run-1", State.FAILED, NOON.minusSeconds(60), "disk is full"),
            event("run-1", State.FAILED, NOON.minusSeconds(50), "no such table"),
            event(State.OTHER, NOON.minusSeconds(40), new Output(ORDERS, 7L, true)),
            event(State.SUCCEEDED, NOON.minusSeconds(30), new Output(ORDERS, 12L, null)),
            event(State.SUCCEEDED, NOON.minusSeconds(10)));
    Told expected =
        new Told(
            ORDERS,
            "load",
            NOON.minusSeconds(90),
            NOON.minusSeconds(30),
            NOON.minusSeconds(50),
            "failed",
            "no such table",
            NOON,
            null,
            12L,
            true);
    Random random = new Random(17);
    for (int i = 0; i < 10; i++) {
      List<LineageEvent> shuffled = new ArrayList<>(events);
      shuffled.addAll(events.subList(0, random.nextInt(events.size())));
      Collections.shuffle(shuffled, random);
      keep(shuffled.toArray(LineageEvent[]::new));
      assertThat(told(ORDERS)).containsExactly(expected);
      lineage.forget(NOON.plus(Lineage.NAMES_KEPT).plusSeconds(1));
    }
  }

  @Test
  void what_a_run_writes_may_be_told_after_it_succeeded() {
    keep(
        event(State.SUCCEEDED, NOON),
        event(State.STARTED, NOON.minusSeconds(5), new Output(ORDERS, null, null)));
    assertThat(told(ORDERS)).extracting(Told::succeededAt).containsExactly(NOON);
    assertThat(told(LOAD)).extracting(Told::succeededAt).containsExactly(NOON);
  }

  @Test
  void the_last_word_says_whether_a_dataset_holds_data() {
    keep(
        event(State.SUCCEEDED, NOON.minusSeconds(5), new Output(ORDERS, null, false)),
        event(State.STARTED, NOON.minusSeconds(9), new Output(ORDERS, null, true)));
    assertThat(told(ORDERS)).extracting(Told::written).containsExactly(false);
    keep(event(State.OTHER, NOON.minusSeconds(1), new Output(ORDERS, null, true)));
    assertThat(told(ORDERS)).extracting(Told::written).containsExactly(true);
  }

  @Test
  void namesakes_of_other_kinds_and_namespaces_are_told_apart() {
    Name other = new Name(Kind.DATASET, "postgres://other:5432", "mart.orders");
    keep(event(State.SUCCEEDED, NOON, new Output(ORDERS, 1L, null), new Output(other, 2L, null)));
    Page page = look(ORDERS);
    assertThat(page.known()).containsExactlyInAnyOrder(ORDERS, other);
    assertThat(page.runs()).extracting(Told::rows).containsExactlyInAnyOrder(1L, 2L);
    assertThat(lineage.look(Kind.NODE, Set.of("mart.orders"), NOON).known()).isEmpty();
    assertThat(lineage.names(Kind.DATASET)).containsExactlyInAnyOrder("mart.orders", "raw/orders");
  }

  @Test
  void edges_are_kept_once_with_when_they_were_seen_first_and_last() {
    keep(event(State.SUCCEEDED, NOON, new Output(ORDERS, null, null)));
    Instant later = NOON.plus(Duration.ofDays(3));
    lineage.keep(event(State.SUCCEEDED, NOON, new Output(ORDERS, null, null)), later);
    assertThat(
            context
                .getBean(Rows.class)
                .list(
                    "select flow, first_seen, last_seen from lineage_edge order by flow",
                    row ->
                        row.getString(1)
                            + " "
                            + Rows.instant(row, "first_seen")
                            + " "
                            + Rows.instant(row, "last_seen")))
        .containsExactly("in " + NOON + " " + later, "out " + NOON + " " + later);
    assertThat(
            context
                .getBean(Rows.class)
                .list(
                    "select last_heard from lineage_name", row -> Rows.instant(row, "last_heard")))
        .containsOnly(later);
  }

  @Test
  void runs_are_forgotten_before_names_and_edges() {
    keep(event(State.SUCCEEDED, NOON, new Output(ORDERS, null, null)));
    lineage.forget(NOON.plus(Lineage.RUNS_KEPT));
    assertThat(rows("lineage_run")).isEqualTo(1);
    lineage.forget(NOON.plus(Lineage.RUNS_KEPT).plusSeconds(1));
    assertThat(List.of(rows("lineage_run"), rows("lineage_write"))).containsExactly(0L, 0L);
    assertThat(look(ORDERS).known()).containsExactly(ORDERS);
    lineage.forget(NOON.plus(Lineage.NAMES_KEPT).plusSeconds(1));
    assertThat(List.of(rows("lineage_name"), rows("lineage_edge"))).containsExactly(0L, 0L);
  }

  @Test
  void many_at_once_neither_lose_nor_double_anything() throws Exception {
    List<Future<?>> told = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < 160; i++) {
        LineageEvent event =
            event(
                "run-" + i % 20,
                i % 2 == 0 ? State.STARTED : State.SUCCEEDED,
                NOON.minusSeconds(i),
                null,
                i % 3 == 0
                    ? new Output[] {new Output(ORDERS, 1L, null), new Output(RAW, 1L, null)}
                    : new Output[] {new Output(RAW, 1L, null), new Output(ORDERS, 1L, null)});
        told.add(threads.submit(() -> lineage.keep(event, NOON)));
      }
    }
    for (Future<?> one : told) {
      one.get();
    }
    assertThat(rows("lineage_run")).isEqualTo(20);
    assertThat(rows("lineage_write")).isEqualTo(40);
    assertThat(rows("lineage_name")).isEqualTo(3);
  }
}
