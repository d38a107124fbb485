package dev.punctual.report;

import dev.punctual.TestDatabase;
import java.util.Map;

class RecountOnPostgresTest extends RecountContract {
  @Override
  Map<String, Object> database() {
    return TestDatabase.postgres();
  }
}
