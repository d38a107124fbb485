package dev.punctual.bench;

import dev.punctual.bench.BackfillTruth.Due;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Ninety days filled in from a real PostgreSQL into another one by {@code ./punctual backfill},
 * killed at random moments and taken up again. Prints the statements that the warehouse's own log
 * counted, and whether every day is there once and as its rows say. Run by {@code
 * bench/backfill.sh}. Settings: {@code kills} (3), {@code tables} (16), {@code seed} (1).
 */
public final class BackfillRun {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final LocalDate FIRST = LocalDate.of(2026, 8, 20);
  private static final LocalDate LAST = LocalDate.of(2026, 11, 17);
  private static final String NOW = "2026-11-20T03:00:00Z";

  private final int kills = Integer.getInteger("kills", 3);
  private final int tables = Integer.getInteger("tables", 16);
  private final Random dice = new Random(Long.getLong("seed", 1L));
  private final Path folder = Files.createTempDirectory("punctual-backfill");
  private final BackfillTruth truth = new BackfillTruth();

  private BackfillRun() throws IOException {}

  public static void main(String[] args) throws Exception {
    Launcher.trainCommands();
    System.exit(new BackfillRun().run() ? 0 : 1);
  }

  private boolean run() throws Exception {
    try (EmbeddedPostgres warehouse = warehouse();
        EmbeddedPostgres own = EmbeddedPostgres.start()) {
      fill(warehouse.getJdbcUrl("postgres", "postgres"));
      String ledger = own.getJdbcUrl("postgres", "postgres");
      configure(warehouse.getJdbcUrl("postgres", "postgres"), ledger);
      BackfillCount count = new BackfillCount(ledger);
      StatementLog log = new StatementLog(folder.resolve("warehouse.log"));
      dry();
      String live;
      try (Connection connection = count.connect()) {
        judgeLive(connection);
        live = BackfillCount.text(connection, BackfillCount.LIVE);
      }
      log.read();
      List<String> words = words();
      new KilledBackfill(folder, words, count, dice.nextLong())
          .run(kills, truth.days().size(), log);
      BackfillCount.say("logs in " + folder);
      return count.tell(truth, live);
    }
  }

  private static List<String> words() {
    return List.of("backfill", "--from", FIRST.toString(), "--to", LAST.toString(), "--at", NOW);
  }

  /** Counts what its own log has of the role that Punctual uses. */
  private EmbeddedPostgres warehouse() throws IOException {
    return EmbeddedPostgres.builder()
        .setServerConfig("logging_collector", "on")
        .setServerConfig("log_directory", "'" + folder + "'")
        .setServerConfig("log_filename", "warehouse.log")
        .setServerConfig("log_statement", "all")
        .setServerConfig("log_line_prefix", "'%u|'")
        .start();
  }

  /** Statements of the role, without what only opens and ends sessions and transactions. */
  private static final class StatementLog implements KilledBackfill.Meter {
    private final Path file;
    private long seen;

    StatementLog(Path file) {
      this.file = file;
    }

    @Override
    public String read() throws IOException {
      try (Stream<String> lines = Files.lines(file)) {
        long all = lines.filter(StatementLog::isQuery).count();
        String said = all - seen + " queries in the warehouse's log";
        seen = all;
        return said;
      }
    }

    private static boolean isQuery(String line) {
      return line.startsWith("punctual_ro|")
          && line.matches("(?i).*LOG:  (execute [^:]*|statement): *(select|with).*");
    }
  }

