package dev.punctual.cli;

import dev.punctual.TestDatabase;
import dev.punctual.ledger.RuleBook;
import dev.punctual.rule.KnownSources;
import dev.punctual.rule.Reading;
import dev.punctual.rule.RuleFolder;
import dev.punctual.rule.RuleSet;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A deployment with a past: rules, a warehouse with rows of November 2026, and a ledger of its own
 * that is empty at first. It is noon of 20 November in Tokyo.
 */
final class PastDeployment {

  static final String NOW = "2026-11-20T03:00:00Z";

  private static final String RULES =
      """
      version: 1
      calendars: { jp-business-days: { country: JP } }
      teams: { crm: { }, billing: { } }
      defaults: { timezone: Asia/Tokyo }
      rules:
        - id: learner-status
          title: Learner status is ready
          team: crm
          objective: 97%
          table: dwh.learner_status
          ready_when: { column: loaded_at }
          ready_by: "10:00"
        - id: billing-invoices
          team: billing
          table: dwh.invoices
          ready_when: { column: loaded_at }
          ready_by: "09:00"
        - { id: billing-close, team: billing, job: close, opens: "02:00", ready_by: "01:30 +1d", objective: 90% }
        - { id: slots, job: hourly, every: 6h, ready_within: 20m }
        - { id: stream, table: dwh.invoices, fresh_within: 30m, column: loaded_at }
      """;

  /** Learners come late each fifth day and not at all on the 8th; invoices come in time. */
  private static final List<String> WAREHOUSE =
      List.of(
          "create table learner_status (loaded_at timestamptz)",
          "create table invoices (loaded_at timestamptz)",
          """
          insert into learner_status
          select (d + interval '9 hours 20 minutes'
            + extract(day from d)::int % 4 * interval '10 minutes'
            + case when extract(day from d)::int % 5 = 0 then interval '1 hour 5 minutes'
              else interval '0' end) at time zone 'Asia/Tokyo'
          from generate_series(timestamp '2026-11-01', '2026-11-19', '1 day') d
          where extract(day from d) <> 8\
          """,
          """
          insert into invoices
          select (d + interval '8 hours 40 minutes') at time zone 'Asia/Tokyo'
          from generate_series(timestamp '2026-10-20', '2026-11-19', '1 day') d\
          """);

  private final Path config;
  private final Map<String, Object> ledger = TestDatabase.h2();
  private final Map<String, Object> warehouse = TestDatabase.postgres();
  private final Path rules;

  PastDeployment(Path folder) throws IOException, SQLException {
    rules = Files.createDirectories(folder.resolve("rules"));
    Files.writeString(rules.resolve("rules.yaml"), RULES);
    config = folder.resolve("punctual.yaml");
    configure(String.valueOf(warehouse.get("punctual.database.url")));
    try (Connection connection =
            DriverManager.getConnection(
                String.valueOf(warehouse.get("punctual.database.url")), "postgres", "");
        Statement statement = connection.createStatement()) {
      for (String sql : WAREHOUSE) {
        statement.execute(sql);
      }
    }
  }

  private void configure(String url) throws IOException {
    Files.writeString(
        config,
        """
        punctual:
          rules: "%s"
          timezone: Asia/Tokyo
          database: { url: "%s" }
          backfill: { pause: 0ms, patience: 1ms }
          sources:
            dwh: { type: postgresql, url: "%s", username: postgres, password: "" }
        """
            .formatted(rules, ledger.get("punctual.database.url"), url));
  }

  /** From now on nobody answers where the warehouse was. */
  void loseWarehouse() throws IOException {
    configure("jdbc:postgresql://127.0.0.1:1/gone");
  }

  /** Runs a command of it, as of noon. */
  Ran run(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--config", config.toString(), "--at", NOW));
    return Ran.of(all.toArray(String[]::new));
  }

  /**
   * The service on the same ledger and rules, with its loops off; the caller starts and closes it.
   */
  ApplicationContext service() {
    Map<String, Object> settings = new HashMap<>(ledger);
    settings.put("punctual.timezone", "Asia/Tokyo");
    ApplicationContext context = ApplicationContext.run(settings, "test");
    Instant now = Instant.parse(NOW);
    Reading reading = RuleFolder.read(List.of(rules), KnownSources.unchecked());
    RuleSet set = ((Reading.Accepted) reading).rules();
    context
        .getBean(RuleBook.class)
        .turnTo(new RuleBook.Edition(set, now, now, List.of(), List.of(), List.of()));
    return context;
  }
}
