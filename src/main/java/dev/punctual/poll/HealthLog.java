package dev.punctual.poll;

import dev.punctual.poll.SourceHealth.Happening;
import dev.punctual.poll.SourceHealth.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rounds of a source in the last day, in bounded memory; written by rounds, read by pages. */
final class HealthLog {

  private static final Duration KEPT = Duration.ofDays(1);
  private static final int MOST_SAMPLES = 2_880;
  private static final int MOST_HAPPENINGS = 30;

  /** Newest answered rounds that are held against the day. */
  private static final int RECENT = 5;

  private static final Duration NOTICEABLE = Duration.ofSeconds(2);

  private final Deque<Sample> samples = new ArrayDeque<>();
  private final Deque<Happening> happenings = new ArrayDeque<>();
  private String note = "";
  private boolean slow;
  private @Nullable Instant lastGoodAt;
  private @Nullable Duration clockOffset;

  synchronized void answered(Sample sample, String howAsked, @Nullable Duration offset) {
    add(sample);
    lastGoodAt = sample.at();
    note = howAsked;
    clockOffset = offset;
    boolean now = isSlow();
    if (now != slow) {
      happened(sample.at(), now ? "became slow: " + words(sample.took()) : "is as quick as before");
    }
    slow = now;
  }

  synchronized void failed(Sample sample, String error) {
    boolean first = samples.isEmpty() || samples.getLast().answered();
    add(sample);
    if (first) {
      happened(sample.at(), error);
    }
  }

  synchronized void happened(Instant at, String text) {
    happenings.addFirst(new Happening(at, text));
    while (happenings.size() > MOST_HAPPENINGS) {
      happenings.removeLast();
    }
  }

  private void add(Sample sample) {
    samples.addLast(sample);
    Instant oldest = sample.at().minus(KEPT);
    while (samples.size() > MOST_SAMPLES || samples.getFirst().at().isBefore(oldest)) {
      samples.removeFirst();
    }
  }

  private boolean isSlow() {
    List<Duration> recent = recent();
    Duration median = quantile(samples, 0.5);
    if (recent.size() < RECENT || median == null) {
      return false;
    }
    Duration usual = recent.stream().sorted().toList().get(recent.size() / 2);
    return usual.compareTo(NOTICEABLE) > 0 && usual.compareTo(median.multipliedBy(3)) > 0;
  }

  private List<Duration> recent() {
    List<Duration> recent = new ArrayList<>();
    var newest = samples.descendingIterator();
    while (newest.hasNext() && recent.size() < RECENT) {
      Sample sample = newest.next();
      if (sample.answered()) {
        recent.add(sample.took());
      }
    }
    return recent;
  }

  synchronized boolean slow() {
    return slow;
  }

  synchronized @Nullable Instant lastGoodAt() {
    return lastGoodAt;
  }

  synchronized @Nullable Duration clockOffset() {
    return clockOffset;
  }

  synchronized String note() {
    return note;
  }

  synchronized List<Sample> samples() {
    return List.copyOf(samples);
  }

  synchronized List<Happening> happenings() {
    return List.copyOf(happenings);
  }

  /** Of the answered rounds; null without any. */
  static @Nullable Duration quantile(Collection<Sample> samples, double share) {
    List<Duration> took =
        samples.stream().filter(Sample::answered).map(Sample::took).sorted().toList();
    if (took.isEmpty()) {
      return null;
    }
    return took.get((int) Math.min(took.size() - 1, Math.ceil(share * took.size()) - 1));
  }

  static long queriesSince(Collection<Sample> samples, Instant since) {
    return samples.stream()
        .filter(sample -> !sample.at().isBefore(since))
        .mapToLong(Sample::queries)
        .sum();
  }

  private static String words(Duration took) {
    return took.toMillis() < 10_000
        ? took.toMillis() + " ms a round"
        : took.toSeconds() + " s a round";
  }
}
