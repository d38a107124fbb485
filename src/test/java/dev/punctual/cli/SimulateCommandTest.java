package dev.punctual.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code simulate} prints, where, and how it ends. */
class SimulateCommandTest {

  private static final String ONE =
      """
      learner-status (Learner status is ready), 2026-10-01 to 2026-11-20
                      DUE        MET     MISSED    EXCUSED    UNKNOWN   ATTAINED    COVERED  MISSES USED
      as it was        18         15          3          0          0     83.3 %      100 %     3 of 0
      what if          18          7         11          0          0     38.8 %      100 %    11 of 0
      met to missed, 8: 2026-11-02, 2026-11-03, 2026-11-06, 2026-11-07, 2026-11-11, 2026-11-14, 2026-11-18, 2026-11-19
      97% holds from 10:55 on.
      99% holds from 10:55 on.
      18 of these days are backfilled.
      """;

  private static final String MANY =
      """
      RULE                 DUE BY  OBJECTIVE  AS IT WAS    WHAT IF       TURN   97% FROM   99% FROM   PROPOSED
      learner-status        10:00        97%     83.3 %     38.8 %          8      10:55      10:55
      billing-invoices      09:00       none      100 %      100 %          0      08:40      08:40        95%
      billing-close     01:30 +1d        90%          –          –          0          –          –

      3 rules; as it was 93.8 % met (46 of 49), 1 of 2 on target; what if 77.5 % met (38 of 49), 1 of 2 on target.
      8 days turn.
      Left out: slots: A rule with slots takes whole minutes after a slot's end, such as 20m, and no more than 7d; “09:30” is something else.
      Left out: Rule “stream” promises freshness: it has breaches and no deadlines to move.
      """;

  private static final String AS_IT_WAS =
      """
      RULE                 DUE BY  OBJECTIVE  AS IT WAS   97% FROM   99% FROM   PROPOSED
      learner-status        10:00        97%     83.3 %      10:55      10:55
      billing-invoices      09:00       none      100 %      08:40      08:40        95%
      billing-close     01:30 +1d        90%          –          –          –
      slots                   20m       none          –          –          –          –

      4 rules; as it was 93.8 % met (46 of 49), 1 of 2 on target.
      Left out: Rule “stream” promises freshness: it has breaches and no deadlines to move.
      """;

  private static final String TOTALS =
      """
      { "rules": 3, "turns": 8,
        "before": { "met": 34, "missed": 3, "excused": 0, "unknown": 0, "attainment": 91.8,
          "judged": 2, "on_target": 1 },
        "after": { "met": 26, "missed": 11, "excused": 0, "unknown": 0, "attainment": 70.2,
          "judged": 2, "on_target": 1 } }
      """;

  @TempDir private static Path folder;

  private static PastDeployment deployment;

  @BeforeAll
  static void deploy() throws Exception {
    deployment = new PastDeployment(folder);
    deployment.run("backfill", "--from", "2026-10-20", "--to", "2026-11-19");
  }

  private static Ran simulate(String... words) {
    List<String> all = new ArrayList<>(List.of("simulate"));
    all.addAll(List.of(words));
    return deployment.run(all.toArray(String[]::new));
  }

  @Test
  void one_rule_is_told_in_sentences() {
    assertThat(simulate("learner-status", "--ready-by", "09:30", "--from", "2026-10-01"))
        .isEqualTo(new Ran(0, ONE, ""));
  }

  @Test
  void many_rules_are_a_table_with_the_worst_first_and_their_sums() {
    assertThat(simulate("--ready-by", "09:30", "--from", "2026-10-01"))
        .isEqualTo(new Ran(0, MANY, ""));
  }

  @Test
  void without_a_change_the_table_has_what_was() {
    assertThat(simulate("*", "--from", "2026-10-01")).isEqualTo(new Ran(0, AS_IT_WAS, ""));
  }

  @Test
  void a_team_or_a_pattern_picks_rules() throws Exception {
    assertThat(ids("--team", "billing")).containsExactly("billing-invoices", "billing-close");
    assertThat(ids("billing-c*")).containsExactly("billing-close");
    assertThat(ids("*status", "--team", "crm")).containsExactly("learner-status");
    assertThat(ids()).hasSize(4).doesNotContain("stream");
  }

  private static List<String> ids(String... words) throws Exception {
    String[] all = java.util.Arrays.copyOf(words, words.length + 1);
    all[words.length] = "--json";
    return new ObjectMapper()
        .readTree(simulate(all).out()).findValuesAsText("rule").stream()
            .filter(rule -> !rule.equals("stream"))
            .toList();
  }

  @Test
  void json_has_a_document_a_rule_totals_and_who_is_left_out() throws Exception {
    Ran ran = simulate("--ready-by", "09:30", "--from", "2026-11-01", "--json");
    assertThat(ran.code()).isZero();
    assertThat(ran.err()).isEmpty();
    JsonNode json = new ObjectMapper().readTree(ran.out());
    assertThat(json.fieldNames()).toIterable().containsExactly("items", "totals", "left_out");
    assertThat(json.get("items").get(0).fieldNames())
        .toIterable()
        .containsExactly(
            "rule",
            "title",
            "from",
            "to",
            "ready_by",
            "ready_by_asked",
            "objective_asked",
            "before",
            "after",
            "turns",
            "left",
            "held",
            "proposal",
            "backfilled");
    assertThat(json.get("totals")).isEqualTo(new ObjectMapper().readTree(TOTALS));
    assertThat(json.get("left_out").findValuesAsText("rule")).containsExactly("slots", "stream");
  }

  @Test
  void bad_input_says_what_to_write_on_stderr_alone() {
    refused("Did you mean \"learner-status\"?", "lerner-status");
    refused("No rule's id fits “x-*”", "x-*");
    refused("No rule has the team “biling”. Did you mean \"billing\"?", "--team", "biling");
    refused("01:00 +1d", "learner-status", "--ready-by", "25:00");
    refused("The rule opens at 00:00", "learner-status", "--ready-by", "00:00");
    refused("such as 20m", "slots", "--ready-by", "45s");
    refused("140%", "learner-status", "--objective", "140%");
    refused("Did you mean \"jp-business-days\"?", "learner-status", "--on", "jp-busines-days");
    refused("is not a date. Write it as 2026-07-01", "learner-status", "--from", "1 July");
    refused("lies before the first", "*", "--from", "2026-11-02", "--to", "2026-11-01");
    refused("promises freshness", "stream");
  }

  private static void refused(String why, String... words) {
    Ran ran = simulate(words);
    assertThat(ran.code()).as(why).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains(why);
  }
}
