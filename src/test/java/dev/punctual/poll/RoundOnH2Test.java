package dev.punctual.poll;

import dev.punctual.TestDatabase;
import java.util.Map;

class RoundOnH2Test extends RoundContract {
  @Override
  Map<String, Object> database() {
    return TestDatabase.h2();
  }
}
