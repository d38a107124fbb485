package dev.punctual.report;

import dev.punctual.TestDatabase;
import java.util.Map;

class RecountOnH2Test extends RecountContract {
  @Override
  Map<String, Object> database() {
    return TestDatabase.h2();
  }
}
