package dev.punctual.whatif;

import dev.punctual.TestDatabase;
import io.micronaut.context.ApplicationContext;

class SimulationOnPostgresTest extends SimulationContract {
  @Override
  ApplicationContext start() {
    return ApplicationContext.run(TestDatabase.postgres(), "test");
  }
}
