package dev.punctual.alert;

import dev.punctual.TestDatabase;
import java.util.Map;

class AllowanceOnH2Test extends AllowanceContract {
  @Override
  Map<String, Object> database() {
    return TestDatabase.h2();
  }
}
