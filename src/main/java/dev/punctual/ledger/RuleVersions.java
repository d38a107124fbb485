package dev.punctual.ledger;

import dev.punctual.rule.Rule;
import dev.punctual.rule.RulePrinter;
import dev.punctual.rule.RuleSet;
import dev.punctual.rule.RuleSet.SourceFile;
import io.micronaut.core.type.Argument;
import io.micronaut.json.JsonMapper;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The rule set that all replicas share, and every version of every rule since it was first read. A
 * rule that is renamed with {@code was} is a rule of its own here; readers of history follow {@code
 * rule_version.was} from the newest id back.
 */
@Singleton
public class RuleVersions {

  /** Kind of the audit row of a confirmed edit; its note names the rules that were dropped. */
  public static final String CONFIRMATION = "rules_confirmation";

  private static final String NAME = "rules";

  private static final String INSERT =
      """
      insert into rule_version (rule_id, version, title, team, source, target, objective, trial, was,
        definition, file, line, change_text, since)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
      """;

  private final TransactionOperations<Connection> transactions;
  private final JsonMapper json;

  RuleVersions(TransactionOperations<Connection> transactions, JsonMapper json) {
    this.transactions = transactions;
    this.json = json;
  }

  /**
   * A published rule set.
   *
   * @param content what {@link #files} reads back
   */
  public record Published(String hash, String content, Instant since) {}

  /** The set in force for all replicas; null before the first. */
  public @Nullable Published current() {
    List<Published> sets =
        sets("where current_since is not null order by current_since desc limit 1");
    return sets.isEmpty() ? null : sets.getFirst();
  }

  /** The hash of the set in force; null before the first. Cheap. */
  public @Nullable String currentHash() {
    return transactions.executeRead(
        status -> {
          try (PreparedStatement read =
                  status
                      .getConnection()
                      .prepareStatement(
                          "select hash from rule_set where current_since is not null"
                              + " order by current_since desc limit 1");
              ResultSet row = read.executeQuery()) {
            return row.next() ? row.getString(1) : null;
          }
        });
  }

  /** Every set that ever was in force, newest first. */
  public List<Published> all() {
    return sets("order by published_at desc");
  }

  private List<Published> sets(String which) {
    return transactions.executeRead(
        status -> {
          List<Published> sets = new ArrayList<>();
          try (PreparedStatement read =
                  status
                      .getConnection()
                      .prepareStatement(
                          "select hash, content, coalesce(current_since, published_at) as since"
                              + " from rule_set "
                              + which);
              ResultSet row = read.executeQuery()) {
            while (row.next()) {
              sets.add(
                  new Published(
                      DeadlineRows.text(row, "hash"),
                      DeadlineRows.text(row, "content"),
                      Objects.requireNonNull(DeadlineRows.instant(row, "since"))));
            }
          }
          return sets;
        });
  }

