package dev.punctual.ledger;

import org.jspecify.annotations.Nullable;

/** What people act on: a deadline, or a breach of a freshness rule. */
public sealed interface Subject permits Entry, Breach {

  long id();

  String rule();

  /** Who was responsible then, null for the default channel. */
  @Nullable String team();
}
