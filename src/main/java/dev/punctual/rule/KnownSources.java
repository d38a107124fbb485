package dev.punctual.rule;

import java.util.Map;
import java.util.Set;

/**
 * The configured sources a rule may name, as far as reading rules needs to know them.
 *
 * @param targets by source name: the target words ({@code table}, {@code task}, …) its type
 *     answers; empty where only the name is known, and any word is taken then
 */
public record KnownSources(boolean configured, Map<String, Set<String>> targets) {
  public KnownSources {
    targets = Map.copyOf(targets);
  }

  /** Names are not checked: no configuration is at hand. */
  public static KnownSources unchecked() {
    return new KnownSources(false, Map.of());
  }

  public static KnownSources of(Map<String, Set<String>> targets) {
    return new KnownSources(true, targets);
  }
}
