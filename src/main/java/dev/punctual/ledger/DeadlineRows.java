package dev.punctual.ledger;

import dev.punctual.judge.Arrival;
import dev.punctual.judge.Progress;
import dev.punctual.judge.Progress.Stability;
import dev.punctual.judge.Progress.Trouble;
import dev.punctual.judge.State;
import dev.punctual.judge.Verdict;
import dev.punctual.observe.Observation.Strength;
import dev.punctual.rule.Deadline;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Between rows of {@code deadline} and {@link Entry}. */
final class DeadlineRows {

  static final String COLUMNS =
      """
      id, rule_id, business_date, slot, slotted, data_date, opens_at, due_at, closes_at, timezone,
      objective, rule_version, source, team, trial, state, verdict, arrival_earliest, arrival_at, weak,
      evidence, reason, contrary, trouble, trouble_text, last_no_at, stable_measure, stable_since,
      stable_after, likely_at, reminded, revision\
      """;

  private DeadlineRows() {}

  static Entry read(ResultSet row) throws SQLException {
    return new Entry(
        row.getLong("id"),
        deadline(row),
        progress(row),
        text(row, "rule_version"),
        text(row, "source"),
        row.getString("team"),
        row.getBoolean("trial"),
        row.getLong("revision"));
  }

  private static Deadline deadline(ResultSet row) throws SQLException {
    return new Deadline(
        text(row, "rule_id"),
        row.getObject("business_date", LocalDate.class),
        row.getBoolean("slotted") ? instant(row, "slot") : null,
        row.getObject("data_date", LocalDate.class),
        Objects.requireNonNull(instant(row, "opens_at")),
        Objects.requireNonNull(instant(row, "due_at")),
        Objects.requireNonNull(instant(row, "closes_at")),
        ZoneId.of(text(row, "timezone")),
        row.getBigDecimal("objective"));
  }

  private static Progress progress(ResultSet row) throws SQLException {
    String verdict = row.getString("verdict");
    return new Progress(
        State.of(text(row, "state")),
        verdict == null ? null : Verdict.of(verdict),
        arrival(row),
        row.getString("evidence"),
        text(row, "reason"),
        row.getString("contrary"),
        trouble(row),
        instant(row, "last_no_at"),
        stability(row),
        instant(row, "likely_at"),
        row.getBoolean("reminded"));
  }

  private static @Nullable Arrival arrival(ResultSet row) throws SQLException {
    Instant earliest = instant(row, "arrival_earliest");
    Instant at = instant(row, "arrival_at");
    if (earliest == null || at == null) {
      return null;
    }
    return new Arrival(earliest, at, row.getBoolean("weak") ? Strength.WEAK : Strength.STRONG);
  }

  private static @Nullable Trouble trouble(ResultSet row) throws SQLException {
    String kind = row.getString("trouble");
    return kind == null
        ? null
        : new Trouble(
            Trouble.Kind.valueOf(kind.toUpperCase(Locale.ROOT)), text(row, "trouble_text"));
  }

  private static @Nullable Stability stability(ResultSet row) throws SQLException {
    String measure = row.getString("stable_measure");
    Instant since = instant(row, "stable_since");
    return measure == null || since == null
        ? null
        : new Stability(measure, since, instant(row, "stable_after"));
  }

  /** Binds all that a change may change, from the first parameter on; gives the next free index. */
  static int bind(PreparedStatement statement, Progress next) throws SQLException {
    Arrival arrival = next.arrival();
    Trouble trouble = next.trouble();
    Stability stability = next.stability();
    Verdict verdict = next.verdict();
    int i = 1;
    statement.setString(i++, next.state().word());
    statement.setString(i++, verdict == null ? null : verdict.word());
    setInstant(statement, i++, arrival == null ? null : arrival.earliest());
    setInstant(statement, i++, arrival == null ? null : arrival.at());
    statement.setBoolean(i++, arrival != null && arrival.strength() == Strength.WEAK);
    statement.setString(i++, next.evidence());
    statement.setString(i++, next.reason());
    statement.setString(i++, next.contrary());
    statement.setString(
        i++, trouble == null ? null : trouble.kind().name().toLowerCase(Locale.ROOT));
    statement.setString(i++, trouble == null ? null : trouble.text());
    setInstant(statement, i++, next.firstNoAt());
    statement.setString(i++, stability == null ? null : stability.measure());
    setInstant(statement, i++, stability == null ? null : stability.since());
    setInstant(statement, i++, stability == null ? null : stability.after());
    setInstant(statement, i++, next.likelyAt());
    statement.setBoolean(i++, next.reminded());
    return i;
  }

  static final String ASSIGNMENTS =
      """
      state = ?, verdict = ?, arrival_earliest = ?, arrival_at = ?, weak = ?, evidence = ?, reason = ?,
      contrary = ?, trouble = ?, trouble_text = ?, last_no_at = ?, stable_measure = ?,
      stable_since = ?, stable_after = ?, likely_at = ?, reminded = ?\
      """;

  static void setInstant(PreparedStatement statement, int index, @Nullable Instant instant)
      throws SQLException {
    if (instant == null) {
      statement.setNull(index, Types.TIMESTAMP_WITH_TIMEZONE);
    } else {
      statement.setObject(index, instant.atOffset(ZoneOffset.UTC));
    }
  }

  static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
    return value == null ? null : value.toInstant();
  }

  static String text(ResultSet row, String column) throws SQLException {
    return Objects.requireNonNull(row.getString(column), column);
  }
}
