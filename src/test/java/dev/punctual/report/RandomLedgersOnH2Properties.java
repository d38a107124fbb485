package dev.punctual.report;

import dev.punctual.TestDatabase;
import net.jqwik.api.lifecycle.AfterContainer;
import org.jspecify.annotations.Nullable;

class RandomLedgersOnH2Properties extends RandomLedgers {
  private static @Nullable Place place;

  @Override
  Place place() {
    Place open = place == null ? new Place(TestDatabase.h2()) : place;
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
