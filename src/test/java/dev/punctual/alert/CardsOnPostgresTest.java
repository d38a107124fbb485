package dev.punctual.alert;

import dev.punctual.TestDatabase;
import java.util.Map;

class CardsOnPostgresTest extends CardContract {
  @Override
  Map<String, Object> database() {
    return TestDatabase.postgres();
  }
}
