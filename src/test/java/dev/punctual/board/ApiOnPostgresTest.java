package dev.punctual.board;

import dev.punctual.TestDatabase;
import java.util.Map;

class ApiOnPostgresTest extends ApiContract {
  @Override
  Map<String, Object> database() {
    return TestDatabase.postgres();
  }
}
