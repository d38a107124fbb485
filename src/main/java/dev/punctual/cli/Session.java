package dev.punctual.cli;

import dev.punctual.poll.SourceRegistry;
import dev.punctual.rule.RuleSet;
import io.micronaut.context.ApplicationContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Beans of the configured deployment and its rules, for one command. */
final class Session implements AutoCloseable {

  private static final String NO_DATABASE = "jdbc:h2:mem:punctual_command;DB_CLOSE_DELAY=-1";

  private final ApplicationContext context;
  private final RuleSet rules;

  private final boolean ledger;

  private Session(ApplicationContext context, RuleSet rules, boolean ledger) {
    this.context = context;
    this.rules = rules;
    this.ledger = ledger;
  }

  /**
   * A session that asks sources: on the ledger where there is one and no other process holds it,
   * for what jobs reported stands there; else without.
   */
  static Session asking(SharedOptions shared, Terminal terminal) {
    Path file = RunningServer.databaseFile(Service.databaseUrl(shared.configFile()));
    if (file != null && !Files.exists(file)) {
      return withoutLedger(shared, terminal);
    }
    try {
      return withLedger(shared, terminal);
    } catch (RuntimeException e) {
      if (RunningServer.isInUse(e)) {
        return withoutLedger(shared, terminal);
      }
      throw e;
    }
  }

  /** Whether what jobs reported can be read. */
  boolean hasLedger() {
    return ledger;
  }

  /** A session that asks sources and keeps nothing: the ledger is not opened. */
  static Session withoutLedger(SharedOptions shared, Terminal terminal) {
    return open(shared, terminal, Map.of("punctual.database.url", NO_DATABASE), false);
  }

  /** A session on the ledger of the deployment. */
  static Session withLedger(SharedOptions shared, Terminal terminal) {
    return open(shared, terminal, Map.of(), true);
  }

  private static Session open(
      SharedOptions shared, Terminal terminal, Map<String, Object> overrides, boolean ledger) {
    Map<String, Object> properties = new HashMap<>(overrides);
    if (shared.rules != null) {
      properties.put("punctual.rules", shared.rules.toString());
    }
    ApplicationContext context = Service.beans(properties, shared.configFile());
    try {
      Path folder = Path.of(context.getProperty("punctual.rules", String.class, "sla-rules"));
      SourceRegistry registry = context.getBean(SourceRegistry.class);
      RuleSet rules = shared.read(List.of(folder), registry.known(), terminal.err());
      if (ledger) {
        context.getBean(javax.sql.DataSource.class);
      }
      return new Session(context, rules, ledger);
    } catch (RuntimeException e) {
      context.close();
      throw e;
    }
  }

  RuleSet rules() {
    return rules;
  }

  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  @Override
  public void close() {
    context.close();
  }
}
