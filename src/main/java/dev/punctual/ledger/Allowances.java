package dev.punctual.ledger;

import dev.punctual.rule.Rule;
import dev.punctual.rule.RuleSet;
import dev.punctual.rule.RuleSet.Maintenance;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How many of the misses an objective leaves are used: the one place that works it out, for pages,
 * messages, metrics and the transition that tells of the last one. Stored deadlines come from the
 * roll-ups, those still to come from the rules in force.
 */
@Singleton
public class Allowances {

  private static final String STORED =
      """
      select rule_id, sum(allowance) as allowance, sum(missed) as missed
      from month_tally
      where month_start >= ? and month_start < ?
      group by rule_id\
      """;

  private static final String STORED_UNTIL =
      "select rule_id, max(due_at) as last_due from deadline where due_at > ? group by rule_id";

  private final Rows rows;
  private final RuleBook book;
  private final Windows windows;
  private final Month yearStarts;
  private final ZoneId zone;
  private volatile @Nullable Planned planned;

  Allowances(
      Rows rows,
      RuleBook book,
      Windows windows,
      ServiceConfig service,
      @Value("${punctual.report.fiscal-year-starts:january}") String yearStarts) {
    this.rows = rows;
    this.book = book;
    this.windows = windows;
    this.yearStarts = Month.valueOf(yearStarts.strip().toUpperCase(Locale.ROOT));
    this.zone = ZoneId.of(service.timezone());
  }

  /** The half-year that is running. */
  public HalfYear current(Instant now) {
    return HalfYear.containing(LocalDate.ofInstant(now, zone), yearStarts);
  }

  /** Every rule's allowance in the half-year that is running, by the id that carries it on. */
  public Map<String, Allowance> of(Instant now) {
    return rows.together(() -> of(current(now), now));
  }

  private Map<String, Allowance> of(HalfYear halfYear, Instant now) {
    RuleSet rules = book.rules();
    Map<String, Allowance> stored = stored(halfYear);
    Heirs heirs = Heirs.read(rows, rules, stored.keySet());
    Map<String, Allowance> allowances = new HashMap<>();
    stored.forEach((id, part) -> allowances.merge(heirs.of(id), part, Allowance::plus));
    planned(halfYear, now)
        .forEach(
            (id, more) ->
                allowances.merge(
                    id, Allowance.NONE.withPlanned(more, objective(rules, id)), Allowance::plus));
    return allowances;
  }

  /** The ids whose history each of these rules carries on, its own among them. */
  Map<String, Set<String>> ids(Collection<String> of, HalfYear halfYear) {
    Set<String> stored = stored(halfYear).keySet();
    Heirs heirs = Heirs.read(rows, book.rules(), stored);
    Map<String, Set<String>> ids = new HashMap<>();
    of.forEach(rule -> ids.put(rule, new TreeSet<>(Set.of(rule))));
    stored.forEach(id -> ids.getOrDefault(heirs.of(id), new TreeSet<>()).add(id));
    return ids;
  }

  private Map<String, Allowance> stored(HalfYear halfYear) {
    Map<String, Allowance> stored = new HashMap<>();
    rows.list(
        STORED,
        row ->
            stored.put(
                Rows.text(row, "rule_id"),
                new Allowance(row.getBigDecimal("allowance"), row.getInt("missed"))),
        halfYear.start(),
        halfYear.end());
    return stored;
  }

  /** What a rule in force leaves of each deadline it plans; all of it for any other id. */
  public static BigDecimal objective(RuleSet rules, String rule) {
    Rule inForce = rules.rules().get(rule);
    return inForce == null ? BigDecimal.ONE : inForce.counting().objective();
  }

  /**
   * How many deadlines each rule in force still plans for a half-year, beyond those that are
   * stored; rules that plan none are absent.
   */
  public Map<String, Integer> planned(HalfYear halfYear, Instant now) {
    Map<String, Integer> more = new HashMap<>();
    Instant end = halfYear.end().atStartOfDay(ZoneOffset.UTC).toInstant();
    if (end.plus(Planned.MARGIN).isBefore(now)) {
      return more;
    }
    RuleSet rules = book.rules();
    Planned ahead = ahead(rules, halfYear, now);
    Map<String, Instant> storedUntil = storedUntil(now);
    for (String rule : rules.rules().keySet()) {
      int deadlines = ahead.after(rule, storedUntil.getOrDefault(rule, now));
      if (deadlines > 0) {
        more.put(rule, deadlines);
      }
    }
    return more;
  }

  private Planned ahead(RuleSet rules, HalfYear halfYear, Instant now) {
    Planned known = planned;
    List<Maintenance> maintenance = windows.and(rules, now);
    if (known == null || !known.holds(rules, maintenance, halfYear, now)) {
      known = Planned.of(rules, maintenance, halfYear, now);
      planned = known;
    }
    return known;
  }

  /**
   * Up to which due instant each rule's deadlines are stored ahead; rules of which none is stored
   * beyond now are absent.
   */
  private Map<String, Instant> storedUntil(Instant now) {
    Map<String, Instant> until = new HashMap<>();
    rows.list(
        STORED_UNTIL,
        row -> until.put(Rows.text(row, "rule_id"), Rows.instant(row, "last_due")),
        now);
    return until;
  }
}