  /** The files of a published set by path, in the order in which they were read. */
  public SequencedMap<String, String> files(Published published) {
    try {
      List<String> flat = json.readValue(published.content(), Argument.listOf(String.class));
      SequencedMap<String, String> files = new LinkedHashMap<>();
      for (int i = 0; i + 1 < flat.size(); i += 2) {
        files.put(flat.get(i), flat.get(i + 1));
      }
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Path, text, path, text: their order is part of the set. */
  private String content(RuleSet rules) {
    List<String> flat = new ArrayList<>();
    for (SourceFile file : rules.files()) {
      flat.add(file.path());
      flat.add(file.text());
    }
    try {
      return json.writeValueAsString(flat);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Puts a rule set in force for all replicas, with the versions that begin and end with it.
   *
   * @param words what changed of a rule that was there before, in words
   * @return false when it is in force already
   */
  public boolean publish(RuleSet rules, Function<Rule, String> words, Instant now) {
    String content = content(rules);
    return transactions.executeWrite(
        status -> {
          Connection connection = status.getConnection();
          alone(connection, now);
          if (!putInForce(connection, rules.hash(), content, now)) {
            return false;
          }
          Map<String, String> before = openVersions(connection);
          for (Rule rule : rules.rules().values()) {
            String version = before.remove(rule.id());
            if (!rule.version().equals(version)) {
              end(connection, rule.id(), now);
              begin(connection, rule, version == null ? added(rule) : words.apply(rule), now);
            }
          }
          for (String removed : before.keySet()) {
            end(connection, removed, now);
          }
          return true;
        });
  }

  /** Writes down who had an edit taken that drops many rules. */
  public void confirmed(String hash, List<String> dropped, Act.Author author, Instant now) {
    Audit audit =
        Audit.of(CONFIRMATION, author).about("rules " + hash).note(String.join(", ", dropped));
    transactions.executeWrite(
        status -> {
          audit.write(status.getConnection(), now);
          return true;
        });
  }

  private static String added(Rule rule) {
    String was = rule.counting().was();
    return was == null ? "added" : "renamed, was: " + was;
  }

  /** Publishers go one after the other. */
  private static void alone(Connection connection, Instant now) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into rule_reading (name_key, told_at) values (?, ?) on conflict do nothing")) {
      insert.setString(1, NAME);
      DeadlineRows.setInstant(insert, 2, now);
      insert.executeUpdate();
    }
    try (PreparedStatement lock =
        connection.prepareStatement(
            "select name_key from rule_reading where name_key = ? for update")) {
      lock.setString(1, NAME);
      lock.executeQuery().close();
    }
  }

  private static boolean putInForce(Connection connection, String hash, String content, Instant now)
      throws SQLException {
    try (PreparedStatement end =
        connection.prepareStatement(
            "update rule_set set current_since = null"
                + " where current_since is not null and hash <> ?")) {
      end.setString(1, hash);
      end.executeUpdate();
    }
    try (PreparedStatement begin =
        connection.prepareStatement(
            "update rule_set set current_since = ? where hash = ? and current_since is null")) {
      DeadlineRows.setInstant(begin, 1, now);
      begin.setString(2, hash);
      if (begin.executeUpdate() == 1) {
        return true;
      }
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            insert into rule_set (hash, content, published_at, current_since)
            values (?, ?, ?, ?) on conflict do nothing\
            """)) {
      insert.setString(1, hash);
      insert.setString(2, content);
      DeadlineRows.setInstant(insert, 3, now);
      DeadlineRows.setInstant(insert, 4, now);
      return insert.executeUpdate() == 1;
    }
  }

  private static Map<String, String> openVersions(Connection connection) throws SQLException {
    Map<String, String> versions = new HashMap<>();
    try (PreparedStatement read =
            connection.prepareStatement(
                "select rule_id, version from rule_version where ended_at is null");
        ResultSet row = read.executeQuery()) {
      while (row.next()) {
        versions.put(DeadlineRows.text(row, "rule_id"), DeadlineRows.text(row, "version"));
      }
    }
    return versions;
  }

  private static void end(Connection connection, String rule, Instant now) throws SQLException {
    try (PreparedStatement end =
        connection.prepareStatement(
            "update rule_version set ended_at = ? where rule_id = ? and ended_at is null")) {
      DeadlineRows.setInstant(end, 1, now);
      end.setString(2, rule);
      end.executeUpdate();
    }
  }

  private static void begin(Connection connection, Rule rule, String change, Instant now)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      insert.setString(1, rule.id());
      insert.setString(2, rule.version());
      insert.setString(3, rule.title());
      insert.setString(4, rule.team());
      insert.setString(5, rule.source());
      insert.setString(6, rule.target().path());
      insert.setBigDecimal(7, rule.counting().objective());
      insert.setBoolean(8, rule.counting().trial());
      insert.setString(9, rule.counting().was());
      insert.setString(10, RulePrinter.print(rule));
      insert.setString(11, rule.origin().file());
      insert.setInt(12, rule.origin().line());
      insert.setString(13, change);
      DeadlineRows.setInstant(insert, 14, now);
      insert.executeUpdate();
    }
  }

  /**
   * Since when each rule in force has been in force without a break, whatever changed of it
   * meanwhile.
   */
  public Map<String, Instant> aliveSince() {
    return transactions.executeRead(
        status -> {
          Map<String, Instant> since = new HashMap<>();
          Map<String, Instant> ended = new HashMap<>();
          try (PreparedStatement read =
                  status
                      .getConnection()
                      .prepareStatement(
                          "select rule_id, since, ended_at from rule_version"
                              + " order by since, id");
              ResultSet row = read.executeQuery()) {
            while (row.next()) {
              String rule = DeadlineRows.text(row, "rule_id");
              Instant began = Objects.requireNonNull(DeadlineRows.instant(row, "since"));
              if (!began.equals(ended.get(rule))) {
                since.put(rule, began);
              }
              Instant end = DeadlineRows.instant(row, "ended_at");
              if (end != null) {
                ended.put(rule, end);
              }
            }
          }
          return since;
        });
  }

  /**
   * Notes how the newest reading of the files went.
   *
   * @param refused hash of the files that were refused; null when they were taken
   * @return whether that is news to tell, to anybody on any replica
   */
  public boolean noteReading(@Nullable String refused, Instant now) {
    return transactions.executeWrite(
        status -> {
          alone(status.getConnection(), now);
          try (PreparedStatement update =
              status
                  .getConnection()
                  .prepareStatement(
                      """
                      update rule_reading set refused_hash = ?, told_at = ?
                      where name_key = ? and refused_hash is distinct from ?\
                      """)) {
            update.setString(1, refused);
            DeadlineRows.setInstant(update, 2, now);
            update.setString(3, NAME);
            update.setString(4, refused);
            return update.executeUpdate() == 1;
          }
        });
  }
}
