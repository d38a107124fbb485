package dev.punctual.alert;

import dev.punctual.TestDatabase;
import java.util.Map;

class DigestOnH2Test extends DigestContract {
  @Override
  Map<String, Object> database() {
    return TestDatabase.h2();
  }
}
