package dev.punctual.alert;

import dev.punctual.TestDatabase;
import java.util.Map;

class EscalationOnPostgresTest extends EscalationContract {
  @Override
  Map<String, Object> database() {
    return TestDatabase.postgres();
  }
}
