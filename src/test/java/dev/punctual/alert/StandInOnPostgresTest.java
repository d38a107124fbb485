package dev.punctual.alert;

import dev.punctual.TestDatabase;
import java.util.Map;

class StandInOnPostgresTest extends StandInContract {
  @Override
  Map<String, Object> database() {
    return TestDatabase.postgres();
  }
}
