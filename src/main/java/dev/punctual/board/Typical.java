package dev.punctual.board;

import dev.punctual.ledger.Rows;
import dev.punctual.report.Successions;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * When the data of a rule usually arrives, measured from its due instant. Kept in memory, worked
 * out again each hour beside the requests: percentiles over ninety days are a scan.
 */
@Singleton
class Typical {

  private static final Duration LOOKED_BACK = Duration.ofDays(90);

  /** Slots are many; a week of them says as much. */
  private static final Duration LOOKED_BACK_SLOTS = Duration.ofDays(7);

  private static final Duration FRESH = Duration.ofHours(1);

  /** Arrivals it takes to speak of a habit. */
  private static final int ENOUGH = 5;

  private static final String READ =
      """
      select rule_id, due_at, arrival_at from deadline
      where due_at >= ? and due_at < ? and arrival_at is not null and (not slotted or due_at >= ?)\
      """;

  private final Rows rows;
  private final Successions successions;
  private final ReentrantLock reading = new ReentrantLock();
  private volatile Known known = new Known(Map.of(), Instant.MIN);

  Typical(Rows rows, Successions successions) {
    this.rows = rows;
    this.successions = successions;
  }

  private record Known(Map<String, Band> bands, Instant at) {}

  /**
   * From which to which instant arrivals usually lie, in seconds from the due instant.
   *
   * @param p10 one in ten is earlier
   * @param p90 one in ten is later
   */
  record Band(int p10, int median, int p90, int arrivals) {}

  /**
   * By rule id, former ids joined to those that carry them on; rules with fewer than five arrivals
   * are absent.
   */
  Map<String, Band> bands(Instant now) {
    Known current = known;
    if (current.at().equals(Instant.MIN)) {
      reading.lock();
      try {
        if (known.at().equals(Instant.MIN)) {
          known = read(now);
        }
      } finally {
        reading.unlock();
      }
    } else if (Duration.between(current.at(), now).abs().compareTo(FRESH) > 0
        && reading.tryLock()) {
      reading.unlock();
      Thread.ofVirtual().name("typical").start(() -> refresh(now));
    }
    return known.bands();
  }

  private void refresh(Instant now) {
    if (reading.tryLock()) {
      try {
        known = read(now);
      } finally {
        reading.unlock();
      }
    }
  }

  private Known read(Instant now) {
    Map<String, Lateness> byRule = new HashMap<>();
    rows.list(
        READ,
        row -> {
          long due = Rows.instant(row, "due_at").getEpochSecond();
          long late = Rows.instant(row, "arrival_at").getEpochSecond() - due;
          byRule.computeIfAbsent(Rows.text(row, "rule_id"), _ -> new Lateness()).add((int) late);
          return late;
        },
        now.minus(LOOKED_BACK),
        now,
        now.minus(LOOKED_BACK_SLOTS));
    UnaryOperator<String> heirs = successions.heirs(byRule.keySet());
    Map<String, Lateness> joined = new HashMap<>();
    byRule.forEach((rule, own) -> joined.merge(heirs.apply(rule), own, Lateness::and));
    Map<String, Band> bands = new HashMap<>();
    joined.forEach(
        (rule, lateness) -> {
          Band band = lateness.band();
          if (band != null) {
            bands.put(rule, band);
          }
        });
    return new Known(bands, now);
  }

  /** Seconds between due and arrival, growing. */
  static final class Lateness {
    private int[] seconds = new int[64];
    private int size;

    void add(int late) {
      if (size == seconds.length) {
        seconds = Arrays.copyOf(seconds, size * 2);
      }
      seconds[size++] = late;
    }

    Lateness and(Lateness other) {
      for (int i = 0; i < other.size; i++) {
        add(other.seconds[i]);
      }
      return this;
    }

    /** Null with too few arrivals. */
    @Nullable Band band() {
      if (size < ENOUGH) {
        return null;
      }
      Arrays.sort(seconds, 0, size);
      return new Band(at(0.1), at(0.5), at(0.9), size);
    }

    private int at(double share) {
      return seconds[(int) Math.round(share * (size - 1))];
    }
  }
}
