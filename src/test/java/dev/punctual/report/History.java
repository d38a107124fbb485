package dev.punctual.report;

import dev.punctual.judge.State;
import dev.punctual.judge.Verdict;
import dev.punctual.ledger.Recount;
import dev.punctual.rule.Rule;
import io.micronaut.transaction.TransactionOperations;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a past into the ledger's tables, as if it had been judged long ago. */
final class History {
  private static final String INSERT =
      """
      insert into deadline (rule_id, business_date, slot, slotted, data_date, opens_at, due_at,
        closes_at, timezone, objective, rule_version, source, team, trial, state, verdict,
        arrival_at, reason, acknowledged_at, acknowledged_by, excusal_category, excusal_reason,
        excusal_author, excusal_at, cause_category, cause_note,
        backfilled_at, backfill_basis)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
        ?)\
      """;

  private final List<Past> past = new ArrayList<>();
  private final TransactionOperations<Connection> database;

  History(TransactionOperations<Connection> database) {
    this.database = database;
  }

  /** One deadline on its way into the past. */
  static final class Past {
    private final Rule rule;
    private final LocalDate date;
    private final Instant slot;
    private final Instant due;
    private final boolean slotted;
    private State state = State.WAITING;
    private @Nullable Verdict verdict;
    private @Nullable Instant arrival;
    private @Nullable String excusal;
    private String reason = "not asked yet";
    private @Nullable Duration acknowledged;
    private @Nullable String cause;
    private boolean trial;
    private boolean backfilled;

    private Past(Rule rule, LocalDate date, Instant slot, Instant due, boolean slotted) {
      this.rule = rule;
      this.date = date;
      this.slot = slot;
      this.due = due;
      this.slotted = slotted;
      this.trial = rule.counting().trial();
    }

    LocalDate date() {
      return date;
    }

    Past met() {
      return end(State.MET, Verdict.MET, due.minus(Duration.ofMinutes(20)));
    }

    Past late(Duration by) {
      return end(State.LATE, Verdict.MISSED, due.plus(by));
    }

    Past never() {
      return end(State.MISSED, Verdict.MISSED, null);
    }

    /** Missed for certain and still awaited. */
    Past overdue() {
      return end(State.OVERDUE, Verdict.MISSED, null);
    }

    Past unknown(String why) {
      reason = why;
      return end(State.UNKNOWN, Verdict.UNKNOWN, null);
    }

    Past excused(String category) {
      excusal = category;
      return this;
    }

    Past acknowledged(Duration afterDue) {
      acknowledged = afterDue;
      return this;
    }

    /** Filled in a month later from what an orchestrator still knew. */
    Past backfilled() {
      backfilled = true;
      return this;
    }

    Past because(String category) {
      cause = category;
      return this;
    }

    private Past end(State as, Verdict with, @Nullable Instant at) {
      state = as;
      verdict = with;
      arrival = at;
      return this;
    }

    Figures.Ending ending() {
      return new Figures.Ending(
          verdict, state, excusal != null, trial, backfilled, rule.counting().objective());
    }
  }

  /** A deadline at 10:00 in Tokyo, waiting until told otherwise. */
  Past on(Rule rule, LocalDate date) {
    Instant due = date.atTime(10, 0).atZone(SampleRules.TOKYO).toInstant();
    return add(new Past(rule, date, due, due, false));
  }

  /** An hourly slot that begins at this hour in Tokyo. */
  Past slot(Rule rule, LocalDate date, int hour) {
    Instant slot = date.atTime(hour, 0).atZone(SampleRules.TOKYO).toInstant();
    return add(new Past(rule, date, slot, slot.plus(Duration.ofMinutes(80)), true));
  }

  private Past add(Past one) {
    past.add(one);
    return one;
  }

  List<Figures.Ending> endings() {
    return past.stream().map(Past::ending).toList();
  }

  /** Stores everything and has the ledger roll it up. */
  void write() {
    database.executeWrite(
        status -> {
          try (PreparedStatement insert = status.getConnection().prepareStatement(INSERT)) {
            for (Past one : past) {
              bind(insert, one);
              insert.addBatch();
            }
            insert.executeBatch();
          }
          Recount.all(status.getConnection());
          return past.size();
        });
    past.clear();
  }

  /** A definition that is or was in force. */
  void version(
      String rule, String title, @Nullable String was, Instant since, @Nullable Instant ended) {
    execute(
        """
        insert into rule_version (rule_id, version, title, team, source, target, objective,
          trial, was, definition, file, line, change_text, since, ended_at)
        values (?, 'v1', ?, 'Data platform', 'push', 'job', 0.97, false, ?, '', 'r.yaml', 1,
          'new', ?, ?)\
        """,
        rule,
        title,
        was,
        utc(since),
        utc(ended));
  }

  void execute(String sql, @Nullable Object... arguments) {
    database.executeWrite(
        status -> {
          try (PreparedStatement statement = status.getConnection().prepareStatement(sql)) {
            for (int i = 0; i < arguments.length; i++) {
              statement.setObject(i + 1, arguments[i]);
            }
            return statement.executeUpdate();
          }
        });
  }

  /** The one number that a query finds. */
  long number(String sql, @Nullable Object... arguments) {
    return database.executeRead(
        status -> {
          try (PreparedStatement statement = status.getConnection().prepareStatement(sql)) {
            for (int i = 0; i < arguments.length; i++) {
              statement.setObject(i + 1, arguments[i]);
            }
            try (java.sql.ResultSet row = statement.executeQuery()) {
              row.next();
              return row.getLong(1);
            }
          }
        });
  }

  private static void bind(PreparedStatement insert, Past one) throws SQLException {
    BigDecimal objective = one.rule.counting().objective();
    Instant excusedAt = one.excusal == null ? null : one.due.plus(Duration.ofHours(2));
    Duration acknowledged = one.acknowledged;
    @Nullable Object[] values = {
      one.rule.id(),
      one.date,
      utc(one.slot),
      one.slotted,
      one.date,
      utc(one.due.minus(Duration.ofHours(10))),
      utc(one.due),
      utc(one.due.plus(Duration.ofDays(1))),
      SampleRules.TOKYO.getId(),
      objective,
      "v1",
      "push",
      one.rule.team(),
      one.trial,
      one.state.word(),
      one.verdict == null ? null : one.verdict.word(),
      utc(one.arrival),
      one.reason,
      utc(acknowledged == null ? null : one.due.plus(acknowledged)),
      acknowledged == null ? null : "K. Tanaka",
      one.excusal,
      one.excusal == null ? null : "agreed beforehand",
      one.excusal == null ? null : "M. Sato",
      utc(excusedAt),
      one.cause,
      one.cause == null ? null : "a note",
      one.backfilled ? utc(one.due.plus(Duration.ofDays(30))) : null,
      one.backfilled ? "task_end" : null
    };
    for (int i = 0; i < values.length; i++) {
      insert.setObject(i + 1, values[i]);
    }
  }

  private static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
    return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
  }
}
