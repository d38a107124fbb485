package dev.punctual.alert;

import dev.punctual.TestDatabase;
import java.util.Map;

class AllowanceOnPostgresTest extends AllowanceContract {
  @Override
  Map<String, Object> database() {
    return TestDatabase.postgres();
  }
}
