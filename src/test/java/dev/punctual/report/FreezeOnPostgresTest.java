package dev.punctual.report;

import dev.punctual.TestDatabase;
import java.util.Map;

class FreezeOnPostgresTest extends FreezeContract {
  @Override
  Map<String, Object> database() {
    return TestDatabase.postgres();
  }
}
