package dev.punctual.ledger;

import dev.punctual.TestDatabase;
import io.micronaut.context.ApplicationContext;

class LineageOnH2Test extends LineageContract {
  @Override
  ApplicationContext start() {
    return ApplicationContext.run(TestDatabase.h2(), "test");
  }
}
