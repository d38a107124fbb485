package dev.punctual.board;

import dev.punctual.TestDatabase;
import java.util.Map;

class RulePageOnH2Test extends RulePageContract {
  @Override
  Map<String, Object> database() {
    return TestDatabase.h2();
  }
}
