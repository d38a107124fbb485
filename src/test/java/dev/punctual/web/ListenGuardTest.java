package dev.punctual.web;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ListenGuardTest {

  @Test
  void on_loopback_nothing_has_to_be_said() {
    assertThatCode(() -> new ListenGuard("127.0.0.1", null).check()).doesNotThrowAnyException();
    assertThatCode(() -> new ListenGuard("localhost", null).check()).doesNotThrowAnyException();
  }

  @Test
  void beyond_loopback_the_mode_has_to_be_said() {
    assertThatThrownBy(() -> new ListenGuard("0.0.0.0", null).check())
        .hasMessageContaining("punctual.auth.mode");
    assertThatThrownBy(() -> new ListenGuard(null, null).check())
        .hasMessageContaining("every address");
    assertThatCode(() -> new ListenGuard("0.0.0.0", "none").check()).doesNotThrowAnyException();
  }

  @Test
  void an_unknown_mode_is_refused() {
    assertThatThrownBy(() -> new ListenGuard("127.0.0.1", "oidc").check())
        .hasMessageContaining("\"oidc\" is not known");
  }
}
