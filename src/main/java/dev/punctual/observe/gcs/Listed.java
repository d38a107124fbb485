package dev.punctual.observe.gcs;

import dev.punctual.observe.file.Catalogue;

/** What a listing brought. */
sealed interface Listed {

  /** Everything. */
  record Found(Catalogue objects) implements Listed {}

  /** There are more than may be looked at. */
  record Cut(String why) implements Listed {}

  /** There is no such bucket. */
  record Missing(String why) implements Listed {}

  /** It may not be listed. */
  record Barred(String why) implements Listed {}
}
