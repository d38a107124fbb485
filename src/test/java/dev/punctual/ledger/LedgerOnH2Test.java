package dev.punctual.ledger;

import dev.punctual.TestDatabase;
import io.micronaut.context.ApplicationContext;

class LedgerOnH2Test extends LedgerContract {
  @Override
  ApplicationContext start() {
    return ApplicationContext.run(TestDatabase.h2(), "test");
  }
}
