package dev.punctual.report;

import dev.punctual.report.Details.Unknown;
import dev.punctual.report.Erratum.Kind;
import io.micronaut.transaction.annotation.ReadOnly;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What was said, settled or filled in of a period after its report was frozen. The report itself
 * never changes.
 */
@Singleton
public class Errata {
  private final Rows rows;
  private final TallyRows tallies;
  private final FormerRules former;

  Errata(Rows rows, TallyRows tallies, FormerRules former) {
    this.rows = rows;
    this.tallies = tallies;
    this.former = former;
  }

  /** In the order in which they came; empty while the report is not frozen. */
  @ReadOnly
  public List<Erratum> of(FullReport full) {
    FullReport.Frozen frozen = full.frozen();
    if (frozen == null) {
      return List.of();
    }
    List<Found> found = new ArrayList<>(said(full.report(), frozen.lastAct()));
    found.addAll(settled(full, frozen.at()));
    found.addAll(backfilled(full));
    Set<String> ids = new HashSet<>();
    found.forEach(each -> ids.add(each.rule()));
    List<String> watched = full.report().freshness().stream().map(f -> f.named().rule()).toList();
    ids.addAll(watched);
    Histories histories = former.histories(ids);
    Set<String> reported = new HashSet<>();
    watched.forEach(rule -> reported.add(histories.heir(rule)));
    // What is on trial has breaches as well, and stands in no report.
    return found.stream()
        .filter(each -> each.breach() == null || reported.contains(histories.heir(each.rule())))
        .map(each -> each.erratum(histories))
        .toList();
  }

  /** One, before its rule is called by its name. */
  private record Found(
      Kind kind,
      @Nullable Instant at,
      String rule,
      @Nullable LocalDate date,
      @Nullable Instant slot,
      int deadlines,
      @Nullable String word,
      @Nullable String author,
      String reason,
      @Nullable Instant breach) {
    Erratum erratum(Histories histories) {
      String heir = histories.heir(rule);
      return new Erratum(
          kind.word(),
          at == null ? null : at.toString(),
          heir,
          histories.named(heir).title(),
          date == null ? null : date.toString(),
          slot == null ? null : slot.toString(),
          deadlines,
          word,
          author,
          reason,
          breach == null ? null : breach.toString());
    }
  }

  /** Of deadlines of the period, and of breaches that reach into it. */
  private List<Found> said(Report report, long lastAct) {
    return rows.list(
        """
        select a.kind, a.made_at, a.category, a.verdict, a.author, a.note, d.business_date, d.slot,
          d.slotted, b.from_at, coalesce(d.rule_id, b.rule_id) as rule
        from act a left join deadline d on d.id = a.deadline_id
          left join breach b on b.id = a.breach_id
        where a.id > ? and a.kind in ('excusal', 'excusal_withdrawal', 'correction', 'cause')
          and (d.business_date >= ? and d.business_date < ? and d.trial = false
            or b.from_at < ? and (b.to_at is null or b.to_at > ?))
        order by a.id
        """,
        Errata::said,
        lastAct,
        report.period().start(),
        report.period().end(),
        report.to(),
        report.from());
  }

  private static Found said(ResultSet row) throws SQLException {
    String category = row.getString("category");
    Instant breach = Rows.instantOrNull(row, "from_at");
    return new Found(
        Kind.valueOf(row.getString("kind").toUpperCase(java.util.Locale.ROOT)),
        Rows.instant(row, "made_at"),
        row.getString("rule"),
        row.getObject("business_date", LocalDate.class),
        row.getBoolean("slotted") ? Rows.instant(row, "slot") : null,
        breach == null ? 1 : 0,
        category == null ? row.getString("verdict") : category,
        row.getString("author"),
        row.getString("note"),
        breach);
  }

  /** Of those that were open: what the engine, and nobody by hand, made of them since. */
  private List<Found> settled(FullReport full, Instant frozenAt) {
    LocalDate first =
        full.details().unknown().stream()
            .filter(unknown -> !unknown.settled())
            .map(Unknown::businessDate)
            .min(LocalDate::compareTo)
            .orElse(null);
    if (first == null) {
      return List.of();
    }
    return rows.list(
        """
        select rule_id, business_date, slot, slotted, settled_at, verdict, reason from deadline
        where business_date >= ? and business_date < ? and settled_at > ? and corrected = false
          and verdict is not null and trial = false
        order by settled_at, id
        """,
        row ->
            new Found(
                Kind.SETTLED,
                Rows.instant(row, "settled_at"),
                row.getString("rule_id"),
                row.getObject("business_date", LocalDate.class),
                row.getBoolean("slotted") ? Rows.instant(row, "slot") : null,
                1,
                row.getString("verdict"),
                null,
                row.getString("reason"),
                null),
        first,
        full.report().period().end(),
        frozenAt);
  }

  /** Rules of which the ledger knows more deadlines now than the report did. */
  private List<Found> backfilled(FullReport full) {
    Map<String, Figures> today = new HashMap<>();
    tallies.byRule(full.report().period(), today, new HashMap<>());
    Set<String> ids = new HashSet<>(today.keySet());
    full.report().lines().forEach(line -> ids.add(line.rule()));
    Histories histories = former.histories(ids);
    Map<String, Integer> more = new TreeMap<>();
    today.forEach((id, each) -> more.merge(histories.heir(id), each.due(), Integer::sum));
    full.report()
        .lines()
        .forEach(
            line -> more.merge(histories.heir(line.rule()), -line.figures().due(), Integer::sum));
    return more.entrySet().stream()
        .filter(each -> each.getValue() > 0)
        .map(
            each ->
                new Found(
                    Kind.BACKFILL,
                    null,
                    each.getKey(),
                    null,
                    null,
                    each.getValue(),
                    null,
                    null,
                    "",
                    null))
        .toList();
  }
}
