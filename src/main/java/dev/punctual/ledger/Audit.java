package dev.punctual.ledger;

import dev.punctual.judge.Verdict;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An audit row: who did what, when, from where. Written in the transaction of what it tells of. */
public record Audit(
    String kind,
    @Nullable Long deadline,
    @Nullable Long breach,
    @Nullable String rule,
    @Nullable String about,
    @Nullable String category,
    String note,
    @Nullable Verdict verdict,
    @Nullable Instant arrival,
    @Nullable Instant until,
    Act.Author author) {

  private static final String INSERT =
      """
      insert into act (deadline_id, breach_id, rule_id, about, kind, category, note, verdict,
        arrival_at, lasts_until, author, origin, made_at)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
      """;

  /** An act without any detail. */
  public static Audit of(String kind, Act.Author author) {
    return new Audit(kind, null, null, null, null, null, "", null, null, null, author);
  }

  Audit deadline(long id, String ofRule) {
    return new Audit(
        kind, id, breach, ofRule, about, category, note, verdict, arrival, until, author);
  }

  Audit breach(long id, String ofRule) {
    return new Audit(
        kind, deadline, id, ofRule, about, category, note, verdict, arrival, until, author);
  }

  /** What it is about where that is no deadline: {@code window 3}. */
  public Audit about(String what) {
    return new Audit(
        kind, deadline, breach, rule, what, category, note, verdict, arrival, until, author);
  }

  Audit category(@Nullable String word) {
    return new Audit(
        kind, deadline, breach, rule, about, word, note, verdict, arrival, until, author);
  }

  /** What was said. */
  public Audit note(String text) {
    return new Audit(
        kind, deadline, breach, rule, about, category, text, verdict, arrival, until, author);
  }

  Audit verdict(@Nullable Verdict given, @Nullable Instant arrivalAt) {
    return new Audit(
        kind, deadline, breach, rule, about, category, note, given, arrivalAt, until, author);
  }

  /** How long it lasts. */
  public Audit until(@Nullable Instant end) {
    return new Audit(
        kind, deadline, breach, rule, about, category, note, verdict, arrival, end, author);
  }

  public void write(Connection connection, Instant now) throws SQLException {
    Rows.update(
        connection,
        INSERT,
        deadline,
        breach,
        rule,
        about,
        kind,
        category,
        note,
        verdict == null ? null : verdict.word(),
        arrival,
        until,
        author.name(),
        author.origin(),
        now);
  }
}
