package dev.punctual.report;

import dev.punctual.TestDatabase;
import java.util.Map;

class BackfilledDaysOnPostgresTest extends BackfilledDaysContract {
  @Override
  Map<String, Object> database() {
    return TestDatabase.postgres();
  }
}
