package dev.punctual.review;

import dev.punctual.TestDatabase;
import java.util.Map;

class ReviewOnPostgresTest extends ReviewContract {
  @Override
  Map<String, Object> settings() {
    return TestDatabase.postgres();
  }
}
