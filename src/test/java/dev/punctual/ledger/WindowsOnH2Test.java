package dev.punctual.ledger;

import dev.punctual.TestDatabase;
import io.micronaut.context.ApplicationContext;

class WindowsOnH2Test extends WindowContract {
  @Override
  ApplicationContext start() {
    return ApplicationContext.run(TestDatabase.h2(), "test");
  }
}
