package dev.punctual.board;

import dev.punctual.TestDatabase;
import java.util.Map;

class RulePageOnPostgresTest extends RulePageContract {
  @Override
  Map<String, Object> database() {
    return TestDatabase.postgres();
  }
}
