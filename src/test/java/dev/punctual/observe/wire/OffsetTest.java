package dev.punctual.observe.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OffsetTest {

  private static final Instant NOW = Instant.parse("2026-11-20T09:30:00Z");

  @ParameterizedTest
  @CsvSource({
    "2026-11-20T09:30:00Z, 0",
    "2026-11-20T09:30:02Z, 0",
    "2026-11-20T09:29:57Z, 0",
    "2026-11-20T09:30:40Z, 40",
    "2026-11-20T09:29:20Z, -39",
  })
  void a_clock_offset_is_told_beyond_two_seconds(Instant theirs, long seconds) {
    assertThat(Offset.between(theirs, NOW, NOW)).isEqualTo(Duration.ofSeconds(seconds));
  }
}
