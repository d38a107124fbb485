package dev.punctual.board;

import dev.punctual.TestDatabase;
import java.util.Map;

class ApiOnH2Test extends ApiContract {
  @Override
  Map<String, Object> database() {
    return TestDatabase.h2();
  }
}
