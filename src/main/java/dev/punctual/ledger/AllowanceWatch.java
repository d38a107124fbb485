package dev.punctual.ledger;

import dev.punctual.rule.RuleSet;
import io.micronaut.context.event.ApplicationEventPublisher;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells that the last allowed miss of a rule was had: once a rule and half-year, whoever looks and
 * however often. What it looks at is stored already, so that a crash before it only delays it.
 */
@Singleton
public class AllowanceWatch {

  /** Rows of other replicas may be committed, or dated, a little late. */
  private static final Duration OVERLAP = Duration.ofMinutes(1);

  private static final String MOVED =
      """
      select count(*) from transition where recorded_at > ?
        and kind in ('overdue', 'missed', 'late', 'corrected', 'excusal_withdrawn')\
      """;

  private static final String CLAIM =
      """
      insert into allowance_used (rule_id, half_year, told_at) values (?, ?, ?)
      on conflict do nothing\
      """;

  private static final String MISS =
      "select "
          + DeadlineRows.COLUMNS
          + """
           from deadline
          where rule_id = any (?) and business_date >= ? and business_date < ? and trial = false
            and verdict = 'missed' and excusal_category is null
          order by due_at, id offset ? rows fetch first 1 rows only\
          """;

  private final TransactionOperations<Connection> transactions;
  private final ApplicationEventPublisher<TransitionsRecorded> events;
  private final Rows rows;
  private final RuleBook book;
  private final Allowances allowances;
  private @Nullable Instant looked;
  private @Nullable RuleSet under;

  AllowanceWatch(
      TransactionOperations<Connection> transactions,
      ApplicationEventPublisher<TransitionsRecorded> events,
      Rows rows,
      RuleBook book,
      Allowances allowances) {
    this.transactions = transactions;
    this.events = events;
    this.rows = rows;
    this.book = book;
    this.allowances = allowances;
  }

  /** Tells of allowances that are used up since the last look. */
  public synchronized void look(Instant now) {
    RuleSet rules = book.rules();
    if (isQuiet(rules)) {
      looked = now;
      return;
    }
    HalfYear halfYear = allowances.current(now);
    Map<String, Allowance> full = new HashMap<>(allowances.of(now));
    // Where no miss is allowed there was nothing to use up: the miss says it all.
    full.values().removeIf(allowance -> !allowance.isUsedUp() || allowance.allowed() == 0);
    full.keySet().removeAll(told(halfYear));
    if (!full.isEmpty()) {
      boolean told =
          transactions.executeWrite(status -> tell(status.getConnection(), full, halfYear, now));
      if (told) {
        events.publishEvent(new TransitionsRecorded());
      }
    }
    looked = now;
    under = rules;
  }

  @SuppressWarnings("ReferenceEquality") // a set of rules is published whole; comparing is dear
  private boolean isQuiet(RuleSet rules) {
    Instant before = looked;
    return before != null
        && under == rules
        && rows.list(MOVED, row -> row.getLong(1), before.minus(OVERLAP)).getFirst() == 0;
  }

  private Set<String> told(HalfYear halfYear) {
    return new HashSet<>(
        rows.list(
            "select rule_id from allowance_used where half_year = ?",
            row -> Rows.text(row, "rule_id"),
            halfYear.start()));
  }

  private boolean tell(
      Connection connection, Map<String, Allowance> full, HalfYear halfYear, Instant now)
      throws SQLException {
    Map<String, Set<String>> ids = allowances.ids(full.keySet(), halfYear);
    boolean any = false;
    for (Map.Entry<String, Allowance> rule : full.entrySet()) {
      Entry miss = lastAllowed(connection, ids.get(rule.getKey()), rule.getValue(), halfYear);
      if (miss != null
          && Rows.update(connection, CLAIM, rule.getKey(), halfYear.start(), now) == 1) {
        String reason = reason(rule.getValue(), halfYear);
        Instant when = miss.deadline().dueAt();
        Transition told =
            Transition.of(miss, miss.progress(), TransitionKind.ALLOWANCE_USED, reason, when);
        Transition.insert(connection, List.of(told), now);
        any = true;
      }
    }
    return any;
  }

  /** The miss with which nothing was left; null when it cannot be found any more. */
  private static @Nullable Entry lastAllowed(
      Connection connection, @Nullable Set<String> ids, Allowance allowance, HalfYear halfYear)
      throws SQLException {
    int before = allowance.allowed() - 1;
    try (var read = Rows.prepared(connection, MISS, ids, halfYear.start(), halfYear.end(), before);
        ResultSet row = read.executeQuery()) {
      return row.next() ? DeadlineRows.read(row) : null;
    }
  }

  private static String reason(Allowance allowance, HalfYear halfYear) {
    return allowance
        + " allowed misses from "
        + halfYear.start()
        + " to "
        + halfYear.end().minusDays(1)
        + " are used";
  }
}
