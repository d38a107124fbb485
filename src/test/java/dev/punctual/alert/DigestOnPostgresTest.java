package dev.punctual.alert;

import dev.punctual.TestDatabase;
import java.util.Map;

class DigestOnPostgresTest extends DigestContract {
  @Override
  Map<String, Object> database() {
    return TestDatabase.postgres();
  }
}
