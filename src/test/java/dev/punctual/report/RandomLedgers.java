package dev.punctual.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.ledger.RuleBook;
import dev.punctual.recount.Recount;
import dev.punctual.report.History.Past;
import dev.punctual.rule.Rule;
import io.micronaut.context.ApplicationContext;
import io.micronaut.core.type.Argument;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.transaction.TransactionOperations;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.jspecify.annotations.Nullable;

/** Reports of random ledgers, against a count that shares no code with them. */
abstract class RandomLedgers {
  private static final List<String> ENDINGS =
      List.of("met", "met", "met", "late", "late", "never", "overdue", "unknown", "open");

  /** One server for all ledgers of a class. */
  static final class Place implements AutoCloseable {
    final ApplicationContext context;
    final EmbeddedServer server;
    final History history;

    Place(Map<String, Object> database) {
      Map<String, Object> settings = new HashMap<>(database);
      settings.put("punctual.timezone", "Asia/Tokyo");
      settings.put("punctual.engine.enabled", false);
      settings.put("test.sample", "report");
      settings.put("micronaut.server.port", -1);
      context = ApplicationContext.run(settings, "test");
      server = context.getBean(EmbeddedServer.class).start();
      @SuppressWarnings("unchecked")
      TransactionOperations<Connection> operations =
          context.getBean(Argument.of(TransactionOperations.class, Connection.class));
      history = new History(operations);
    }

    @Override
    public void close() {
      context.close();
    }
  }

  /** What became of one deadline. */
  record Day(
      String ending,
      int minutes,
      boolean excused,
      boolean backfilled,
      int cause,
      int acknowledged) {}

  /**
   * A rule and what became of its deadlines, date by date.
   *
   * @param renamedAfter so many of them under a former id
   */
  record Told(
      String objective,
      @Nullable String team,
      boolean hourly,
      boolean trial,
      boolean removed,
      int start,
      int renamedAfter,
      List<Day> days) {}

  abstract Place place();

  @Property(tries = 25, shrinking = ShrinkingMode.BOUNDED)
  void every_figure_is_what_the_deadlines_say(@ForAll("ledgers") List<Told> ledger)
      throws Exception {
    Place place = place();
    for (String table : List.of("deadline", "month_tally", "rule_version", "frozen_report")) {
      place.history.execute("delete from " + table);
    }
    List<Rule> inForce = new ArrayList<>();
    for (int i = 0; i < ledger.size(); i++) {
      tell(place.history, ledger.get(i), i, inForce);
    }
    place.history.write();
    place
        .context
        .getBean(RuleBook.class)
        .turnTo(
            new RuleBook.Edition(
                SampleRules.set(inForce.toArray(Rule[]::new)),
                Sample.NOW,
                Sample.NOW,
                List.of(),
                List.of(),
                List.of()));
    Recount recount = new Recount(place.server.getURI());
    for (String period : List.of("2026H1", "2026Q2", "2026-01")) {
      assertThat(recount.differences(period)).as(period).isEmpty();
    }
    place.context.getBean(Freezer.class).freezeDue(Sample.NOW);
    for (String period : List.of("2026H1", "2025Q4")) {
      assertThat(recount.differences(period)).as("frozen " + period).isEmpty();
    }
  }

  private static void tell(History history, Told told, int number, List<Rule> inForce) {
    String id = "rule-" + number;
    boolean renamed =
        told.renamedAfter() > 0 && told.renamedAfter() < told.days().size() && !told.removed();
    Rule rule =
        SampleRules.rule(
            id,
            told.removed() ? "Data platform" : told.team(),
            told.removed() ? "0.97" : told.objective(),
            told.trial(),
            renamed ? id + "-once" : null,
            told.hourly()
                ? SampleRules.hourly(id, "x", "1").promise()
                : SampleRules.readyBy("10:00"));
    Rule once =
        SampleRules.rule(id + "-once", rule.team(), "0.9", told.trial(), null, rule.promise());
    if (told.removed()) {
      history.version(id, "Once promised", null, Instant.EPOCH, Sample.NOW);
    } else {
      inForce.add(rule);
    }
    LocalDate date = LocalDate.of(2025, 12, 20).plusDays(told.start());
    for (int i = 0; i < told.days().size(); i++) {
      Rule then = renamed && i < told.renamedAfter() ? once : rule;
      Past past =
          told.hourly()
              ? history.slot(then, date.plusDays(i / 24), i % 24)
              : history.on(then, date.plusDays(i));
      end(past, told.days().get(i));
    }
  }

  private static void end(Past past, Day day) {
    Duration late = Duration.ofMinutes(day.minutes());
    switch (day.ending()) {
      case "met" -> past.met();
      case "late" -> past.late(late);
      case "never" -> past.never();
      case "overdue" -> past.overdue();
      case "unknown" -> past.unknown("no answer " + day.minutes() % 3);
      default -> {}
    }
    if (day.excused()) {
      past.excused("maintenance");
    }
    if (day.backfilled() && !day.ending().equals("open")) {
      past.backfilled();
    }
    if (day.cause() > 0) {
      past.because(List.of("upstream_late", "task_failed", "other").get(day.cause() - 1));
    }
    if (day.acknowledged() >= -5) {
      past.acknowledged(Duration.ofMinutes(day.acknowledged()));
    }
  }

  @Provide
  Arbitrary<List<Told>> ledgers() {
    Arbitrary<Day> days =
        Combinators.combine(
                Arbitraries.of(ENDINGS),
                Arbitraries.integers().between(1, 900),
                Arbitraries.of(false, false, false, true),
                Arbitraries.of(false, true),
                Arbitraries.integers().between(0, 3),
                Arbitraries.integers().between(-20, 120))
            .as(Day::new);
    return Combinators.combine(
            Arbitraries.of("0.97", "0.95", "0.995", "1", "0.5", "0.999"),
            Arbitraries.of("Data platform", "Partner delivery", "Partner delivery").injectNull(0.3),
            Arbitraries.of(false, false, true),
            Arbitraries.of(false, false, false, true),
            Arbitraries.of(false, false, false, true),
            Arbitraries.integers().between(0, 190),
            Arbitraries.integers().between(0, 20),
            days.list().ofMaxSize(60))
        .as(Told::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(6);
  }
}
