package dev.punctual.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What commands print, where, and how they end. */
class CommandLineTest {

  private static final String RULES =
      """
      version: 1
      defaults: { timezone: Asia/Tokyo, objective: 97% }
      rules:
        - { id: nightly, job: crm-nightly, ready_by: "10:00" }
        - { id: slots, job: hourly, every: 6h, ready_within: 20m }
      """;

  @TempDir private Path folder;

  private Path rules = Path.of("");

  @BeforeEach
  void write() throws IOException {
    rules = Files.writeString(folder.resolve("r.yaml"), RULES);
  }

  @Test
  void validate_counts_rules_and_files_on_stdout() {
    assertThat(Ran.of("validate", rules.toString()))
        .isEqualTo(new Ran(0, "2 rules in 1 file\n", ""));
  }

  @Test
  void validate_names_every_problem_at_its_place_on_stderr() throws IOException {
    Path bad = Files.writeString(folder.resolve("bad.yaml"), RULES.replace("ready_by", "reday_by"));
    Ran ended = Ran.of("validate", bad.toString());
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err()).contains("bad.yaml:4:").contains("ready_by");
  }

  @Test
  void validate_warns_at_its_place_of_a_calendar_whose_known_years_end() throws IOException {
    Path ends =
        Files.writeString(
            folder.resolve("ends.yaml"),
            "version: 1\ncalendars:\n  jp: { country: JP }\n  own: { weekend: [sun] }\n");
    assertThat(Ran.of("validate", "--at", "2029-06-01T00:00:00Z", ends.toString()).err()).isEmpty();
    assertThat(Ran.of("validate", "--at", "2030-06-01T00:00:00Z", ends.toString()).err())
        .startsWith(
            ends + ":3:18: warning: Calendar jp knows the public holidays of JP until 2030");
    assertThat(Ran.of("validate", "--at", "2031-06-01T00:00:00Z", ends.toString()).err())
        .startsWith(ends + ":3:18: warning: The public holidays of JP are known until 2030 only");
  }

  @Test
  void validate_checks_the_names_of_configured_sources() throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("punctual.yaml"),
            "punctual: { sources: { dwh: { type: postgresql, url: x, username: u } } }");
    String table =
        """
        version: 1
        defaults: { timezone: UTC }
        rules:
          - { id: t, table: dwh.a.b, ready_when: { column: c }, ready_by: "10:00" }
        """;
    Path known = Files.writeString(folder.resolve("known.yaml"), table);
    Path unknown = Files.writeString(folder.resolve("unknown.yaml"), table.replace("dwh.", "dhw."));
    assertThat(Ran.of("validate", "--config", config.toString(), known.toString()).code()).isZero();
    assertThat(Ran.of("validate", "--config", config.toString(), unknown.toString()).err())
        .contains("unknown.yaml:4:")
        .contains("dwh");
  }

  @Test
  void validate_of_a_path_that_is_not_there_is_bad_input() {
    Ran ended = Ran.of("validate", folder.resolve("none").toString());
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains("there is no file or directory");
  }

  @Test
  void next_lists_deadlines_from_inclusive_to_exclusive() {
    Ran ended =
        Ran.of(
            "next",
            "--rules",
            rules.toString(),
            "--from",
            "2026-11-20T01:00:00Z",
            "--to",
            "2026-11-21T01:00:00Z",
            "--json");
    assertThat(ended.code()).isZero();
    assertThat(ended.out())
        .containsOnlyOnce("\"rule\" : \"nightly\"")
        .contains("\"due_at\" : \"2026-11-20T01:00:00Z\"")
        .contains("\"slot\" : null")
        .contains("\"slot\" : \"2026-11-19T21:00:00Z\"")
        .doesNotContain("2026-11-21T01:00:00Z\",\n  \"closes_at\" : \"2026-11-22");
  }

  @Test
  void next_with_an_unreadable_instant_says_the_right_form() {
    Ran ended = Ran.of("next", "--rules", rules.toString(), "--from", "yesterday");
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains("Write it as 2026-11-20T01:00:00Z");
  }

  @Test
  void slack_manifest_prints_what_the_app_is_made_from() throws IOException {
    Path config =
        Files.writeString(folder.resolve("p.yaml"), "punctual: { url: https://s.example }");
    Ran ended =
        Ran.of("slack", "manifest", "--config", config.toString(), "--rules", rules.toString());
    assertThat(ended.code()).isZero();
    assertThat(ended.out())
        .startsWith("display_information:")
        .contains("      - users:read\n", "request_url: https://s.example/slack/interactions");
  }

  @Test
  void an_unknown_command_is_bad_input() {
    Ran ended = Ran.of("vaildate");
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains("validate");
  }

  @Test
  void no_command_shows_the_usage_on_stderr() {
    Ran ended = Ran.of();
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains("validate").contains("serve").contains("demo");
  }
}
