package dev.punctual.poll;

import dev.punctual.TestDatabase;
import java.util.Map;

class RoundOnPostgresTest extends RoundContract {
  @Override
  Map<String, Object> database() {
    return TestDatabase.postgres();
  }
}
