package dev.punctual.observe.digdag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.punctual.observe.SourceType.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DigdagSettingsTest {

  @Test
  void a_key_of_treasure_data_is_sent_as_it_wants_it() {
    DigdagSettings settings =
        DigdagSettings.of(new Settings("d", Map.of("url", "https://a.example", "token", "1/abc")));
    assertThat(settings.authorization()).isEqualTo("TD1 1/abc");
    assertThat(settings.toString()).doesNotContain("1/abc");
  }

  @Test
  void settings_are_checked_and_their_defaults_are_these() {
    assertThat(DigdagSettings.of(new Settings("d", Map.of("url", "https://d.example/"))))
        .isEqualTo(
            new DigdagSettings(
                "d",
                URI.create("https://d.example"),
                new DigdagSettings.Login.None(),
                Duration.ofSeconds(15)));
    for (Map<String, String> wrong :
        List.<Map<String, String>>of(
            Map.of(),
            Map.of("url", "https://d.example/api"),
            Map.of("url", "https://d.example", "username", "u"),
            Map.of("url", "https://d.example", "password", "p"),
            Map.of("url", "https://d.example", "token", "a b"),
            Map.of("url", "https://d.example", "token", "t", "username", "u"))) {
      assertThatThrownBy(() -> DigdagSettings.of(new Settings("d", wrong)))
          .hasMessageStartingWith("Source d: ");
    }
  }
}
