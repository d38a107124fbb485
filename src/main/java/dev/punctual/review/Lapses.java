package dev.punctual.review;

import dev.punctual.judge.State;
import dev.punctual.ledger.Rows;
import dev.punctual.ledger.RuleBook;
import dev.punctual.ledger.TransitionKind;
import dev.punctual.review.Lapse.Said;
import dev.punctual.review.Lapse.Taken;
import dev.punctual.rule.Rule;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads what a week's review is about, with SQL of its own. */
@Singleton
class Lapses {

  /** An outage told this long before the week may reach into it. */
  private static final Duration OUTAGE_BEFORE = Duration.ofDays(7);

  /** Found by the due instant; a corrected one stays in sight, whatever it is now. */
  private static final String LATE =
      """
      select id, rule_id, team, business_date, slot, slotted, opens_at, due_at, timezone, source,
        state, verdict, arrival_earliest, arrival_at, evidence, reason, contrary, trouble,
        acknowledged_by, acknowledged_at, excusal_category, excusal_reason, excusal_author,
        excusal_at, cause_category, cause_note, cause_author, cause_at, corrected
      from deadline
      where due_at >= ? and due_at < ? and trial = false
        and (state in ('overdue', 'late', 'missed', 'unknown') or corrected = true)
      order by due_at, rule_id\
      """;

  private static final String STALE =
      """
      select id, rule_id, team, from_at, to_at, worst_age_seconds, reason, acknowledged_by,
        acknowledged_at, excusal_category, excusal_reason, excusal_author, excusal_at,
        cause_category, cause_note, cause_author, cause_at
      from breach where from_at >= ? and from_at < ? order by from_at, rule_id\
      """;

  private static final String LOG =
      """
      select deadline_id, breach_id, kind, from_state, to_state, reason, author, happened_at
      from transition where\
      """;

  private static final String OUTAGES =
      """
      select source, kind, reason, happened_at from transition
      where recorded_at >= ? and recorded_at < ? and kind in ('source_down', 'source_up')
      order by happened_at, id\
      """;

  private final Rows rows;
  private final RuleBook book;

  Lapses(Rows rows, RuleBook book) {
    this.rows = rows;
    this.book = book;
  }

  /** Missed, unknown and corrected deadlines that fell due in a stretch of time. */
  List<Lapse.Late> late(Instant from, Instant to) {
    return rows.list(LATE, this::late, from, to);
  }

  /** Breaches that began in it. */
  List<Lapse.Stale> stale(Instant from, Instant to, ZoneId zone) {
    return rows.list(STALE, row -> stale(row, zone), from, to);
  }

  /** The log of each, by {@link Lapse#key}. */
  Map<String, List<Happening>> logs(Collection<? extends Lapse> lapses) {
    Map<String, List<Happening>> logs = new HashMap<>();
    read(logs, "d", "deadline_id", ids(lapses, Lapse.Late.class));
    read(logs, "b", "breach_id", ids(lapses, Lapse.Stale.class));
    return logs;
  }

  private static List<Long> ids(Collection<? extends Lapse> lapses, Class<? extends Lapse> kind) {
    return lapses.stream().filter(kind::isInstance).map(Lapse::id).toList();
  }

  private void read(
      Map<String, List<Happening>> logs, String prefix, String column, List<Long> ids) {
    if (ids.isEmpty()) {
      return;
    }
    rows.list(
        LOG + " " + column + " = any (?) order by id",
        row ->
            logs.computeIfAbsent(prefix + row.getLong(column), _ -> new ArrayList<>())
                .add(happening(row)),
        ids);
  }

  private static Happening happening(ResultSet row) throws SQLException {
    return new Happening(
        TransitionKind.of(Rows.text(row, "kind")),
        Rows.text(row, "reason"),
        row.getString("author"),
        Rows.instant(row, "happened_at"),
        state(row.getString("from_state")),
        state(row.getString("to_state")));
  }

  private static @Nullable State state(@Nullable String word) {
    return word == null ? null : State.of(word);
  }

  /** When sources did not answer, by their beginning. */
  List<Outage> outages(Instant from, Instant to) {
    Map<String, Outage> open = new HashMap<>();
    List<Outage> outages = new ArrayList<>();
    rows.list(
        OUTAGES,
        row -> {
          String source = Rows.text(row, "source");
          Instant at = Rows.instant(row, "happened_at");
          boolean down = Rows.text(row, "kind").equals(TransitionKind.SOURCE_DOWN.word());
          Outage before = down ? open.get(source) : open.remove(source);
          if (down && before == null) {
            open.put(source, new Outage(source, at, null, Rows.text(row, "reason")));
          } else if (!down && before != null) {
            outages.add(new Outage(source, before.from(), at, before.reason()));
          }
          return source;
        },
        from.minus(OUTAGE_BEFORE),
        to);
    outages.addAll(open.values());
    outages.sort(java.util.Comparator.comparing(Outage::from));
    return outages;
  }

  private Lapse.Late late(ResultSet row) throws SQLException {
    return new Lapse.Late(
        row.getLong("id"),
        Rows.text(row, "rule_id"),
        team(row),
        row.getObject("business_date", LocalDate.class),
        row.getBoolean("slotted") ? Rows.instant(row, "slot") : null,
        Rows.instant(row, "opens_at"),
        Rows.instant(row, "due_at"),
        ZoneId.of(Rows.text(row, "timezone")),
        Rows.text(row, "source"),
        State.of(Rows.text(row, "state")),
        row.getString("verdict"),
        Rows.orNull(row, "arrival_earliest"),
        Rows.orNull(row, "arrival_at"),
        row.getString("evidence"),
        Rows.text(row, "reason"),
        row.getString("contrary"),
        row.getString("trouble"),
        taken(row),
        said(row, "excusal", "excusal_reason"),
        said(row, "cause", "cause_note"),
        row.getBoolean("corrected"));
  }

  private Lapse.Stale stale(ResultSet row, ZoneId zone) throws SQLException {
    Rule rule = book.rules().rules().get(Rows.text(row, "rule_id"));
    return new Lapse.Stale(
        row.getLong("id"),
        Rows.text(row, "rule_id"),
        team(row),
        Rows.instant(row, "from_at"),
        Rows.orNull(row, "to_at"),
        row.getLong("worst_age_seconds"),
        rule == null ? zone : rule.timezone(),
        rule == null ? "" : rule.source(),
        Rows.text(row, "reason"),
        taken(row),
        said(row, "excusal", "excusal_reason"),
        said(row, "cause", "cause_note"));
  }

  /** The team that answers for the rule now; the one recorded where the rule is gone. */
  private @Nullable String team(ResultSet row) throws SQLException {
    Rule rule = book.rules().rules().get(Rows.text(row, "rule_id"));
    return rule == null ? row.getString("team") : rule.team();
  }

  private static @Nullable Taken taken(ResultSet row) throws SQLException {
    Instant at = Rows.orNull(row, "acknowledged_at");
    String author = row.getString("acknowledged_by");
    return at == null || author == null ? null : new Taken(author, at);
  }

  private static @Nullable Said said(ResultSet row, String what, String text) throws SQLException {
    String category = row.getString(what + "_category");
    return category == null
        ? null
        : new Said(
            category,
            Objects.requireNonNullElse(row.getString(text), ""),
            Objects.requireNonNullElse(row.getString(what + "_author"), ""),
            Rows.orNull(row, what + "_at"));
  }
}
