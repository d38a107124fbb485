package dev.punctual.report;

import dev.punctual.TestDatabase;
import net.jqwik.api.lifecycle.AfterContainer;
import org.jspecify.annotations.Nullable;

class RandomFreshnessOnPostgresProperties extends RandomFreshness {
  private static RandomLedgers.@Nullable Place place;

  @Override
  RandomLedgers.Place place() {
    RandomLedgers.Place open =
        place == null ? new RandomLedgers.Place(TestDatabase.postgres()) : place;
    place = open;
    return open;
  }

  @AfterContainer
  static void close() {
    if (place != null) {
      place.close();
      place = null;
    }
  }
}
