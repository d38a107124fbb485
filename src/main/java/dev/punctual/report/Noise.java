package dev.punctual.report;

import java.util.List;

/**
 * Messages, each counted once.
 *
 * @param byRule loudest first; a message that names several rules counts for each of them
 */
public record Noise(Heard all, List<Heard> byRule) {

  public static final Noise NONE = new Noise(new Heard("", 0, 0), List.of());

  public Noise {
    byRule = List.copyOf(byRule);
  }

  /**
   * Messages that named a rule.
   *
   * @param acted those about which somebody did something
   */
  public record Heard(String rule, int messages, int acted) {

    /** How many of them led to something. */
    public Share share() {
      return new Share(acted, messages);
    }

    Heard plus(Heard other) {
      return new Heard(rule, messages + other.messages, acted + other.acted);
    }
  }
}
