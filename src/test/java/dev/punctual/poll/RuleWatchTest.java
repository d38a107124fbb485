package dev.punctual.poll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.punctual.TestDatabase;
import dev.punctual.ledger.Act;
import dev.punctual.ledger.RuleBook;
import dev.punctual.poll.ScriptedSources.Script;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleWatchTest {

  /** 01:00 in Tokyo. */
  private static final Instant NIGHT = Instant.parse("2026-11-19T16:00:00Z");

  private static final LocalDate TODAY = LocalDate.of(2026, 11, 20);

  @TempDir private Path folder;
  private final Script script = new Script();
  private final Map<String, Object> database = TestDatabase.h2();
  private Desk desk;
  private Instant now = NIGHT;

  @BeforeEach
  void open() {
    desk = desk();
  }

  @AfterEach
  void close() {
    desk.close();
  }

  private Desk desk() {
    return new Desk(database, script, Map.of("punctual.rules", folder.toString()));
  }

  private RuleWatch watch() {
    return desk.context.getBean(RuleWatch.class);
  }

  private RuleBook.Edition edition() {
    return desk.context.getBean(RuleBook.class).edition();
  }

  private void look() {
    now = now.plusSeconds(5);
    watch().look(now);
  }

  private void write(String name, String text) {
    try {
      Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String rule(String id, String readyBy, String... more) {
    return "  - id: %s\n    table: dwh.mart.%s\n    ready_when: { where: \"dt = :data_date\" }\n    ready_by: \"%s\"\n%s"
        .formatted(
            id,
            id,
            readyBy,
            List.of(more).stream().map(m -> "    " + m + "\n").collect(Collectors.joining()));
  }

  private static String file(String... rules) {
    return "version: 1\ndefaults: { timezone: Asia/Tokyo, objective: 97% }\nrules:\n"
        + String.join("", rules);
  }

  @Test
  void a_start_puts_the_folder_in_force_and_makes_its_deadlines() {
    write("r.yaml", file(rule("a", "10:00")));
    watch().start(now);
    assertThat(edition().rules().rules().keySet()).containsExactly("a");
    assertThat(desk.stands("a", TODAY)).isEqualTo("waiting");
  }

  @Test
  void a_start_with_a_broken_folder_is_refused_with_every_problem() {
    write("r.yaml", file(rule("a", "25:00")));
    write("s.yaml", file(rule("b", "10:00", "objektive: 3%")));
    assertThatThrownBy(() -> watch().start(now))
        .isInstanceOf(RefusedStart.class)
        .satisfies(
            e ->
                assertThat(((RefusedStart) e).lines())
                    .hasSize(2)
                    .allMatch(line -> line.matches(".*[rs]\\.yaml:\\d+:\\d+: .*")));
  }

  @Test
  void a_good_edit_is_taken_and_says_what_changed() {
    write("r.yaml", file(rule("a", "10:30"), rule("b", "10:00")));
    watch().start(now);
    write("r.yaml", file(rule("a", "10:00", "objective: 95%"), rule("c", "10:00", "was: b")));
    look();
    assertThat(desk.rows("select rule_id, change_text from rule_version order by since, rule_id"))
        .containsExactly(
            "a added",
            "b added",
            "a ready_by 10:30 → 10:00, objective 97% → 95%",
            "c renamed, was: b");
    assertThat(desk.rows("select rule_id from rule_version where ended_at is null order by 1"))
        .containsExactly("a", "c");
  }

  @Test
  void a_broken_edit_leaves_the_last_good_rules_in_force_and_is_told_once() {
    write("r.yaml", file(rule("a", "10:00")));
    watch().start(now);
    write("r.yaml", file(rule("a", "10:61")));
    look();
    look();
    assertThat(edition().rules().rules().keySet()).containsExactly("a");
    assertThat(edition().lastReloadSuccessful()).isFalse();
    assertThat(desk.rows("select kind from transition")).containsExactly("rules_rejected");
    write("r.yaml", file(rule("a", "10:00")));
    look();
    assertThat(edition().lastReloadSuccessful()).isTrue();
    assertThat(desk.rows("select kind from transition order by id"))
        .containsExactly("rules_rejected", "rules_accepted");
  }

  @Test
  void a_folder_that_vanishes_leaves_the_last_good_rules_in_force() throws IOException {
    write("r.yaml", file(rule("a", "10:00")));
    watch().start(now);
    Files.delete(folder.resolve("r.yaml"));
    Files.delete(folder);
    look();
    assertThat(edition().rules().rules().keySet()).containsExactly("a");
    assertThat(edition().problems()).hasSize(1);
  }

  @Test
  void a_big_loss_is_held_until_it_is_confirmed() {
    write("r.yaml", many(10));
    watch().start(now);
    write("r.yaml", many(4));
    look();
    assertThat(edition().rules().rules()).hasSize(10);
    assertThat(edition().heldRemovals()).containsExactly("r4", "r5", "r6", "r7", "r8", "r9");
    assertThat(desk.rows("select kind from transition")).containsExactly("rules_rejected");
    assertThat(watch().confirm(new Act.Author("K. Tanaka", "page"), now)).isTrue();
    assertThat(desk.rows("select kind, author, origin, note from act"))
        .containsExactly("rules_confirmation K. Tanaka page r4, r5, r6, r7, r8, r9");
    assertThat(edition().rules().rules()).hasSize(4);
    assertThat(edition().lastReloadSuccessful()).isTrue();
  }

  @Test
  void a_restart_confirms_a_big_loss() {
    write("r.yaml", many(10));
    watch().start(now);
    write("r.yaml", many(4));
    desk.close();
    desk = desk();
    watch().start(now.plusSeconds(60));
    assertThat(edition().rules().rules()).hasSize(4);
  }

  @Test
  void five_lost_rules_are_a_decision() {
    write("r.yaml", many(10));
    watch().start(now);
    write("r.yaml", many(5));
    look();
    assertThat(edition().rules().rules()).hasSize(5);
  }

  private static String many(int count) {
    return file(
        IntStream.range(0, count).mapToObj(i -> rule("r" + i, "10:00")).toArray(String[]::new));
  }

  @Test
  void a_rule_loaded_late_has_today_s_deadline_only_if_that_is_still_to_come() {
    now = Instant.parse("2026-11-20T01:30:00Z");
    write("r.yaml", file(rule("a", "10:00"), rule("b", "11:00")));
    watch().start(now);
    assertThat(desk.ledger.find("a", TODAY)).isEmpty();
    assertThat(desk.ledger.find("b", TODAY)).hasSize(1);
  }

  @Test
  void another_replica_takes_the_published_rules() {
    write("r.yaml", file(rule("a", "10:00")));
    watch().start(now);
    Path other = folder.resolve("..").resolve(folder.getFileName() + "-other").normalize();
    try {
      Files.createDirectories(other);
      Files.writeString(other.resolve("r.yaml"), file(rule("b", "10:00")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, Object> more = new HashMap<>();
    more.put("punctual.rules", other.toString());
    try (Desk replica = new Desk(database, script, more)) {
      replica.context.getBean(RuleWatch.class).start(now.plusSeconds(1));
      look();
      assertThat(edition().rules().rules().keySet()).containsExactly("b");
      assertThat(edition().rules().hash())
          .isEqualTo(replica.context.getBean(RuleBook.class).rules().hash());
    }
  }

  @Test
  void a_removed_rule_finishes_its_opened_deadline_also_after_a_restart() {
    write("r.yaml", file(rule("a", "10:00"), rule("b", "10:00")));
    watch().start(now);
    desk.round(now);
    write("r.yaml", file(rule("b", "10:00")));
    desk.close();
    desk = desk();
    watch().start(now.plusSeconds(60));
    desk.round(Instant.parse("2026-11-20T01:00:00Z"));
    assertThat(desk.stands("a", TODAY)).isEqualTo("overdue missed");
  }

  @Test
  void an_unchanged_folder_is_not_read_again() {
    write("r.yaml", file(rule("a", "10:00")));
    Instant later = Instant.now().plus(Duration.ofMinutes(1));
    FolderPrint first = FolderPrint.of(folder, later);
    assertThat(FolderPrint.of(folder, later.plusSeconds(5)).sameAs(first)).isTrue();
    write("r.yaml", file(rule("a", "10:01")));
    assertThat(FolderPrint.of(folder, later.plusSeconds(10)).sameAs(first)).isFalse();
  }
}
