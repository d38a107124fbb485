package dev.punctual.whatif;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.punctual.judge.Arrival;
import dev.punctual.judge.Progress;
import dev.punctual.judge.State;
import dev.punctual.judge.Verdict;
import dev.punctual.ledger.History;
import dev.punctual.observe.Observation.Strength;
import dev.punctual.rule.Deadline;
import dev.punctual.rule.KnownSources;
import dev.punctual.rule.Reading;
import dev.punctual.rule.Rule;
import dev.punctual.rule.RuleFolder;
import dev.punctual.rule.RuleSet;
import dev.punctual.rule.Schedule;
import dev.punctual.whatif.Variation.Wanted;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a question over stored days answers, on every database. */
abstract class SimulationContract {

  private static final Instant NOW = Instant.parse("2026-11-20T03:00:00Z");

  private static final String RULES =
      """
      version: 1
      calendars: { workdays: { } }
      defaults: { timezone: Asia/Tokyo }
      rules:
        - { id: nightly, job: crm-nightly, ready_by: "10:00" }
        - { id: ledger, job: close, ready_by: "01:30 +1d", objective: 90% }
        - { id: slots, job: hourly, every: 6h, ready_within: 20m }
        - { id: quarters, job: quarters, every: 15m, ready_within: 20m }
        - { id: fresh, job: stream, fresh_within: 30m }
      """;

  @TempDir private Path folder;

  private ApplicationContext context;
  private Simulations simulations;
  private RuleSet rules;

  abstract ApplicationContext start();

  @BeforeEach
  void open() throws IOException {
    context = start();
    simulations = context.getBean(Simulations.class);
    Path file = Files.writeString(folder.resolve("r.yaml"), RULES);
    Reading reading = RuleFolder.read(List.of(file), KnownSources.unchecked());
    rules = ((Reading.Accepted) reading).rules();
    List<History.Past> past = new ArrayList<>();
    for (String id : List.of("nightly", "ledger", "slots")) {
      past.addAll(thirtyDays(id));
    }
    context.getBean(History.class).write(past);
  }

  @AfterEach
  void close() {
    context.close();
  }

  /** Each third arrives 20 minutes before due, each third 5, each third 10 after. */
  private List<History.Past> thirtyDays(String id) {
    Rule rule = Objects.requireNonNull(rules.rules().get(id));
    List<History.Past> past = new ArrayList<>();
    for (Deadline deadline :
        Schedule.between(
            rule, Instant.parse("2026-10-20T12:00:00Z"), Instant.parse("2026-11-19T12:00:00Z"))) {
      int[] minutes = {-20, -5, 10};
      Instant at = deadline.dueAt().plusSeconds(60L * minutes[past.size() % 3]);
      boolean met = !at.isAfter(deadline.dueAt());
      Progress end =
          new Progress(
              met ? State.MET : State.LATE,
              met ? Verdict.MET : Verdict.MISSED,
              new Arrival(at, at, Strength.STRONG),
              "seen",
              "seen",
              null,
              null,
              null,
              null,
              null,
              false);
      past.add(new History.Past(deadline, rule, end, at, List.of()));
    }
    return past;
  }

  private Simulation ask(
      String rule, @Nullable String readyBy, @Nullable String objective, @Nullable String on) {
    Asked asked = Asked.of(rule, new Wanted(readyBy, objective, on), null, null);
    return simulations.answer(asked, rules, NOW).getFirst();
  }

  private static List<String> held(Simulation simulation) {
    return simulation.held().stream()
        .map(held -> simulation.shown(Objects.requireNonNull(held.minutes())))
        .toList();
  }

  @Test
  void an_earlier_due_time_turns_the_days_between() {
    Simulation simulation = ask("nightly", "09:50", null, null);
    assertThat(simulation.before().attainment()).hasToString("66.6 %");
    assertThat(simulation.after().attainment()).hasToString("33.3 %");
    assertThat(simulation.turns()).hasSize(10).allMatch(t -> t.after() == Outcome.MISSED);
    assertThat(held(simulation)).containsExactly("10:10", "10:10");
  }

  @Test
  void a_due_time_after_midnight_belongs_to_its_business_date() {
    Simulation simulation = ask("ledger", "01:40 +1d", null, null);
    assertThat(simulation.after().attainment()).hasToString("100 %");
    assertThat(held(simulation)).containsExactly("01:40 +1d", "01:40 +1d");
  }

  @Test
  void slots_are_moved_by_what_follows_their_end() {
    Simulation simulation = ask("slots", "30m", null, null);
    assertThat(simulation.after().attainment()).hasToString("100 %");
    assertThat(simulation.after().due()).isEqualTo(120);
    assertThat(simulation.shown(simulation.dueNow())).isEqualTo("20m");
  }

  @Test
  void another_objective_says_what_it_would_leave() {
    Simulation simulation = ask("nightly", null, "80", null);
    assertThat(simulation.after().allowance()).hasToString("10 of 6");
    assertThat(simulation.turns()).isEmpty();
  }

  @Test
  void another_calendar_leaves_days_out() {
    Simulation simulation = ask("nightly", null, null, "workdays");
    assertThat(simulation.after().due() + simulation.left().size()).isEqualTo(30);
    assertThat(simulation.left()).hasSize(8);
  }

  @Test
  void a_rule_without_an_objective_is_proposed_one() {
    assertThat(ask("nightly", "10:10", null, null).proposal()).isEqualTo(new Proposal(null, 30));
    assertThat(ask("ledger", null, null, null).proposal()).isNull();
  }

  @Test
  void a_pattern_answers_for_every_rule_to_which_the_change_applies() {
    Asked asked = Asked.of("*", new Wanted("09:50", null, null), null, null);
    assertThat(simulations.answer(asked, rules, NOW).stream().map(s -> s.rule().id()))
        .containsExactly("ledger", "nightly");
  }

  @Test
  void many_rules_are_read_in_parts_and_each_has_all_its_days() {
    Asked asked = Asked.of("*", new Wanted(null, null, null), null, null);
    assertThat(simulations.answer(asked, rules, NOW).stream().map(s -> s.before().due()))
        .containsExactly(30, 30, 0, 120);
  }

  @Test
  void what_cannot_be_simulated_says_why() {
    assertThatThrownBy(() -> ask("nightly", "25:00", null, null)).hasMessageContaining("01:00 +1d");
    assertThatThrownBy(() -> ask("nightly", "00:00", null, null)).hasMessageContaining("opens at");
    assertThatThrownBy(() -> ask("nightly", null, "140%", null)).hasMessageContaining("140%");
    assertThatThrownBy(() -> ask("nightly", null, null, "workday"))
        .hasMessageContaining("Did you mean");
    assertThatThrownBy(() -> ask("slots", "09:00", null, null)).isInstanceOf(BadVariation.class);
    assertThatThrownBy(() -> ask("fresh", "09:00", null, null)).hasMessageContaining("freshness");
    assertThatThrownBy(() -> ask("nigthly", null, null, null)).hasMessageContaining("nightly");
    assertThatThrownBy(() -> Asked.of("nightly", new Wanted(null, null, null), "2026-02-30", null))
        .hasMessageContaining("2026-02-30");
  }
}
