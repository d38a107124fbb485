package dev.punctual.ledger;

import java.time.Instant;

/** What became of an act. */
public sealed interface Acted {

  record Written() implements Acted {}

  /** Somebody was first; nothing was written. */
  record Already(String by, Instant at) implements Acted {}

  /** There is nothing left to look after: settled, or fresh again. Nothing was written. */
  record Over() implements Acted {}

  /** There is no such deadline or breach. */
  record Gone() implements Acted {}
}
