package dev.punctual.alert;

import dev.punctual.TestDatabase;
import java.util.Map;

class DeliveryOnH2Test extends DeliveryContract {
  @Override
  Map<String, Object> database() {
    return TestDatabase.h2();
  }
}
