package dev.punctual.ledger;

import dev.punctual.judge.Progress;
import dev.punctual.ledger.Tallies.RuleMonth;
import dev.punctual.rule.Deadline;
import dev.punctual.rule.RuleSet;
import io.micronaut.context.event.ApplicationEventPublisher;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The one place that changes deadlines. Every change is one transaction of the row, guarded by its
 * revision, the transition that tells of it, and the roll-up of its month: of two writers one wins
 * and the other's change never was.
 */
@Singleton
public class Ledger {

  private static final String UNFINISHED =
      "select "
          + DeadlineRows.COLUMNS
          + """
           from deadline
          where source = ? and opens_at <= ?
            and (state in ('waiting', 'at_risk', 'overdue') or (state = 'unknown' and verdict is null))
          order by due_at, id\
          """;

  private static final String CHANGE =
      "update deadline set "
          + DeadlineRows.ASSIGNMENTS
          + """
          , settled_at = case when settled_at is null and cast(? as boolean) then ? else settled_at end,
            excusal_category = coalesce(excusal_category, ?),
            excusal_reason = coalesce(excusal_reason, ?),
            excusal_author = coalesce(excusal_author, ?),
            excusal_at = coalesce(excusal_at, ?), revision = revision + 1
          where id = ? and revision = ?\
          """;

  private static final String CLAIM =
      "insert into act_request (request_key, taken_at) values (?, ?) on conflict do nothing";

  private final TransactionOperations<Connection> transactions;
  private final ApplicationEventPublisher<TransitionsRecorded> events;

  Ledger(
      TransactionOperations<Connection> transactions,
      ApplicationEventPublisher<TransitionsRecorded> events) {
    this.transactions = transactions;
    this.events = events;
  }

  /**
   * Makes the rows of planned deadlines that are not there yet, withdraws those not yet opened that
   * are planned no more, and excuses those that fall due inside a declared maintenance window.
   * Opened deadlines keep their promise.
   *
   * @param planned all deadlines of the rules from {@code now} to a horizon; missing ones beyond
   *     the newest planned due instant of a rule are left alone
   * @param rules rules in force
   * @return how many rows were made
   */
  public int materialise(RuleSet rules, List<Deadline> planned, Instant now) {
    return transactions.executeWrite(
        status -> Plan.of(rules, planned, now).realise(status.getConnection()));
  }

  /** Opened deadlines of a source that may still change, in order of their due instants. */
  public List<Entry> unfinished(String source, Instant now) {
    return transactions.executeRead(
        status -> {
          try (PreparedStatement read = status.getConnection().prepareStatement(UNFINISHED)) {
            read.setString(1, source);
            DeadlineRows.setInstant(read, 2, now);
            return entries(read);
          }
        });
  }

  private static List<Entry> entries(PreparedStatement read) throws SQLException {
    List<Entry> entries = new ArrayList<>();
    try (ResultSet row = read.executeQuery()) {
      while (row.next()) {
        entries.add(DeadlineRows.read(row));
      }
    }
    return entries;
  }

  /**
   * Writes changes with what they tell. A change against an old revision touches nothing: somebody
   * else was first, the next round judges from what they wrote.
   *
   * @return the changes that were written
   */
  public List<Change> record(List<Change> changes, Instant now) {
    List<Change> real =
        changes.stream().filter(c -> !c.next().equals(c.entry().progress())).toList();
    if (real.isEmpty()) {
      return List.of();
    }
    List<Change> written =
        transactions.executeWrite(status -> write(status.getConnection(), real, now));
    if (!written.isEmpty()) {
      events.publishEvent(new TransitionsRecorded());
    }
    return written;
  }

  private static List<Change> write(Connection connection, List<Change> changes, Instant now)
      throws SQLException {
    List<Change> written =
        Batch.run(connection, CHANGE, changes, (update, change) -> bind(update, change, now));
    List<Transition> told = new ArrayList<>();
    Set<RuleMonth> months = new HashSet<>();
    for (Change change : written) {
      told.addAll(Transition.between(change.entry(), change.next(), now));
      if (countsAnew(change)) {
        Deadline deadline = change.entry().deadline();
        months.add(RuleMonth.of(deadline.rule(), deadline.businessDate()));
      }
    }
    Transition.insert(connection, told, now);
    Tallies.recount(connection, months);
    return written;
  }

  private static boolean countsAnew(Change change) {
    Progress before = change.entry().progress();
    Progress next = change.next();
    return before.state() != next.state()
        || before.verdict() != next.verdict()
        || change.excusal() != null;
  }

  private static void bind(PreparedStatement update, Change change, Instant now)
      throws SQLException {
    int i = DeadlineRows.bind(update, change.next());
    Change.Excusal excusal = change.excusal();
    update.setBoolean(i++, change.next().isSettled());
    DeadlineRows.setInstant(update, i++, now);
    update.setString(i++, excusal == null ? null : excusal.category().word());
    update.setString(i++, excusal == null ? null : excusal.reason());
    update.setString(i++, excusal == null ? null : excusal.author());
    DeadlineRows.setInstant(update, i++, excusal == null ? null : now);
    update.setLong(i++, change.entry().id());
    update.setLong(i, change.entry().revision());
  }

  /** Writes what a person said or did, with its audit row and transition. */
  public Acted act(Subject on, Act act, Act.Author author, Instant now) {
    return act(connection -> Acts.write(connection, on, act, author, now));
  }

  /** The same of a deadline by its row. */
  public Acted act(long deadlineId, Act act, Act.Author author, Instant now) {
    return act(connection -> Acts.write(connection, deadlineId, act, author, now));
  }

