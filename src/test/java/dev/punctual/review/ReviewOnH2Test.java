package dev.punctual.review;

import dev.punctual.TestDatabase;
import java.util.Map;

class ReviewOnH2Test extends ReviewContract {
  @Override
  Map<String, Object> settings() {
    return TestDatabase.h2();
  }
}
