package dev.punctual.alert;

import dev.punctual.TestDatabase;
import java.util.Map;

class CardsOnH2Test extends CardContract {
  @Override
  Map<String, Object> database() {
    return TestDatabase.h2();
  }
}
