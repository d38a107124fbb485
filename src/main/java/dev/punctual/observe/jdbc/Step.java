package dev.punctual.observe.jdbc;

import dev.punctual.observe.Observation;

/** What becomes of a probe before anything is asked of its table. */
sealed interface Step {

  /** The answer is known already. */
  record Said(Observation observation) implements Step {}

  record Asked(Question question) implements Step {}
}
