package dev.punctual.whatif;

import dev.punctual.TestDatabase;
import io.micronaut.context.ApplicationContext;

class SimulationOnH2Test extends SimulationContract {
  @Override
  ApplicationContext start() {
    return ApplicationContext.run(TestDatabase.h2(), "test");
  }
}
