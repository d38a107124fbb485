package dev.punctual.board;

import dev.punctual.judge.State;
import dev.punctual.ledger.Rows;
import dev.punctual.web.Words;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * A deadline of a rule with everything that is known and said of it.
 *
 * @param verdict null until judged
 * @param cause null while nobody named one
 * @param excusal null unless excused
 * @param backfilled null for one that was judged live
 * @param contrary evidence against a settled verdict, null without any
 */
record Past(
    Due due,
    LocalDate dataDate,
    Instant opensAt,
    Instant closesAt,
    @Nullable String verdict,
    @Nullable Instant arrivalEarliest,
    @Nullable String evidence,
    @Nullable String contrary,
    @Nullable Said excusal,
    @Nullable Said cause,
    @Nullable Instant acknowledgedAt,
    boolean corrected,
    @Nullable Backfilled backfilled,
    String ruleVersion,
    BigDecimal objective) {

  /** Something a person said: category, words, who, when. */
  record Said(String category, String text, String author, @Nullable Instant at) {}

  /** Judged after the fact: when, and what its times rest on. */
  record Backfilled(Instant at, String basis) {

    static @Nullable Backfilled read(ResultSet row) throws SQLException {
      Instant at = Rows.orNull(row, "backfilled_at");
      return at == null ? null : new Backfilled(at, Rows.text(row, "backfill_basis"));
    }
  }

  static final String COLUMNS =
      Due.COLUMNS
          + """
          , data_date, opens_at, closes_at, arrival_earliest, evidence, contrary, excusal_reason,
          excusal_author, excusal_at, cause_category, cause_note, cause_author, cause_at,
          acknowledged_at, corrected, backfilled_at, backfill_basis, rule_version, objective\
          """;

  static Past read(ResultSet row) throws SQLException {
    return new Past(
        Due.read(row),
        row.getObject("data_date", LocalDate.class),
        Rows.instant(row, "opens_at"),
        Rows.instant(row, "closes_at"),
        row.getString("verdict"),
        Rows.orNull(row, "arrival_earliest"),
        row.getString("evidence"),
        row.getString("contrary"),
        said(row, "excusal", "excusal_reason"),
        said(row, "cause", "cause_note"),
        Rows.orNull(row, "acknowledged_at"),
        row.getBoolean("corrected"),
        Backfilled.read(row),
        Rows.text(row, "rule_version"),
        row.getBigDecimal("objective"));
  }

  static @Nullable Said said(ResultSet row, String what, String text) throws SQLException {
    String category = row.getString(what + "_category");
    if (category == null) {
      return null;
    }
    String words = row.getString(text);
    String author = row.getString(what + "_author");
    return new Said(
        category,
        words == null ? "" : words,
        author == null ? "" : author,
        Rows.orNull(row, what + "_at"));
  }

  Look look() {
    return due.look();
  }

  ZoneId zone() {
    return due.zone();
  }

  /** Of what its time is measured: midnight of its date, of a slot its end. */
  Instant base() {
    return due.slot() == null ? due.businessDate().atStartOfDay(zone()).toInstant() : opensAt;
  }

  /** Minutes from its base to an instant. */
  double minutes(Instant instant) {
    return Duration.between(base(), instant).toSeconds() / 60.0;
  }

  /** Arrived, judged, and not excused: what typical times are made of. */
  boolean isTypical() {
    return due.arrivedAt() != null && due.excusal() == null;
  }

  /** Judged met or missed and not excused. */
  boolean isCounted() {
    return verdict != null && due.excusal() == null && !verdict.equals("unknown");
  }

  /** The address of its part of the rule's page. */
  String link() {
    String slot = due.slot() == null ? "" : "&slot=" + due.slot();
    return "/rules/" + due.rule() + "?at=" + due.businessDate() + slot + "#respond";
  }

  /** {@code Fri 20 Nov}, with the time of its slot. */
  String when(Words words) {
    String date = words.weekday(due.businessDate());
    return due.slot() == null ? date : date + " " + words.time(due.slot(), zone());
  }

  boolean isWaiting() {
    return due.state() == State.WAITING || due.state() == State.AT_RISK;
  }

  /** Whether its data may still be had, and would still matter. */
  boolean isUnsettled() {
    return switch (due.state()) {
      case WAITING, AT_RISK, OVERDUE -> true;
      case UNKNOWN -> verdict == null;
      case MET, LATE, MISSED -> false;
    };
  }

  /**
   * What was done, for the column of names.
   *
   * @param about the deadline or breach it was done about
   * @param author empty for what Punctual did itself
   */
  record Deed(long about, String kind, String author, Instant at, @Nullable String note) {}
}
