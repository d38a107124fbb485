package dev.punctual.bench;

import dev.punctual.ledger.Recount;
import dev.punctual.rule.DayRule;
import dev.punctual.rule.DayTime;
import dev.punctual.rule.Promise;
import dev.punctual.rule.Readiness;
import dev.punctual.rule.Rule;
import dev.punctual.rule.RuleSet;
import dev.punctual.rule.Target;
import io.micronaut.context.ApplicationContext;
import io.micronaut.transaction.TransactionOperations;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A half-year of many daily rules, as a ledger has it on the half-year's last day. */
final class StoredHalfYear {

  static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");
  static final LocalDate FIRST = LocalDate.of(2026, 7, 1);
  static final LocalDate LAST = LocalDate.of(2026, 12, 31);
  static final Instant NOW = LAST.atTime(11, 21).atZone(TOKYO).toInstant();

  private static final String INSERT =
      """
      insert into deadline (rule_id, business_date, slot, slotted, data_date, opens_at, due_at,
        closes_at, timezone, objective, rule_version, source, team, trial, state, verdict,
        arrival_earliest, arrival_at, reason, cause_category)
      values (?, ?, ?, false, ?, ?, ?, ?, ?, ?, 'v1', ?, ?, false, ?, ?, ?, ?, ?, ?)\
      """;

  private StoredHalfYear() {}

  static RuleSet rules(int count) {
    TreeMap<String, Rule> rules = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      String id = String.format(Locale.ROOT, "service-%04d-bookings", i);
      rules.put(id, rule(id, i));
    }
    return new RuleSet("bench", rules, Map.of(), Map.of(), List.of(), List.of());
  }

  private static Rule rule(String id, int number) {
    Promise promise =
        new Promise.ReadyBy(
            DayTime.parse(String.format(Locale.ROOT, "%02d:%02d", 6 + number % 12, number % 60)),
            new DayRule.EveryDay(),
            new Promise.DataDate.SameDay(),
            DayTime.MIDNIGHT,
            Duration.ofHours(24));
    return new Rule(
        id,
        new Rule.About(
            "Bookings of service " + number,
            null,
            "Team " + number % 23,
            new TreeMap<>(Map.of("tier", List.of("gold", "silver", "bronze").get(number % 3))),
            List.of(),
            null,
            null),
        new Target.Table("dwh", List.of("mart", "bookings_" + number)),
        promise,
        Readiness.completion(),
        new Rule.Counting(
            TOKYO, new BigDecimal("0.97"), false, null, null, Rule.SkippedAs.MISSED, null),
        new Rule.Notices(null, null, null, Rule.Severity.NORMAL, false),
        new Rule.Origin("rules.yaml", number, number, "v1"));
  }

  /** Two misses in a hundred, some unknown, some excused; today's later half still to come. */
  static void fill(ApplicationContext context, RuleSet rules) {
    @SuppressWarnings("unchecked")
    TransactionOperations<Connection> database = context.getBean(TransactionOperations.class);
    Random random = new Random(20261231);
    for (Rule rule : rules.rules().values()) {
      database.executeWrite(
          status -> {
            insert(status.getConnection(), rule, random);
            return true;
          });
    }
    database.executeWrite(
        status -> {
          excuse(status.getConnection());
          Recount.all(status.getConnection());
          return true;
        });
  }

  private static void insert(Connection connection, Rule rule, Random random) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      for (LocalDate date : FIRST.datesUntil(LAST.plusDays(1)).toList()) {
        bind(insert, rule, date, random.nextInt(1000));
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private static void excuse(Connection connection) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            update deadline set excusal_category = 'maintenance', excusal_reason = 'DWH upgrade',
              excusal_author = 'window in rules.yaml:41', excusal_at = due_at
            where business_date = date '2026-08-13' and rule_id < 'service-0300'\
            """)) {
      update.executeUpdate();
    }
  }

  private static void bind(PreparedStatement insert, Rule rule, LocalDate date, int chance)
      throws SQLException {
    Instant due = ((Promise.ReadyBy) rule.promise()).readyBy().on(date, TOKYO);
    boolean open = due.isAfter(NOW);
    String state = open ? "waiting" : chance < 17 ? "late" : chance < 20 ? "missed" : "met";
    if (!open && chance >= 995) {
      state = "unknown";
    }
    String verdict =
        switch (state) {
          case "waiting" -> null;
          case "late", "missed" -> "missed";
          default -> state;
        };
    Instant arrival =
        switch (state) {
          case "late" -> due.plusSeconds(60L * (1 + chance * 20));
          case "met" -> due.minusSeconds(600 + chance);
          default -> null;
        };
    @Nullable Object[] values = {
      rule.id(),
      date,
      utc(due),
      date,
      utc(due.minus(Duration.ofHours(6))),
      utc(due),
      utc(due.plus(Duration.ofDays(1))),
      TOKYO.getId(),
      rule.counting().objective(),
      rule.source(),
      rule.team(),
      state,
      verdict,
      utc(arrival),
      utc(arrival),
      state.equals("unknown") ? "dwh did not answer at the due instant" : "as asked",
      state.equals("late") && chance < 12 ? "upstream_late" : null
    };
    for (int i = 0; i < values.length; i++) {
      insert.setObject(i + 1, values[i]);
    }
  }

  private static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
    return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
  }
}
