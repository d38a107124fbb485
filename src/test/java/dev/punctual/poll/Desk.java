package dev.punctual.poll;

import dev.punctual.ledger.Entry;
import dev.punctual.ledger.Ledger;
import dev.punctual.ledger.RuleBook;
import dev.punctual.ledger.RuleVersions;
import dev.punctual.poll.ScriptedSources.Script;
import dev.punctual.rule.DayRule;
import dev.punctual.rule.DayTime;
import dev.punctual.rule.Promise;
import dev.punctual.rule.Readiness;
import dev.punctual.rule.Rule;
import dev.punctual.rule.RuleSet;
import dev.punctual.rule.Target;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.PropertySource;
import io.micronaut.transaction.TransactionOperations;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An engine driven by hand: one process on a database, with sources that answer by a script. */
final class Desk implements AutoCloseable {

  static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");

  final ApplicationContext context;
  final Script script;
  final Engine engine;
  final Ledger ledger;

  Desk(Map<String, Object> database, Script script) {
    this(database, script, Map.of());
  }

  Desk(Map<String, Object> database, Script script, Map<String, Object> more) {
    Map<String, Object> properties = new HashMap<>(database);
    properties.put("test.scripts", "true");
    properties.put("punctual.engine.enabled", "false");
    properties.put("punctual.sources.dwh.type", "scripted");
    properties.putAll(more);
    this.script = script;
    context =
        ApplicationContext.builder()
            .environments("test")
            .propertySources(PropertySource.of("desk", properties))
            .singletons(script)
            .start();
    engine = context.getBean(Engine.class);
    ledger = context.getBean(Ledger.class);
  }

  /** Puts rules in force as a reload does, and makes their deadlines. */
  void rules(Instant now, Rule... rules) {
    RuleSet set = set(rules);
    context
        .getBean(RuleBook.class)
        .turnTo(new RuleBook.Edition(set, now, now, List.of(), List.of(), List.of()));
    context.getBean(RuleVersions.class).publish(set, rule -> "changed", now);
    engine.materialise(now);
  }

  /** A round of the source, whether it is worth it or not is the engine's to say. */
  @Nullable Instant round(Instant now) {
    return round("dwh", now);
  }

  @Nullable Instant round(String source, Instant now) {
    try {
      return engine.round(source, now);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  Entry entry(String rule, LocalDate date) {
    return ledger.find(rule, date).getFirst();
  }

  /** State, verdict and the like of a rule's deadline, in words. */
  String stands(String rule, LocalDate date) {
    Entry entry = entry(rule, date);
    return entry.progress().state().word()
        + (entry.progress().verdict() == null ? "" : " " + entry.progress().verdict().word());
  }

  List<String> rows(String sql) {
    TransactionOperations<Connection> transactions = transactions();
    return transactions.executeRead(
        status -> {
          List<String> rows = new ArrayList<>();
          try (Statement statement = status.getConnection().createStatement();
              ResultSet row = statement.executeQuery(sql)) {
            int columns = row.getMetaData().getColumnCount();
            while (row.next()) {
              List<String> values = new ArrayList<>();
              for (int i = 1; i <= columns; i++) {
                values.add(String.valueOf(row.getObject(i)));
              }
              rows.add(String.join(" ", values));
            }
          }
          return rows;
        });
  }

  void write(String sql) {
    TransactionOperations<Connection> transactions = transactions();
    int touched =
        transactions.executeWrite(
            status -> {
              try (Statement statement = status.getConnection().createStatement()) {
                return statement.executeUpdate(sql);
              }
            });
    if (touched == 0) {
      throw new IllegalStateException("nothing to change: " + sql);
    }
  }

  @SuppressWarnings("unchecked")
  private TransactionOperations<Connection> transactions() {
    return context.getBean(TransactionOperations.class);
  }

  static RuleSet set(Rule... rules) {
    TreeMap<String, Rule> byId = new TreeMap<>();
    Arrays.stream(rules).forEach(rule -> byId.put(rule.id(), rule));
    String hash = Integer.toHexString(Arrays.hashCode(rules));
    return new RuleSet(hash, byId, Map.of(), Map.of(), List.of(), List.of());
  }

  /** A table of dwh, ready by a Tokyo time every day. */
  static Rule table(String id, String readyBy) {
    return table(id, readyBy, new Readiness.Evidence.Where("dt = :data_date"));
  }

  static Rule table(String id, String readyBy, Readiness.Evidence evidence) {
    return rule(
        id,
        new Target.Table("dwh", List.of("mart", id)),
        new Promise.ReadyBy(
            DayTime.parse(readyBy),
            new DayRule.EveryDay(),
            new Promise.DataDate.SameDay(),
            DayTime.MIDNIGHT,
            Duration.ofDays(1)),
        new Readiness(evidence, null, null, null));
  }

  static Rule fresh(String id, Duration within, Promise.@Nullable Span during) {
    return rule(
        id,
        new Target.Table("dwh", List.of("raw", id)),
        new Promise.FreshWithin(within, new DayRule.EveryDay(), during),
        new Readiness(new Readiness.Evidence.Column("at"), null, null, null));
  }

  static Rule rule(String id, Target target, Promise promise, Readiness readiness) {
    return new Rule(
        id,
        new Rule.About(id, null, null, new TreeMap<>(), List.of(), null, null),
        target,
        promise,
        readiness,
        new Rule.Counting(TOKYO, BigDecimal.ONE, false, null, null, Rule.SkippedAs.MISSED, null),
        new Rule.Notices(null, null, null, Rule.Severity.NORMAL, false),
        new Rule.Origin("r.yaml", 1, 1, Integer.toHexString(promise.hashCode())));
  }

  @Override
  public void close() {
    context.close();
  }
}
