package dev.punctual.board;

import java.util.List;

/** Of sorted numbers, the one that a share of them does not exceed. */
final class Percentile {

  private Percentile() {}

  /**
   * The nearest rank.
   *
   * @param sorted ascending, not empty
   */
  static double of(List<Double> sorted, double share) {
    return sorted.get((int) Math.round(share * (sorted.size() - 1)));
  }
}