  /**
   * Tells that nobody looked after these and who was told therefore; their state stays. Joins the
   * transaction in which that was decided.
   *
   * @param breach null for none
   */
  public void escalated(
      Collection<Long> deadlines, @Nullable Long breach, String reason, Instant now) {
    transactions.executeWrite(
        status -> {
          Escalations.tell(status.getConnection(), deadlines, breach, reason, now);
          return true;
        });
  }

  /**
   * Writes one act on several subjects in one transaction, once a request: sent again, it does
   * nothing.
   *
   * @param request what makes it the same request
   * @return what became of each, by the number of the subject; empty when the request was done
   *     before
   */
  public Map<Long, Acted> actOnce(
      String request, List<? extends Subject> on, Act act, Act.Author author, Instant now) {
    Map<Long, Acted> acted =
        transactions.executeWrite(
            status -> once(status.getConnection(), request, on, act, author, now));
    if (acted.containsValue(new Acted.Written())) {
      events.publishEvent(new TransitionsRecorded());
    }
    return acted;
  }

  private static Map<Long, Acted> once(
      Connection connection,
      String request,
      List<? extends Subject> on,
      Act act,
      Act.Author author,
      Instant now)
      throws SQLException {
    Map<Long, Acted> acted = new LinkedHashMap<>();
    if (Rows.update(connection, CLAIM, request, now) == 1) {
      // In one order, so that two who press at once wait for each other and do not lock each other.
      for (Subject each : on.stream().sorted(Comparator.comparingLong(Subject::id)).toList()) {
        acted.put(each.id(), Acts.write(connection, each, act, author, now));
      }
    }
    return acted;
  }

  /** Forgets requests that nobody can send again. */
  public void forgetRequests(Instant before) {
    transactions.executeWrite(
        status ->
            Rows.update(
                status.getConnection(), "delete from act_request where taken_at < ?", before));
  }

  private interface Saying {
    Acted in(Connection connection) throws SQLException;
  }

  private Acted act(Saying saying) {
    Acted acted = transactions.executeWrite(status -> saying.in(status.getConnection()));
    if (acted instanceof Acted.Written) {
      events.publishEvent(new TransitionsRecorded());
    }
    return acted;
  }

  /** One deadline by its key; null when there is none. */
  public @Nullable Entry find(Deadline.Key key) {
    return transactions.executeRead(
        status -> {
          try (PreparedStatement read =
              status
                  .getConnection()
                  .prepareStatement(
                      "select "
                          + DeadlineRows.COLUMNS
                          + " from deadline where rule_id = ? and business_date = ? and slot ="
                          + " ?")) {
            read.setString(1, key.rule());
            read.setObject(2, key.businessDate());
            DeadlineRows.setInstant(read, 3, key.slot());
            List<Entry> found = entries(read);
            return found.isEmpty() ? null : found.getFirst();
          }
        });
  }

  /** One deadline by its row; null when there is none. */
  public @Nullable Entry find(long id) {
    return transactions.executeRead(
        status -> {
          try (PreparedStatement read =
              status
                  .getConnection()
                  .prepareStatement(
                      "select " + DeadlineRows.COLUMNS + " from deadline where id = ?")) {
            read.setLong(1, id);
            List<Entry> found = entries(read);
            return found.isEmpty() ? null : found.getFirst();
          }
        });
  }

  /** One breach by its row; null when there is none. */
  public @Nullable Breach findBreach(long id) {
    return transactions.executeRead(status -> Breaches.find(status.getConnection(), id));
  }

  /** All deadlines of a rule's business date, by slot. */
  public List<Entry> find(String rule, java.time.LocalDate businessDate) {
    return transactions.executeRead(
        status -> {
          try (PreparedStatement read =
              status
                  .getConnection()
                  .prepareStatement(
                      "select "
                          + DeadlineRows.COLUMNS
                          + " from deadline where rule_id = ? and business_date = ? order by"
                          + " slot")) {
            read.setString(1, rule);
            read.setObject(2, businessDate);
            return entries(read);
          }
        });
  }

  /** Tells that the rule files went wrong or right again. */
  public void tellRules(TransitionKind kind, String reason, Instant now) {
    tell(Transition.ofRules(kind, reason, now), now);
  }

  private void tell(Transition transition, Instant now) {
    transactions.executeWrite(
        status -> {
          Transition.insert(status.getConnection(), List.of(transition), now);
          return true;
        });
    events.publishEvent(new TransitionsRecorded());
  }

  /**
   * Past arrivals as arrival minus due, by rule, of the demand of at-risk.
   *
   * @param since first business date that is looked at
   */
  public Map<String, List<java.time.Duration>> lateness(
      Set<String> rules, java.time.LocalDate since) {
    return transactions.executeRead(
        status -> {
          Map<String, List<java.time.Duration>> lateness = new HashMap<>();
          Connection connection = status.getConnection();
          try (PreparedStatement read =
              connection.prepareStatement(
                  """
                  select rule_id, due_at, arrival_at
                  from unnest (?) wanted (id) join deadline on rule_id = wanted.id
                  where business_date >= ? and arrival_at is not null\
                  """)) {
            read.setArray(1, connection.createArrayOf("varchar", rules.toArray()));
            read.setObject(2, since);
            try (ResultSet row = read.executeQuery()) {
              while (row.next()) {
                Instant due = DeadlineRows.instant(row, "due_at");
                Instant arrival = DeadlineRows.instant(row, "arrival_at");
                if (due != null && arrival != null) {
                  lateness
                      .computeIfAbsent(DeadlineRows.text(row, "rule_id"), r -> new ArrayList<>())
                      .add(java.time.Duration.between(due, arrival));
                }
              }
            }
          }
          return lateness;
        });
  }
}
