package dev.punctual.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.TestDatabase;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackfillConfigTest {

  @Test
  void the_defaults_are_those_of_the_page() throws IOException {
    try (ApplicationContext context = ApplicationContext.run(TestDatabase.h2(), "test")) {
      assertThat(context.getBean(BackfillConfig.class))
          .isEqualTo(new BackfillConfig(400, Duration.ofMillis(500), Duration.ofSeconds(5)));
    }
    assertThat(Files.readString(Path.of("docs/backfill.md")))
        .contains(
            "`punctual.backfill.batch` (400)",
            "`punctual.backfill.pause` (500 ms)",
            "`punctual.backfill.patience` (5 s)");
  }
}
