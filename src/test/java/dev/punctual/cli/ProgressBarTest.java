package dev.punctual.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressBarTest {

  private final StringWriter said = new StringWriter();

  @Test
  void at_a_terminal_one_line_is_written_over() {
    ProgressBar bar = new ProgressBar(new PrintWriter(said, true), true);
    bar.went(1, 4, "dwh", 1);
    bar.went(4, 4, "dwh", 2);
    bar.end();
    assertThat(said.toString())
        .isEqualTo(
            "\r[#######-----------------------] 25 %  1 of 4 days, dwh, 1 call\u001b[K"
                + "\r[##############################] 100 %  4 of 4 days, dwh, 2 calls\u001b[K\n");
  }

  @Test
  void elsewhere_each_tenth_is_a_line() {
    ProgressBar bar = new ProgressBar(new PrintWriter(said, true), false);
    for (int done = 1; done <= 1_000; done++) {
      bar.went(done, 1_000, "dwh", done);
    }
    bar.end();
    assertThat(said.toString().lines())
        .hasSize(11)
        .startsWith("0 %: 1 of 1,000 days, dwh, 1 call", "10 %: 100 of 1,000 days, dwh, 100 calls")
        .endsWith("100 %: 1,000 of 1,000 days, dwh, 1000 calls");
  }

  @Test
  void a_wait_says_why_and_for_how_long() throws InterruptedException {
    ProgressBar bar = new ProgressBar(new PrintWriter(said, true), true);
    bar.went(1, 4, "dwh", 1);
    bar.rest(Duration.ZERO, "dwh", "dwh did not answer");
    assertThat(said.toString()).endsWith("\u001b[K\ndwh did not answer; asking dwh again in 0 s\n");
  }
}
