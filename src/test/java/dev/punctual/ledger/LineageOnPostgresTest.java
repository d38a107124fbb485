package dev.punctual.ledger;

import dev.punctual.TestDatabase;
import io.micronaut.context.ApplicationContext;

class LineageOnPostgresTest extends LineageContract {
  @Override
  ApplicationContext start() {
    return ApplicationContext.run(TestDatabase.postgres(), "test");
  }
}
