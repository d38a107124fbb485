package dev.punctual.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.observe.Source.Answer;
import dev.punctual.observe.Source.Ask;
import dev.punctual.observe.Source.Finding;
import dev.punctual.observe.Source.Round;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What a source says when something is wrong, on the board, the Sources page and in {@code sources
 * check}. The words are kept in {@code src/test/resources/troubles/<type>.md}; after a wanted
 * change the new ones lie in {@code target/troubles}: read them, then copy. All files together make
 * {@code docs/sources/troubles.md}.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
public abstract class TroubleContract {

  private static final Path KEPT = Path.of("src/test/resources/troubles");
  private static final Path MADE = Path.of("target/troubles");

  /** What can be wrong. */
  public enum Trouble {
    CREDENTIALS_WRONG("the credentials are wrong"),
    PERMISSION_MISSING("a permission is missing"),
    TARGET_MISSING("the target does not exist"),
    SERVER_HANGS("the server does not answer"),
    TOO_MANY_REQUESTS("429, or the quota is used up"),
    ANSWER_MALFORMED("the answer is none that can be read"),
    CLOCK_AN_HOUR_AHEAD("the server's clock is an hour ahead");

    private final String words;

    Trouble(String words) {
      this.words = words;
    }
  }

  /** How a trouble is brought about. */
  public sealed interface Scene {

    /**
     * A source whose system is in trouble and a probe to ask it; time-outs are a second or two.
     *
     * @param probe of a deadline rule
     */
    record Played(Source source, Probe probe, Instant now) implements Scene {}

    /** This cannot happen to this source, and why. */
    record Impossible(String why) implements Scene {}

    /** It can happen, and cannot be brought about in a test. */
    record Untried(String why) implements Scene {}
  }

  /** The value of {@code type:}. */
  protected abstract String type();

  /** The name people know it by, as in the heading of its page. */
  protected abstract String title();

  protected abstract Scene scene(Trouble trouble) throws Exception;

  /** Passwords and tokens that any scene was configured with. */
  protected abstract List<String> secrets();

  @Test
  void what_is_said_in_trouble_is_clear_honest_and_without_secrets() throws Exception {
    StringBuilder said = new StringBuilder("## " + title() + "\n\n");
    said.append("| when | the board and the Sources page say | `sources check` says |\n");
    said.append("| --- | --- | --- |\n");
    Map<Trouble, Heard> heard = new EnumMap<>(Trouble.class);
    for (Trouble trouble : Trouble.values()) {
      said.append(
          switch (scene(trouble)) {
            case Scene.Impossible impossible ->
                "| " + trouble.words + " | *cannot happen: " + impossible.why() + "* | – |\n";
            case Scene.Untried untried ->
                "| " + trouble.words + " | *not tried: " + untried.why() + "* | – |\n";
            case Scene.Played played -> {
              Heard one = play(played);
              heard.put(trouble, one);
              yield "| " + trouble.words + " | " + one.page() + " | " + one.check() + " |\n";
            }
          });
    }
    String text = anonymous(said.toString());
    keep(text);
    assertThat(secrets()).allSatisfy(secret -> assertThat(text).doesNotContain(secret));
    heard.forEach(TroubleContract::assertHonest);
    assertThat(text).isEqualTo(kept());
  }

  private record Heard(
      @Nullable Observation observation,
      @Nullable SourceFailure failure,
      @Nullable Duration offset,
      List<Finding> findings) {

    String page() {
      if (failure != null) {
        Duration wait = failure.retryAfter();
        return "source: "
            + failure.getMessage()
            + (wait == null ? "" : " (asked again after " + wait.toSeconds() + " s)");
      }
      Observation seen = Objects.requireNonNull(observation);
      String clock =
          offset == null || offset.abs().compareTo(Duration.ofSeconds(30)) < 0
              ? ""
              : " (clock told: about " + (offset.toSeconds() + 30) / 60 + " min ahead)";
      return word(seen) + ": " + seen.text() + clock;
    }

    String check() {
      return findings.stream()
          .filter(finding -> !finding.ok())
          .map(finding -> finding.tried() + ": " + finding.outcome())
          .reduce((one, two) -> one + "; " + two)
          .orElse("nothing is wrong");
    }
  }

  private static String word(Observation observation) {
    return observation
        .getClass()
        .getSimpleName()
        .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
        .toLowerCase(java.util.Locale.ROOT);
  }

  private static Heard play(Scene.Played played) throws InterruptedException {
    try (Source source = played.source()) {
      List<Probe> probes = List.of(played.probe());
      try {
        Round round = source.observe(probes, new Ask(played.now(), Map.of(), Map.of()));
        Answer answer = round.answers().getFirst();
        return new Heard(
            answer.observation(), null, round.clockOffset(), new ArrayList<>(source.check(probes)));
      } catch (SourceFailure failure) {
        return new Heard(null, failure, null, new ArrayList<>(source.check(probes)));
      }
    }
  }

  /** A source in trouble never says yes or no; a missing target breaks the rule, nothing else. */
  private static void assertHonest(Trouble trouble, Heard heard) {
    switch (trouble) {
      case CREDENTIALS_WRONG, SERVER_HANGS, TOO_MANY_REQUESTS, ANSWER_MALFORMED ->
          assertThat(heard.failure() != null || isUnreachable(heard)).as(heard.page()).isTrue();
      case PERMISSION_MISSING ->
          assertThat(
                  heard.failure() != null
                      || isUnreachable(heard)
                      || heard.observation() instanceof Observation.Absent)
              .as(heard.page())
              .isTrue();
      case TARGET_MISSING -> assertThat(heard.observation()).isInstanceOf(Observation.Absent.class);
      case CLOCK_AN_HOUR_AHEAD -> assertThat(heard.failure()).isNull();
    }
    if (trouble != Trouble.CLOCK_AN_HOUR_AHEAD) {
      assertThat(heard.findings()).as(trouble.words).anyMatch(finding -> !finding.ok());
    }
  }

  private static boolean isUnreachable(Heard heard) {
    return heard.observation() instanceof Observation.Unreachable;
  }

  /** Ports, folders and numbers of test databases differ from run to run. */
  private static String anonymous(String text) {
    return text.replaceAll("(127\\.0\\.0\\.1|localhost):[0-9]+", "$1:port")
        .replaceAll("dwh[0-9]+", "dwh")
        .replaceAll("/tmp/[A-Za-z0-9._/-]*[A-Za-z0-9]", "/folder");
  }

  private void keep(String text) throws IOException {
    Files.createDirectories(MADE);
    Files.writeString(MADE.resolve(type() + ".md"), text);
  }

  private String kept() throws IOException {
    Path file = KEPT.resolve(type() + ".md");
    return Files.exists(file) ? Files.readString(file) : "";
  }
}