  /**
   * The tables, and what the days come to: in time, late, emptied, and a third row that decides.
   */
  private void fill(String url) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url, "postgres", "");
        Statement statement = connection.createStatement()) {
      statement.execute("create role punctual_ro login password 'ro'");
      for (int i = 0; i < tables; i++) {
        statement.execute("create table " + table(i) + " (at timestamptz)");
        for (LocalDate date : FIRST.datesUntil(LAST.plusDays(1)).toList()) {
          load(connection, i, date);
        }
      }
      statement.execute("create table hourly (at timestamptz)");
      loadSlots(connection);
      statement.execute("grant usage on schema public to punctual_ro");
      statement.execute("grant select on all tables in schema public to punctual_ro");
    }
  }

  private static String table(int number) {
    return String.format(Locale.ROOT, "t%03d", number);
  }

  /** Of each table three rules: its first row, its third row, and one that no row can date. */
  private void load(Connection connection, int table, LocalDate date) throws SQLException {
    int rows = dice.nextInt(10) == 0 ? 0 : 1 + dice.nextInt(4);
    List<Instant> stamps = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      LocalTime time = LocalTime.of(4, 0).plusNanos(dice.nextLong(12L * 3_600_000_000L) * 1_000);
      stamps.add(date.atTime(time).atZone(BERLIN).toInstant());
    }
    Collections.sort(stamps);
    insert(connection, table(table), stamps);
    Instant due = date.atTime(10, 0).atZone(BERLIN).toInstant();
    Instant closes = due.plusSeconds(86_400);
    if (rows > 0) {
      Due first = new Due(table(table) + "-first", date, due);
      truth.arrived(first, stamps.getFirst(), closes, "row_time");
      Due logged = new Due(table(table) + "-query", date, due);
      truth.arrived(logged, stamps.getLast(), closes, "query_time");
    }
    if (rows >= 3) {
      truth.arrived(new Due(table(table) + "-third", date, due), stamps.get(2), closes, "row_time");
    }
  }

  /** Every twelve hours, due half an hour after the slot's end. */
  private void loadSlots(Connection connection) throws SQLException {
    List<Instant> stamps = new ArrayList<>();
    for (LocalDate date : FIRST.datesUntil(LAST.plusDays(1)).toList()) {
      for (int hour : List.of(0, 12)) {
        Instant end = date.atTime(hour, 0).plusHours(12).atZone(BERLIN).toInstant();
        Instant at = end.plusNanos(dice.nextLong(2L * 3_600_000_000L) * 1_000);
        stamps.add(at);
        Due slot = new Due("hourly", date, end.plusSeconds(1_800));
        truth.arrived(slot, at, slot.dueAt().plusSeconds(86_400), "row_time");
      }
    }
    insert(connection, "hourly", stamps);
  }

  private static void insert(Connection connection, String table, List<Instant> stamps)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("insert into " + table + " values (?)")) {
      for (Instant stamp : stamps) {
        insert.setObject(1, stamp.atOffset(ZoneOffset.UTC));
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private void configure(String warehouse, String ledger) throws IOException {
    StringBuilder yaml =
        new StringBuilder("version: 1\ndefaults: { timezone: Europe/Berlin }\nrules:\n");
    yaml.append(
        "  - { id: hourly, table: dwh.hourly, every: 12h, ready_within: 30m, ready_when: { column:"
            + " at } }\n");
    for (int i = 0; i < tables; i++) {
      yaml.append(
          """
            - { id: TABLE-first, table: dwh.TABLE, ready_when: { column: at }, ready_by: "10:00" }
            - { id: TABLE-third, table: dwh.TABLE, ready_when: { column: at, rows: ">= 3" }, ready_by: "10:00" }
            - { id: TABLE-where, table: dwh.TABLE, ready_when: { where: "at::date = :data_date" }, ready_by: "10:00" }
            - id: TABLE-query
              query: { source: dwh, sql: "select max(at) from TABLE where (at at time zone 'Europe/Berlin')::date = :data_date" }
              ready_by: "10:00"
          """
              .replace("TABLE", table(i)));
    }
    Files.writeString(Files.createDirectories(folder.resolve("rules")).resolve("r.yaml"), yaml);
    Files.writeString(
        folder.resolve("punctual.yaml"),
        """
        punctual:
          rules: rules
          database: { url: "%s", username: postgres, password: "" }
          backfill: { batch: 100, pause: 200ms }
          sources:
            dwh: { type: postgresql, url: "%s", username: punctual_ro, password: ro }
        """
            .formatted(ledger, warehouse.replaceFirst("\\?.*", "")));
  }

  /** Asks and writes nothing; makes the tables of the ledger. */
  private void dry() throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(words());
    words.addAll(List.of("--dry-run", "--only", "hourly"));
    Process process = Launcher.start(folder, "dry", Map.of(), words);
    if (process.waitFor() != 0) {
      throw new IOException("the dry run failed; see " + folder.resolve("dry.log"));
    }
  }

  /** Days that a service judged then, and otherwise than their rows would have it now. */
  private void judgeLive(Connection connection) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            insert into deadline (rule_id, business_date, slot, slotted, data_date, opens_at, due_at,
              closes_at, timezone, objective, rule_version, source, trial, state, verdict, reason)
            values (?, ?, ?, false, ?, ?, ?, ?, 'Europe/Berlin', 1, 'v', 'dwh', false, 'unknown',
              'unknown', 'judged live')\
            """)) {
      for (LocalDate date : FIRST.datesUntil(FIRST.plusDays(90)).toList()) {
        if (dice.nextInt(5) == 0) {
          bind(insert, table(0) + "-first", date);
          insert.executeUpdate();
        }
      }
    }
  }

  private void bind(PreparedStatement insert, String rule, LocalDate date) throws SQLException {
    Instant due = date.atTime(10, 0).atZone(BERLIN).toInstant();
    Object[] values = {
      rule,
      date,
      date.atStartOfDay().atOffset(ZoneOffset.UTC),
      date,
      date.atStartOfDay(BERLIN).toOffsetDateTime(),
      due.atOffset(ZoneOffset.UTC),
      due.plusSeconds(86_400).atOffset(ZoneOffset.UTC)
    };
    for (int i = 0; i < values.length; i++) {
      insert.setObject(i + 1, values[i]);
    }
    truth.remove(new Due(rule, date, due));
  }
}
