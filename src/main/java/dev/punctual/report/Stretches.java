package dev.punctual.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Times that do not overlap, in order, as half-open stretches of seconds since the epoch. */
record Stretches(List<Stretch> parts) {

  static final Stretches NONE = new Stretches(List.of());

  /** From a second on, until before another. */
  record Stretch(long from, long to) {
    static Stretch of(Instant from, Instant to) {
      return new Stretch(from.getEpochSecond(), to.getEpochSecond());
    }
  }

  /** Takes stretches in any order, also overlapping and empty ones. */
  static Stretches of(List<Stretch> any) {
    List<Stretch> merged = new ArrayList<>();
    any.stream()
        .filter(stretch -> stretch.from() < stretch.to())
        .sorted(Comparator.comparingLong(Stretch::from))
        .forEach(stretch -> append(merged, stretch));
    return new Stretches(List.copyOf(merged));
  }

  private static void append(List<Stretch> merged, Stretch next) {
    if (!merged.isEmpty() && merged.getLast().to() >= next.from()) {
      Stretch last = merged.removeLast();
      merged.add(new Stretch(last.from(), Math.max(last.to(), next.to())));
    } else {
      merged.add(next);
    }
  }

  long seconds() {
    return parts.stream().mapToLong(part -> part.to() - part.from()).sum();
  }

  /** What lies in both. */
  Stretches within(Stretches other) {
    List<Stretch> common = new ArrayList<>();
    int one = 0;
    int two = 0;
    while (one < parts.size() && two < other.parts.size()) {
      Stretch a = parts.get(one);
      Stretch b = other.parts.get(two);
      common.add(new Stretch(Math.max(a.from(), b.from()), Math.min(a.to(), b.to())));
      if (a.to() < b.to()) {
        one++;
      } else {
        two++;
      }
    }
    return of(common);
  }

  /** What of this does not lie in the other. */
  Stretches without(Stretches other) {
    List<Stretch> left = new ArrayList<>();
    for (Stretch part : parts) {
      long at = part.from();
      for (Stretch hole : other.parts) {
        if (hole.to() > at && hole.from() < part.to()) {
          left.add(new Stretch(at, Math.min(hole.from(), part.to())));
          at = Math.max(at, hole.to());
        }
      }
      left.add(new Stretch(at, part.to()));
    }
    return of(left);
  }
}
