package dev.punctual.observe.airflow;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How long a task or a DAG took in its last runs, kept in the source's memory and written once a
 * run. Attempts after the first and marks by hand say nothing about it.
 *
 * @param run newest run that is counted; empty for none
 * @param took oldest first
 */
record Pace(String run, List<Duration> took) {

  /** Runs it takes to speak of a habit. */
  private static final int ENOUGH = 10;

  private static final int MOST = 20;
  private static final Pace NONE = new Pace("", List.of());

  Pace {
    took = List.copyOf(took);
  }

  /** Where the pace of what a question asks about stands. */
  static String key(Question question) {
    return "took/" + question.dag() + (question.task() == null ? "" : "/" + question.task());
  }

  /** The median; null while too few runs are known. */
  @Nullable Duration usual() {
    return took.size() < ENOUGH ? null : took.stream().sorted().toList().get(took.size() / 2);
  }

  Pace and(String newer, Duration duration) {
    List<Duration> all = new ArrayList<>(took);
    all.add(duration);
    return new Pace(newer, all.subList(Math.max(0, all.size() - MOST), all.size()));
  }

  String print() {
    return URLEncoder.encode(run, StandardCharsets.UTF_8)
        + took.stream().map(each -> " " + each.toSeconds()).collect(Collectors.joining());
  }

  /** Reads what was printed; none for anything else. */
  static Pace parse(@Nullable String text) {
    if (text == null) {
      return NONE;
    }
    List<String> words = Arrays.asList(text.split(" ", -1));
    try {
      return new Pace(
          URLDecoder.decode(words.getFirst(), StandardCharsets.UTF_8),
          words.subList(1, words.size()).stream()
              .map(word -> Duration.ofSeconds(Long.parseLong(word)))
              .toList());
    } catch (IllegalArgumentException e) {
      return NONE;
    }
  }
}
