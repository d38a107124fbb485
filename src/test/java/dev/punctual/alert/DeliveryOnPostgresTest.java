package dev.punctual.alert;

import dev.punctual.TestDatabase;
import java.util.Map;

class DeliveryOnPostgresTest extends DeliveryContract {
  @Override
  Map<String, Object> database() {
    return TestDatabase.postgres();
  }
}
