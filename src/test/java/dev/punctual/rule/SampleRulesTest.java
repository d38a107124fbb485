package dev.punctual.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SampleRulesTest {

  private static final KnownSources SOURCES =
      KnownSources.of(Map.of("dwh", Set.of("table", "query"), "airflow", Set.of("task", "dag")));

  @Test
  void the_sample_rules_have_neither_problems_nor_warnings() {
    Reading reading = RuleFolder.read(List.of(Path.of("sla-rules")), SOURCES);
    assertThat(reading)
        .isInstanceOfSatisfying(
            Reading.Accepted.class,
            accepted -> {
              assertThat(accepted.warnings()).isEmpty();
              assertThat(accepted.rules().rules()).hasSize(12);
              assertThat(accepted.rules().files())
                  .extracting(RuleSet.SourceFile::path)
                  .containsExactly(
                      "sla-rules/finance.yaml",
                      "sla-rules/ml.yaml",
                      "sla-rules/partner.yaml",
                      "sla-rules/study.yaml");
            });
  }
}
