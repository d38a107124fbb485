package dev.punctual.report;

import dev.punctual.TestDatabase;
import java.util.Map;

class BackfilledDaysOnH2Test extends BackfilledDaysContract {
  @Override
  Map<String, Object> database() {
    return TestDatabase.h2();
  }
}
