package dev.punctual.report;

import dev.punctual.TestDatabase;
import net.jqwik.api.lifecycle.AfterContainer;
import org.jspecify.annotations.Nullable;

class RandomFreshnessOnH2Properties extends RandomFreshness {
  private static RandomLedgers.@Nullable Place place;

  @Override
  RandomLedgers.Place place() {
    RandomLedgers.Place open = place == null ? new RandomLedgers.Place(TestDatabase.h2()) : place;
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
