package dev.punctual.alert.slack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SlackSignatureTest {

  /** The example Slack's documentation publishes. */
  private static final String SECRET = "8f742231b10e8888abcd99yyyzzz85a5";

  private static final String TIMESTAMP = "1531420618";
  private static final String SIGNATURE =
      "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";
  private static final byte[] BODY =
      ("token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow"
              + "&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner"
              + "&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com"
              + "%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
              + "&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c")
          .getBytes(StandardCharsets.UTF_8);
  private static final Instant SENT = Instant.ofEpochSecond(1_531_420_618);

  @Test
  void slacks_own_example_is_valid() {
    assertThat(SlackSignature.isValid(SECRET, TIMESTAMP, SIGNATURE, BODY, SENT)).isTrue();
  }

  @Test
  void one_changed_byte_is_refused() {
    byte[] changed = BODY.clone();
    changed[10]++;
    assertThat(SlackSignature.isValid(SECRET, TIMESTAMP, SIGNATURE, changed, SENT)).isFalse();
  }

  @Test
  void a_request_from_more_than_five_minutes_ago_or_ahead_is_refused() {
    assertThat(SlackSignature.isValid(SECRET, TIMESTAMP, SIGNATURE, BODY, SENT.plusSeconds(301)))
        .isFalse();
    assertThat(SlackSignature.isValid(SECRET, TIMESTAMP, SIGNATURE, BODY, SENT.minusSeconds(301)))
        .isFalse();
  }

  @Test
  void missing_headers_are_refused() {
    assertThat(SlackSignature.isValid(SECRET, null, SIGNATURE, BODY, SENT)).isFalse();
    assertThat(SlackSignature.isValid(SECRET, TIMESTAMP, null, BODY, SENT)).isFalse();
    assertThat(SlackSignature.isValid(SECRET, "soon", SIGNATURE, BODY, SENT)).isFalse();
  }
}
