package dev.punctual.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class GoodRulesTest {

  private static final Path GOOD = Path.of("src/test/resources/rules/good");

  @Test
  void the_language_as_agreed_is_read() {
    Reading reading =
        RuleFolder.read(List.of(GOOD.resolve("design.yaml")), KnownSources.unchecked());
    assertThat(reading)
        .isInstanceOfSatisfying(
            Reading.Accepted.class,
            accepted -> {
              assertThat(accepted.rules().rules().keySet())
                  .containsExactly(
                      "event-stream",
                      "hourly-events",
                      "learner-status",
                      "month-end-ledger",
                      "partner-aggregates",
                      "service-beauty-bookings",
                      "service-hotpepper-bookings",
                      "service-jalan-bookings",
                      "teacher-spreadsheet");
              assertThat(accepted.warnings()).isEmpty();
            });
  }

  /** After a wanted change the new expansion lies in target/language.golden: read it, then copy. */
  @Test
  void every_part_of_the_language_is_understood() throws IOException {
    RuleSet rules = RuleText.accepted(Files.readString(GOOD.resolve("language.yaml")));
    StringBuilder expanded = new StringBuilder();
    rules.rules().values().forEach(rule -> expanded.append(RulePrinter.print(rule)).append('\n'));
    expanded.append(rules.teams().values()).append('\n');
    rules
        .maintenance()
        .forEach(w -> expanded.append(w.from() + "/" + w.to() + " " + w.rules() + "\n"));
    Files.writeString(Path.of("target/language.golden"), expanded);
    assertThat(expanded.toString()).isEqualTo(Files.readString(GOOD.resolve("language.golden")));
  }

  @Test
  void a_value_is_shared_by_an_anchor() throws IOException {
    RuleSet rules = RuleText.accepted(Files.readString(GOOD.resolve("anchors.yaml")));
    Rule first = Objects.requireNonNull(rules.rules().get("first"));
    Rule second = Objects.requireNonNull(rules.rules().get("second"));
    assertThat(second.readiness()).isEqualTo(first.readiness());
    assertThat(second.promise()).isEqualTo(first.promise());
  }

  @Test
  void a_version_tells_definitions_apart_and_not_places_or_comments() {
    String keys = "id: r\njob: j\nready_by: \"10:00\"";
    String version = RuleText.rule(keys).version();
    assertThat(version).matches("[0-9a-f]{12}");
    assertThat(
            RuleText.rule("job: j   # the job\nid: r\nready_by: \"10:00\"\ngives_up_after: 24h")
                .version())
        .isEqualTo(version);
    assertThat(RuleText.rule(keys.replace("10:00", "10:01")).version()).isNotEqualTo(version);
  }

  @Test
  void a_rule_knows_its_first_and_last_line() {
    String text =
        RuleText.FRAME
            + """
              # before
              - id: a
                table: dwh.t
                ready_by: "10:00"
                ready_when:
                  check: |
                    select true
                    from t

              # between
              - { id: b, job: j,
                  ready_by: "10:00" }
            """;
    long frame = RuleText.FRAME.lines().count();
    assertThat(RuleText.accepted(text).rules().values())
        .extracting(rule -> rule.origin().line() - frame, rule -> rule.origin().endLine() - frame)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(2L, 8L),
            org.assertj.core.groups.Tuple.tuple(11L, 12L));
  }

  @Test
  void a_table_without_ready_when_is_weak_and_warned_of() {
    assertThat(RuleText.problems("id: r\ntable: dwh.t\nready_by: \"10:00\""))
        .singleElement()
        .asString()
        .startsWith("2:12: warning: Without ready_when");
  }

  @Test
  void undated_evidence_that_may_come_after_the_next_opening_is_warned_of() {
    assertThat(RuleText.problems("id: r\njob: j\nready_by: \"01:30 +1d\""))
        .singleElement()
        .asString()
        .startsWith("3:15: warning: The next date's deadline opens at 00:00")
        .endsWith("Write opens: \"01:30\".");
    assertThat(RuleText.problems("id: r\njob: j\nready_by: \"01:30 +1d\"\nopens: \"01:30\""))
        .isEmpty();
    assertThat(RuleText.problems("id: r\njob: j\nready_by: \"01:30 +1d\"\non: [mon, wed]"))
        .isEmpty();
    assertThat(RuleText.problems("id: r\ntask: a.b.c\nready_by: \"01:30 +1d\"")).isEmpty();
  }

  @Test
  void a_maintenance_pattern_that_matches_no_rule_is_warned_of() {
    assertThat(
            RuleText.problemsOf(
                """
                version: 1
                defaults: { timezone: UTC }
                rules: [{ id: learner, job: j, ready_by: "10:00" }]
                maintenance:
                  - { from: 2026-11-22T01:00, to: 2026-11-22T05:00, rules: [lerner], reason: x }
                """))
        .containsExactly(
            "5:61: warning: No rule matches \"lerner\"; nothing is excused by it."
                + " Did you mean \"learner\"?");
  }

  @Test
  void more_deadlines_a_day_than_allowed_are_refused() throws IOException {
    Path file = Files.createTempFile("many", ".yaml");
    Files.writeString(
        file,
        RuleText.FRAME
            + RuleText.item("id: a\njob: j\nready_by: \"10:00\"")
            + RuleText.item("id: b\njob: j\nevery: 5m\nready_within: 5m"));
    RuleFolder.Limits limits = new RuleFolder.Limits(288);
    assertThat(RuleFolder.read(List.of(file), KnownSources.unchecked(), limits))
        .isInstanceOfSatisfying(
            Reading.Rejected.class,
            rejected ->
                assertThat(rejected.problems())
                    .singleElement()
                    .asString()
                    .contains("have 289 deadlines a day; at most 288"));
  }

  @Test
  void ten_thousand_products_are_made() {
    String keys =
        "id: \"r-${a}-${b}-${c}-${d}\"\njob: j\nready_by: \"10:00\"\nfor_each:\n"
            + "abcd"
                .chars()
                .mapToObj(c -> "  " + (char) c + ": [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]\n")
                .collect(Collectors.joining());
    assertThat(RuleText.accepted(RuleText.FRAME + RuleText.item(keys)).rules()).hasSize(10_000);
  }
}
