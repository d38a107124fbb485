package dev.punctual.alert.slack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.alert.SlackConfig;
import dev.punctual.alert.slack.SlackTrial.Step;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SlackTrialTest {

  private final StrictSlack slack = StrictSlack.start();

  @AfterEach
  void close() {
    assertThat(slack.violations()).isEmpty();
    slack.close();
  }

  @Test
  void a_good_path_is_good_in_every_step_and_leaves_nothing_behind() {
    slack.channel("data-sla");
    slack.channel("partner-sla");
    List<Step> steps = trial(StrictSlack.TOKEN, "#partner-sla");
    assertThat(steps).filteredOn(s -> !s.ok()).isEmpty();
    assertThat(steps).extracting(Step::what).contains("post in #data-sla", "find it again");
    assertThat(slack.messages()).isEmpty();
  }

  @Test
  void what_is_wrong_is_said_with_what_to_do() {
    slack.channel("data-sla");
    slack.grant("chat:write", "channels:read", "groups:read");
    List<Step> steps = trial(StrictSlack.TOKEN, "#ml-platfrom");
    assertThat(steps)
        .filteredOn(s -> !s.ok())
        .extracting(Step::what)
        .containsExactly("scopes", "channel #ml-platfrom", "find it again");
    assertThat(steps).anySatisfy(s -> assertThat(s.words()).contains("type /invite @Punctual"));
  }

  @Test
  void a_wrong_token_stops_the_trial() {
    assertThat(trial("xoxb-wrong"))
        .singleElement()
        .satisfies(s -> assertThat(s.words()).contains("invalid_auth", "punctual.slack.token"));
  }

  @Test
  void no_token_is_said() {
    assertThat(trial(null))
        .singleElement()
        .satisfies(s -> assertThat(s.words()).contains("Set punctual.slack.token"));
  }

  private List<Step> trial(@Nullable String token, String... channels) {
    SlackConfig config = new SlackConfig(token, "s", "#data-sla", slack.url(), null);
    return SlackTrial.run(config, List.of(channels), Instant.now());
  }
}
