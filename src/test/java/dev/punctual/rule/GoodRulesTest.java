package dev.punctual.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
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
}
