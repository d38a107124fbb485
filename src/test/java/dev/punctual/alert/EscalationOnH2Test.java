package dev.punctual.alert;

import dev.punctual.TestDatabase;
import java.util.Map;

class EscalationOnH2Test extends EscalationContract {
  @Override
  Map<String, Object> database() {
    return TestDatabase.h2();
  }
}
