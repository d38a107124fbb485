package dev.punctual.bench;

import dev.punctual.rule.RuleSet;
import dev.punctual.whatif.Asked;
import dev.punctual.whatif.Overview;
import dev.punctual.whatif.Simulation;
import dev.punctual.whatif.SimulationPrinter;
import dev.punctual.whatif.Simulations;
import dev.punctual.whatif.Variation.Wanted;
import io.micronaut.context.ApplicationContext;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.PrintStream;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What {@code simulate} over a half-year of many rules costs over reading the same rows by plain
 * JDBC. Run by {@code bench/simulate.sh}.
 *
 * <p>Settings: {@code -Drules=1000}, {@code -Drounds=9}, {@code -Dpostgres=true} for an embedded
 * PostgreSQL beside H2.
 */
final class SimulateRun {

  private static final PrintStream OUT = System.out;
  private static final int WARM_UP = 3;

  /** All that a simulation needs, a date at a time: answers stay small, and an index gives them. */
  private static final String PLAIN =
      """
      select rule_id, business_date, slot, slotted, opens_at, due_at, timezone, objective, verdict,
        arrival_earliest, arrival_at, last_no_at, excusal_category, backfilled_at
      from deadline where business_date = ? and verdict is not null\
      """;

  private static final Asked ASKED =
      Asked.of(
          Asked.ALL,
          new Wanted("16:45", null, null),
          StoredHalfYear.FIRST.toString(),
          StoredHalfYear.LAST.toString());

  private final RuleSet rules;
  private final Simulations simulations;
  private final SimulationPrinter printer;
  private final Connection connection;

  private SimulateRun(ApplicationContext context, RuleSet rules, Connection connection) {
    this.rules = rules;
    this.simulations = context.getBean(Simulations.class);
    this.printer = context.getBean(SimulationPrinter.class);
    this.connection = connection;
  }

  public static void main(String[] arguments) throws Exception {
    String h2 =
        "jdbc:h2:file:"
            + Files.createTempDirectory("punctual-simulate").resolve("history")
            + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH"
            + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;OPTIMIZE_REUSE_RESULTS=0";
    measure("H2", h2, "");
    if (Boolean.getBoolean("postgres")) {
      try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
        measure("PostgreSQL", postgres.getJdbcUrl("postgres", "postgres"), "postgres");
      }
    }
    System.exit(0);
  }

  private static void measure(String name, String url, String user) throws SQLException {
    Map<String, Object> settings =
        new HashMap<>(Map.of("punctual.database.url", url, "punctual.database.username", user));
    settings.put("punctual.timezone", StoredHalfYear.TOKYO.getId());
    int count = Integer.getInteger("rules", 1_000);
    try (ApplicationContext context = ApplicationContext.run(settings, "test")) {
      RuleSet rules = StoredHalfYear.rules(count);
      StoredHalfYear.fill(context, rules);
      try (Connection connection = DriverManager.getConnection(url, user, "")) {
        connection.setAutoCommit(false);
        new SimulateRun(context, rules, connection).run(name);
      }
    }
  }

  private void run(String name) throws SQLException {
    int rounds = Integer.getInteger("rounds", 9);
    double[] alone = new double[rounds];
    double[] whole = new double[rounds];
    double[] printed = new double[rounds];
    long rows = 0;
    long days = 0;
    for (int i = -WARM_UP; i < rounds; i++) {
      long start = System.nanoTime();
      rows = read();
      long read = System.nanoTime();
      List<Simulation> answer = simulate();
      long simulated = System.nanoTime();
      days = answer.stream().mapToLong(simulation -> simulation.before().due()).sum();
      Overview overview = Overview.of(ASKED, rules, answer);
      long written = printer.text(overview).length() + (long) printer.json(overview).length();
      if (i >= 0 && written > 0) {
        alone[i] = (read - start) / 1e6;
        whole[i] = (simulated - read) / 1e6;
        printed[i] = (System.nanoTime() - simulated) / 1e6;
      }
    }
    OUT.printf(
        Locale.ROOT,
        "%s, %,d rules, %,d days judged anew: %,d rows by plain JDBC %.0f ms,"
            + " the whole simulation %.0f ms: %.2fx; as text and as JSON %.0f ms more"
            + " (medians of %d rounds in turn)%n",
        name,
        rules.rules().size(),
        days,
        rows,
        median(alone),
        median(whole),
        median(whole) / median(alone),
        median(printed),
        rounds);
  }

  private List<Simulation> simulate() {
    return simulations.answer(ASKED, rules, StoredHalfYear.NOW);
  }

  private long read() throws SQLException {
    long rows = 0;
    try (PreparedStatement read = connection.prepareStatement(PLAIN)) {
      for (LocalDate date :
          StoredHalfYear.FIRST.datesUntil(StoredHalfYear.LAST.plusDays(1)).toList()) {
        read.setObject(1, date);
        try (ResultSet row = read.executeQuery()) {
          while (row.next()) {
            rows += touched(row);
          }
        }
      }
    }
    connection.rollback();
    return rows;
  }

  /** Reads every column as what it is. */
  private static int touched(ResultSet row) throws SQLException {
    for (String text : List.of("rule_id", "timezone", "verdict", "excusal_category")) {
      row.getString(text);
    }
    for (String instant :
        List.of("slot", "opens_at", "due_at", "arrival_earliest", "arrival_at", "last_no_at")) {
      row.getObject(instant, OffsetDateTime.class);
    }
    row.getObject("backfilled_at", OffsetDateTime.class);
    row.getObject("business_date", LocalDate.class);
    row.getBoolean("slotted");
    row.getBigDecimal("objective");
    return 1;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
