package dev.punctual.report;

import dev.punctual.TestDatabase;
import java.util.Map;

class FrozenBytesOnPostgresTest extends FrozenBytesContract {
  @Override
  Map<String, Object> database() {
    return TestDatabase.postgres();
  }
}
