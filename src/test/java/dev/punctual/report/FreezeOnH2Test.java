package dev.punctual.report;

import dev.punctual.TestDatabase;
import java.util.Map;

class FreezeOnH2Test extends FreezeContract {
  @Override
  Map<String, Object> database() {
    return TestDatabase.h2();
  }
}
