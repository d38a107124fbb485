package dev.punctual.report;

import dev.punctual.report.Stretches.Stretch;
import dev.punctual.rule.Promise.FreshWithin;
import dev.punctual.rule.Rule;
import dev.punctual.rule.RuleSet;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Minutes of service, and in how many of them data was stale or nothing could be said. */
@Singleton
class FreshnessLog {
  private static final Duration MARGIN = Duration.ofDays(2);

  private final Rows rows;
  private final FormerRules former;

  FreshnessLog(Rows rows, FormerRules former) {
    this.rows = rows;
    this.former = former;
  }

  /** What a stretch of time of a freshness rule was. */
  private enum Kind {
    STALE,
    EXCUSED,
    UNKNOWN,
    IN_FORCE
  }

  private record Spell(String rule, Kind kind, Instant from, Instant to, long worstAge) {}

  /**
   * Every freshness rule that is in force or had a breach in the period.
   *
   * @param zone of the service, for the ends of the period where the rule's own is not known
   */
  List<Freshness> of(RuleSet rules, Period period, ZoneId zone, Instant now) {
    List<Spell> spells = new ArrayList<>(breaches(period, now));
    SortedSet<String> ids = new TreeSet<>();
    spells.forEach(breach -> ids.add(breach.rule()));
    rules.rules().values().stream().filter(FreshnessLog::counts).forEach(r -> ids.add(r.id()));
    if (ids.isEmpty()) {
      return List.of();
    }
    spells.addAll(gaps(period, now));
    spells.addAll(inForce(List.copyOf(ids), now));
    Histories histories = former.histories(rules, ids);
    Map<String, List<Spell>> byRule = new HashMap<>();
    spells.forEach(
        s -> byRule.computeIfAbsent(histories.heir(s.rule()), _ -> new ArrayList<>()).add(s));
    return ids.stream()
        .map(histories::heir)
        .distinct()
        .sorted()
        .filter(id -> !rules.rules().containsKey(id) || counts(rules.rules().get(id)))
        .map(id -> measure(histories, rules.rules().get(id), id, period, zone, byRule.get(id)))
        .toList();
  }

  private static boolean counts(@Nullable Rule rule) {
    return rule != null && rule.isFreshness() && !rule.counting().trial();
  }

  private static Freshness measure(
      Histories histories,
      @Nullable Rule rule,
      String id,
      Period period,
      ZoneId zone,
      @Nullable List<Spell> known) {
    List<Spell> spells = known == null ? List.of() : known;
    Stretches hours =
        rule != null && rule.promise() instanceof FreshWithin promise
            ? ServiceHours.of(rule, promise, period).within(only(spells, Kind.IN_FORCE))
            : Stretches.of(List.of(Stretch.of(period.from(zone), period.to(zone))));
    Stretches stale = only(spells, Kind.STALE).within(hours);
    Stretches excused = only(spells, Kind.EXCUSED).within(hours).without(stale);
    Stretches unknown = only(spells, Kind.UNKNOWN).within(hours).without(stale).without(excused);
    Long service = rule == null ? null : ServiceHours.minutesDown(hours);
    long room = service == null ? Long.MAX_VALUE : service;
    long staleMinutes = Math.min(room, ServiceHours.minutesUp(stale));
    long excusedMinutes = Math.min(room - staleMinutes, ServiceHours.minutesUp(excused));
    long unknownMinutes =
        Math.min(room - staleMinutes - excusedMinutes, ServiceHours.minutesUp(unknown));
    List<Spell> counted =
        spells.stream()
            .filter(spell -> spell.kind() == Kind.STALE)
            .filter(spell -> only(List.of(spell), Kind.STALE).within(hours).seconds() > 0)
            .toList();
    return new Freshness(
        histories.named(id),
        service,
        staleMinutes,
        unknownMinutes,
        excusedMinutes,
        counted.size(),
        counted.stream().mapToLong(Spell::worstAge).max().orElse(0));
  }

  private static Stretches only(List<Spell> spells, Kind kind) {
    return Stretches.of(
        spells.stream()
            .filter(spell -> spell.kind() == kind)
            .map(spell -> Stretch.of(spell.from(), spell.to()))
            .toList());
  }

  private List<Spell> breaches(Period period, Instant now) {
    return rows.list(
        """
        select rule_id, from_at, to_at, worst_age_seconds,
          case when excusal_at is null then 0 else 1 end as excused
        from breach where from_at < ? and (to_at is null or to_at > ?)
        """,
        row ->
            new Spell(
                row.getString("rule_id"),
                row.getInt("excused") == 1 ? Kind.EXCUSED : Kind.STALE,
                Rows.instant(row, "from_at"),
                orNow(Rows.instantOrNull(row, "to_at"), now),
                row.getLong("worst_age_seconds")),
        period.to(ZoneOffset.UTC).plus(MARGIN),
        period.from(ZoneOffset.UTC).minus(MARGIN));
  }

  private List<Spell> gaps(Period period, Instant now) {
    return rows.list(
        """
        select rule_id, from_at, to_at from freshness_gap
        where from_at < ? and (to_at is null or to_at > ?)
        """,
        row ->
            new Spell(
                row.getString("rule_id"),
                Kind.UNKNOWN,
                Rows.instant(row, "from_at"),
                orNow(Rows.instantOrNull(row, "to_at"), now),
                0),
        period.to(ZoneOffset.UTC).plus(MARGIN),
        period.from(ZoneOffset.UTC).minus(MARGIN));
  }

  private List<Spell> inForce(List<String> ids, Instant now) {
    return rows.list(
        "select rule_id, since, ended_at from rule_version where rule_id = any(?)",
        row ->
            new Spell(
                row.getString("rule_id"),
                Kind.IN_FORCE,
                Rows.instant(row, "since"),
                orNow(Rows.instantOrNull(row, "ended_at"), now),
                0),
        ids);
  }

  private static Instant orNow(@Nullable Instant end, Instant now) {
    return end == null || end.isAfter(now) ? now : end;
  }
}
