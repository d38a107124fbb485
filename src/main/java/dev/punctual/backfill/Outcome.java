package dev.punctual.backfill;

import java.util.List;
import java.util.Map;

/**
 * What came of all of it.
 *
 * @param rules by id
 * @param queries statements and requests sent, by source
 * @param gaveUp why a source was left, by source; the same order takes up there
 */
public record Outcome(
    List<Filled> rules, Map<String, Integer> queries, Map<String, String> gaveUp) {
  public Outcome {
    rules = List.copyOf(rules);
    queries = Map.copyOf(queries);
    gaveUp = Map.copyOf(gaveUp);
  }
}
