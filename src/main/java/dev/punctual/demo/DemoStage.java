package dev.punctual.demo;

import java.time.Instant;
import java.util.Map;

/** Puts the demo up; the service started with these properties watches it. */
public final class DemoStage {

  private DemoStage() {}

  /**
   * Opens the warehouse and the orchestrator and writes the rules.
   *
   * @param now what "due in three minutes" counts from
   * @return properties for the service
   */
  public static Map<String, Object> open(Instant now) {
    return Demo.Staged.open(now).properties();
  }
}
