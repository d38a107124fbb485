package dev.punctual.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.punctual.observe.Observation.Absent;
import dev.punctual.observe.Observation.Unreachable;
import dev.punctual.observe.Source.Answer;
import dev.punctual.observe.Source.Ask;
import dev.punctual.observe.Source.Finding;
import dev.punctual.observe.Source.Round;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every source holds to, whatever its technology. A test of a source extends this class,
 * brings the five things below and adds what is its own.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
public abstract class SourceContract {

  /** A new source whose system answers; the caller closes it. */
  protected abstract Source working() throws Exception;

  /** A new source of the same type that cannot be asked at all: nobody listens, or login fails. */
  protected abstract Source broken() throws Exception;

  /**
   * At least two probes, with different targets, that the working system answers at {@link #now}.
   */
  protected abstract List<Probe> answerable();

  /** A probe of a target that the working system does not have. */
  protected abstract Probe missing();

  /** The instant rounds count as taken at. */
  protected abstract Instant now();

  /** Passwords and tokens both sources were configured with; none is part of another word. */
  protected abstract List<String> secrets();

  @Test
  void every_probe_is_answered_exactly_once() throws Exception {
    List<Probe> probes = with(missing());
    try (Source source = working()) {
      assertThat(source.observe(probes, first()).answers())
          .extracting(Answer::probe)
          .containsExactlyInAnyOrderElementsOf(probes);
    }
  }

  @Test
  void a_good_target_gets_an_answer_that_says_something_about_it() throws Exception {
    try (Source source = working()) {
      assertThat(source.observe(answerable(), first()).answers())
          .extracting(Answer::observation)
          .noneMatch(seen -> seen instanceof Absent || seen instanceof Unreachable);
    }
  }

  @Test
  void a_bad_target_is_absent_and_spoils_no_other() throws Exception {
    try (Source alone = working();
        Source together = working()) {
      Map<Probe, Observation> expected = byProbe(alone.observe(answerable(), first()));
      Map<Probe, Observation> seen = byProbe(together.observe(with(missing()), first()));
      assertThat(seen.remove(missing())).isInstanceOf(Absent.class);
      assertThat(seen).isEqualTo(expected);
    }
  }

  @Test
  void the_same_question_gets_the_same_answer() throws Exception {
    try (Source source = working()) {
      Round one = source.observe(with(missing()), first());
      Round two = source.observe(with(missing()), after(one, with(missing())));
      assertThat(byProbe(two)).isEqualTo(byProbe(one));
    }
  }

  @Test
  void nothing_is_remembered_when_nothing_moved() throws Exception {
    try (Source source = working()) {
      Round one = source.observe(answerable(), first());
      assertThat(source.observe(answerable(), after(one, answerable())).remember()).isEmpty();
    }
  }

  @Test
  void a_round_without_probes_has_no_answers() throws Exception {
    try (Source source = working()) {
      assertThat(source.observe(List.of(), first()).answers()).isEmpty();
    }
  }

  @Test
  void a_source_that_cannot_be_asked_fails_as_a_whole() throws Exception {
    try (Source source = broken()) {
      assertThatThrownBy(() -> source.observe(answerable(), first()))
          .isInstanceOfSatisfying(
              SourceFailure.class, failure -> assertThat(failure.getMessage()).isNotBlank());
    }
  }

  @Test
  void a_source_is_opened_and_described_without_being_asked() throws Exception {
    try (Source source = broken()) {
      assertThat(source.name()).isNotBlank();
      assertThat(source.description()).isNotBlank();
      assertThat(answerable())
          .allSatisfy(p -> assertThat(source.lag(p)).isGreaterThanOrEqualTo(Duration.ZERO));
    }
  }

  @Test
  void a_check_of_a_working_source_finds_it_well_and_the_missing_target_not() throws Exception {
    try (Source source = working()) {
      assertThat(source.check(answerable())).isNotEmpty().allMatch(Finding::ok);
      assertThat(source.check(with(missing()))).anyMatch(finding -> !finding.ok());
    }
  }

  @Test
  void a_check_of_a_broken_source_says_so_and_does_not_throw() throws Exception {
    try (Source source = broken()) {
      assertThat(source.check(answerable())).anyMatch(finding -> !finding.ok());
    }
  }

  @Test
  void texts_are_for_people() throws Exception {
    try (Source source = working()) {
      assertThat(source.observe(with(missing()), first()).answers())
          .extracting(answer -> answer.observation().text())
          .allSatisfy(
              text -> assertThat(text).isNotBlank().doesNotEndWith(".").doesNotContain("\n"));
    }
  }

  @Test
  void nothing_it_says_holds_a_secret() throws Exception {
    List<String> said = new ArrayList<>();
    for (Source source : List.of(working(), broken())) {
      try (source) {
        said.add(source.description());
        source.check(with(missing())).forEach(finding -> said.add(finding.toString()));
        said.add(String.valueOf(source));
        said.addAll(words(source));
      }
    }
    assertThat(said).allSatisfy(text -> assertThat(text).doesNotContain(secrets()));
  }

  @Test
  void a_source_can_be_closed_twice_and_before_it_was_asked() {
    assertThatCode(
            () -> {
              Source source = working();
              source.close();
              source.close();
            })
        .doesNotThrowAnyException();
  }

  /** The circumstances of a first round: nothing was heard before, nothing is remembered. */
  protected final Ask first() {
    return new Ask(now(), Map.of(), Map.of());
  }

  /** The circumstances of a round a second after {@code round}. */
  protected final Ask after(Round round, List<Probe> probes) {
    Map<String, Instant> heard = new LinkedHashMap<>();
    probes.forEach(probe -> heard.put(probe.kind(), now()));
    return new Ask(now().plusSeconds(1), heard, round.remember());
  }

  protected static Map<Probe, Observation> byProbe(Round round) {
    Map<Probe, Observation> answers = new LinkedHashMap<>();
    round.answers().forEach(answer -> answers.put(answer.probe(), answer.observation()));
    return answers;
  }

  private List<Probe> with(Probe other) {
    return Stream.concat(answerable().stream(), Stream.of(other)).toList();
  }

  private List<String> words(Source source) throws InterruptedException {
    try {
      Round round = source.observe(with(missing()), first());
      List<String> words = new ArrayList<>(List.of(round.note(), round.remember().toString()));
      round.answers().forEach(answer -> words.add(answer.observation().text()));
      return words;
    } catch (SourceFailure failure) {
      List<String> words = new ArrayList<>();
      for (Throwable t = failure; t != null; t = t.getCause()) {
        words.add(String.valueOf(t.getMessage()));
      }
      return words;
    }
  }
}
