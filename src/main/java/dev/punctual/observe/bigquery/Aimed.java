package dev.punctual.observe.bigquery;

import dev.punctual.observe.Probe;

/** A probe and the table it asks about. */
record Aimed(Probe probe, TableId table) {

  /** As the rule names it. */
  String shown() {
    return probe.rule().target().path();
  }
}
