package dev.punctual.report;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How long things took. */
record Spread(List<Duration> sorted) {

  /** Leaves out what is not known. */
  static Spread of(Stream<@Nullable Duration> durations) {
    return new Spread(durations.filter(Objects::nonNull).map(Spread::known).sorted().toList());
  }

  private static Duration known(@Nullable Duration duration) {
    return Objects.requireNonNull(duration);
  }

  boolean isEmpty() {
    return sorted.isEmpty();
  }

  int size() {
    return sorted.size();
  }

  /** The one in the middle, or half-way between the two in the middle. */
  Duration median() {
    Duration lower = sorted.get((sorted.size() - 1) / 2);
    return lower.plus(sorted.get(sorted.size() / 2).minus(lower).dividedBy(2));
  }

  /** The smallest that at least 95 % do not exceed. */
  Duration p95() {
    return sorted.get(Math.ceilDiv(sorted.size() * 95, 100) - 1);
  }

  Duration worst() {
    return sorted.getLast();
  }

  /**
   * How many lie up to each limit and beyond the one before it; the last counts those beyond all.
   */
  List<Integer> histogram(Collection<Duration> limits) {
    List<Duration> edges = List.copyOf(limits);
    int[] counts = new int[edges.size() + 1];
    for (Duration duration : sorted) {
      int bucket = 0;
      while (bucket < edges.size() && duration.compareTo(edges.get(bucket)) > 0) {
        bucket++;
      }
      counts[bucket]++;
    }
    return IntStream.of(counts).boxed().toList();
  }
}
