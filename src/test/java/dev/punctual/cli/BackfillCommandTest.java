package dev.punctual.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code backfill} prints, where, and how it ends. */
class BackfillCommandTest {

  private static final String FROM = "2026-11-06";

  private static final String TOLD =
      """
      RULE              DAYS  THERE  OPEN  MET  MISSED  NOT TOLD  WHY
      billing-close     14    0      1     0    0       13        13: what a job did not report then cannot be asked
      billing-invoices  14    0      0     14   0       0
      learner-status    14    0      0     11   2       1         1: of its rows none, or too few, are left
      slots             56    0      3     0    0       53        53: what a job did not report then cannot be asked
      stream            0     0      0     0    0       1         1: a freshness rule has breaches, which nobody can see afterwards
      27 days filled in
      dwh: 7 calls
      """;

  @TempDir private Path folder;

  private PastDeployment deployment;

  @BeforeEach
  void deploy() throws Exception {
    deployment = new PastDeployment(folder);
  }

  @Test
  void each_rule_has_a_line_and_each_reason_is_counted() {
    Ran ran = deployment.run("backfill", "--from", FROM, "--to", "2026-11-19");
    assertThat(ran.out()).isEqualTo(TOLD);
    assertThat(ran.code()).isZero();
  }

  @Test
  void without_a_terminal_progress_is_plain_lines_on_stderr() {
    Ran ran = deployment.run("backfill", "--from", FROM, "--only", "learner-*");
    assertThat(ran.err()).isEqualTo("100 %: 14 of 14 days, dwh, 4 calls\n");
  }

  @Test
  void json_has_the_same_figures_and_nothing_else_on_stdout() throws Exception {
    Ran ran = deployment.run("backfill", "--from", FROM, "--only", "learner-*", "--json");
    JsonNode json = new ObjectMapper().readTree(ran.out());
    assertThat(json)
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"dry_run": false,
                     "rules": [{"rule": "learner-status", "days": 14, "there": 0, "open": 0, "met": 11,
                       "missed": 2, "excused": 0, "not_told": {"of its rows none, or too few, are left": 1}}],
                     "calls": {"dwh": 4}, "gave_up": {}}
                    """));
  }

  @Test
  void started_again_it_leaves_what_is_there_and_takes_up_the_rest() {
    deployment.run("backfill", "--from", FROM, "--to", "2026-11-10", "--only", "learner-*");
    Ran rest = deployment.run("backfill", "--from", FROM, "--only", "learner-*");
    assertThat(rest.out()).contains("learner-status  14    4      0     8    1       1 ");
    Ran again = deployment.run("backfill", "--from", FROM, "--only", "learner-*");
    assertThat(again.out()).contains("learner-status  14    13     0     0    0       1 ");
  }

  @Test
  void a_dry_run_says_so_and_leaves_the_ledger_empty() {
    Ran dry = deployment.run("backfill", "--from", FROM, "--only", "learner-*", "--dry-run");
    assertThat(dry.out()).contains("13 days would be filled in; nothing was written");
    assertThat(deployment.run("backfill", "--from", FROM, "--only", "learner-*").out())
        .contains("13 days filled in");
  }

  @Test
  void a_day_that_is_not_closed_is_left_to_the_service() {
    Ran ran =
        deployment.run(
            "backfill", "--from", "2026-11-19", "--to", "2026-11-20", "--only", "learner-*");
    assertThat(ran.out()).contains("learner-status  2     0      1     1    0       0");
  }

  @Test
  void a_source_that_does_not_answer_is_left_with_exit_code_1() throws Exception {
    deployment.loseWarehouse();
    Ran ran = deployment.run("backfill", "--from", FROM, "--only", "learner-*");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.out()).contains("14: its source did not answer").contains("0 days filled in");
    assertThat(ran.err())
        .contains("asking dwh again in 0 s")
        .contains("Left off: ")
        .contains("The same command takes up there.");
  }

  @Test
  void bad_input_says_what_to_write_on_stderr_alone() {
    refused("is not a date. Write it as 2026-07-01", "--from", "yesterday");
    refused("2026-11-01 lies before 2026-11-06", "--from", FROM, "--to", "2026-11-01");
    refused("no rule's id fits “bil-*”", "--from", FROM, "--only", "bil-*");
    refused("Missing required option: '--from=DATE'");
  }

  private void refused(String why, String... words) {
    String[] all = new String[words.length + 1];
    all[0] = "backfill";
    System.arraycopy(words, 0, all, 1, words.length);
    Ran ran = deployment.run(all);
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains(why);
  }
}
