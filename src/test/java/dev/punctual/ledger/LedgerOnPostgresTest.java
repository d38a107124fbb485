package dev.punctual.ledger;

import dev.punctual.TestDatabase;
import io.micronaut.context.ApplicationContext;

class LedgerOnPostgresTest extends LedgerContract {
  @Override
  ApplicationContext start() {
    return ApplicationContext.run(TestDatabase.postgres(), "test");
  }
}
