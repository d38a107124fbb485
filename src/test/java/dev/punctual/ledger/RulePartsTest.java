package dev.punctual.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.rule.KnownSources;
import dev.punctual.rule.Reading;
import dev.punctual.rule.Rule;
import dev.punctual.rule.RuleFolder;
import dev.punctual.rule.Schedule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulePartsTest {

  private static final LocalDate FIRST = LocalDate.of(2026, 7, 1);
  private static final LocalDate LAST = LocalDate.of(2026, 12, 31);

  @TempDir private Path folder;

  private Map<String, Rule> rules = Map.of();

  @BeforeEach
  void read() throws IOException {
    StringBuilder yaml =
        new StringBuilder(
            """
            version: 1
            defaults: { timezone: UTC }
            rules:
              - { id: a, job: j, ready_by: "10:00", was: old }
              - { id: b, job: j, ready_by: "10:00", was: older }
              - { id: quarters, job: j, every: 15m, ready_within: 5m }
              - { id: fresh, job: j, fresh_within: 30m }
            """);
    for (int i = 0; i < 100; i++) {
      yaml.append("  - { id: daily-%03d, job: j, ready_by: \"10:00\" }%n".formatted(i));
    }
    Path file = Files.writeString(folder.resolve("r.yaml"), yaml);
    Reading reading = RuleFolder.read(List.of(file), KnownSources.unchecked());
    rules = ((Reading.Accepted) reading).rules().rules();
  }

  private List<List<String>> parts() {
    return RuleParts.of(List.copyOf(rules.values()), FIRST, LAST);
  }

  @Test
  void every_rule_and_every_former_id_is_in_one_part_once() {
    List<String> ids = parts().stream().flatMap(List::stream).toList();
    assertThat(ids).doesNotHaveDuplicates().contains("old", "older").containsAll(rules.keySet());
    assertThat(ids).hasSize(rules.size() + 2);
  }

  @Test
  void a_part_has_no_more_days_than_fit_unless_it_is_one_rule() {
    assertThat(parts())
        .allSatisfy(
            part ->
                assertThat(part.size() == 1 || days(part) <= RuleParts.ROWS)
                    .as("%s", part)
                    .isTrue())
        .contains(List.of("quarters"));
  }

  private long days(List<String> part) {
    return 184 * Schedule.perDay(part.stream().filter(rules::containsKey).map(rules::get).toList());
  }
}
