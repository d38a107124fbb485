package dev.punctual.alert;

import dev.punctual.TestDatabase;
import java.util.Map;

class StandInOnH2Test extends StandInContract {
  @Override
  Map<String, Object> database() {
    return TestDatabase.h2();
  }
}
