package dev.punctual.report;

import dev.punctual.judge.State;
import dev.punctual.judge.Verdict;
import dev.punctual.ledger.RuleBook;
import dev.punctual.ledger.ServiceConfig;
import dev.punctual.report.Details.Changed;
import dev.punctual.report.Details.Excused;
import dev.punctual.report.Details.Noise;
import dev.punctual.report.Details.NoiseOf;
import dev.punctual.report.Details.Unknown;
import dev.punctual.rule.RuleSet;
import io.micronaut.transaction.annotation.ReadOnly;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads what stands behind a report's figures: only rows that are not plainly met, through the
 * indexes by state and by excusal, so that it costs what went wrong and not what went well.
 */
@Singleton
class DetailRows {
  /** Deadlines are stored two days ahead at most, so none is excused earlier than this. */
  private static final Duration EXCUSED_AHEAD = Duration.ofDays(30);

  private static final List<State> MISSES = List.of(State.LATE, State.MISSED, State.OVERDUE);

  private static final String MISS_COLUMNS =
      """
      select rule_id, team, business_date, slot, slotted, due_at, state, arrival_at,
        acknowledged_at, cause_category
      """;

  private static final String MISSED =
      """
      from deadline
      where state = ? and business_date >= ? and business_date < ? and verdict = 'missed' and excusal_category is null and trial = false
      """;

  private static final String NOISE =
      """
      count(distinct m.id) as messages,
        count(distinct case
          when d.acknowledged_at is not null or d.cause_at is not null or d.corrected = true
            or (d.excusal_at is not null and d.excusal_author not like 'window in %') then m.id
        end) as acted
      from message m
      join message_member mm on mm.message_id = coalesce(m.parent_id, m.about_id, m.id)
      join deadline d on d.id = mm.deadline_id
      where m.wanted_at >= ? and m.wanted_at < ? and (m.parent_id is null or m.broadcast = true)
        and d.trial = false
      """;

  private final Rows rows;
  private final FormerRules former;
  private final RuleBook book;
  private final ZoneId zone;

  DetailRows(Rows rows, FormerRules former, RuleBook book, ServiceConfig service) {
    this.rows = rows;
    this.former = former;
    this.book = book;
    this.zone = ZoneId.of(service.timezone());
  }

  /** Everything behind the figures of a period. */
  @ReadOnly
  Details of(Period period) {
    RuleSet rules = book.rules();
    List<Miss> misses = misses(period);
    List<Excused> excused = excused(period);
    List<Unknown> unknown = unknown(period);
    Set<String> ids = new HashSet<>();
    misses.forEach(miss -> ids.add(miss.rule()));
    excused.forEach(each -> ids.add(each.rule()));
    unknown.forEach(each -> ids.add(each.rule()));
    Histories histories = former.histories(rules, ids);
    List<Miss> joined = misses.stream().map(m -> m.of(histories.heir(m.rule()))).toList();
    return new Details(
        joined,
        Incidents.count(joined, rules.rules()),
        excused.stream().map(each -> each.of(histories.heir(each.rule()))).toList(),
        unknown.stream().map(each -> each.of(histories.heir(each.rule()))).toList(),
        changes(rules, period),
        causes(period.previous()),
        noise(period, histories));
  }

  private List<Miss> misses(Period period) {
    List<Miss> misses = new ArrayList<>();
    for (State state : MISSES) {
      misses.addAll(
          rows.list(
              MISS_COLUMNS + MISSED, DetailRows::miss, state.word(), period.start(), period.end()));
    }
    misses.sort(Comparator.comparing(Miss::dueAt).thenComparing(Miss::rule));
    return misses;
  }

  /** Misses by the word of their cause, "" for none. */
  private Map<String, Integer> causes(Period period) {
    Map<String, Integer> causes = new HashMap<>();
    for (State state : MISSES) {
      rows.list(
          "select coalesce(cause_category, '') as cause, count(*) as misses "
              + MISSED
              + " group by coalesce(cause_category, '')",
          row -> causes.merge(row.getString("cause"), row.getInt("misses"), Integer::sum),
          state.word(),
          period.start(),
          period.end());
    }
    return causes;
  }

  /** Found by the instant of the excusal alone: any other condition leads H2 to a wider index. */
  private List<Excused> excused(Period period) {
    return rows
        .list(
            """
            select rule_id, business_date, due_at, excusal_category, excusal_reason,
              excusal_author, excusal_at, state, verdict, arrival_at, trial
            from deadline where excusal_at >= ?
            """,
            row -> row.getBoolean("trial") ? Optional.<Excused>empty() : Optional.of(excused(row)),
            period.from(ZoneOffset.UTC).minus(EXCUSED_AHEAD))
        .stream()
        .flatMap(Optional::stream)
        .filter(each -> period.contains(each.businessDate()) && each.underneath() != null)
        .sorted(
            Comparator.comparing(Excused::businessDate)
                .thenComparing(Excused::dueAt)
                .thenComparing(Excused::rule))
        .toList();
  }

  private List<Unknown> unknown(Period period) {
    return rows.list(
        """
        select rule_id, business_date, reason from deadline
        where state = 'unknown' and business_date >= ? and business_date < ?
          and verdict = 'unknown' and excusal_category is null and trial = false
        order by business_date, rule_id
        """,
        row ->
            new Unknown(
                row.getString("rule_id"),
                row.getObject("business_date", LocalDate.class),
                row.getString("reason")),
        period.start(),
        period.end());
  }

  /** Newest first. Removals are found by versions that ended without another one. */
  private List<Changed> changes(RuleSet rules, Period period) {
    List<Changed> changes = new ArrayList<>();
    changes.addAll(
        rows.list(
            """
            select rule_id, title, since as changed_at, change_text, version, file, line
            from rule_version where since >= ? and since < ?
            """,
            DetailRows::changed,
            period.from(zone),
            period.to(zone)));
    changes.addAll(
        rows.list(
            """
            select rule_id, title, ended_at as changed_at, 'removed' as change_text, version, file,
              line
            from rule_version gone
            where ended_at >= ? and ended_at < ? and not exists (
              select 1 from rule_version next
              where next.rule_id = gone.rule_id and next.since >= gone.ended_at)
            """,
            DetailRows::changed,
            period.from(zone),
            period.to(zone)));
    changes.removeIf(c -> c.words().equals("removed") && isRenamed(rules, c.rule()));
    changes.sort(Comparator.comparing(Changed::since).reversed().thenComparing(Changed::rule));
    return changes;
  }

  /** Cards and what was sent to the channel about them; edits and quiet replies notify nobody. */
  private Noise noise(Period period, Histories histories) {
    Map<String, NoiseOf> byRule = new TreeMap<>();
    rows.list(
        "select d.rule_id, " + NOISE + " group by d.rule_id",
        row -> {
          String rule = histories.heir(row.getString("rule_id"));
          NoiseOf one = new NoiseOf(rule, row.getInt("messages"), row.getInt("acted"));
          return byRule.merge(rule, one, NoiseOf::plus);
        },
        period.from(zone),
        period.to(zone));
    NoiseOf all =
        rows.list(
                "select " + NOISE,
                row -> new NoiseOf("", row.getInt("messages"), row.getInt("acted")),
                period.from(zone),
                period.to(zone))
            .getFirst();
    List<NoiseOf> loudest = new ArrayList<>(byRule.values());
    loudest.sort(
        Comparator.comparingInt((NoiseOf one) -> -one.messages()).thenComparing(NoiseOf::rule));
    return new Noise(all, loudest);
  }

  private static boolean isRenamed(RuleSet rules, String id) {
    return rules.rules().values().stream().anyMatch(rule -> id.equals(rule.counting().was()));
  }

  /** By position, as there are many: the columns of {@link #MISS_COLUMNS}. */
  private static Miss miss(ResultSet row) throws SQLException {
    return new Miss(
        row.getString(1),
        row.getString(2),
        row.getObject(3, LocalDate.class),
        Rows.instant(row, 4),
        row.getBoolean(5),
        Rows.instant(row, 6),
        State.of(row.getString(7)),
        Rows.instantOrNull(row, 8),
        Rows.instantOrNull(row, 9),
        row.getString(10));
  }

  private static Excused excused(ResultSet row) throws SQLException {
    String verdict = row.getString("verdict");
    return new Excused(
        row.getString("rule_id"),
        row.getObject("business_date", LocalDate.class),
        Rows.instant(row, "due_at"),
        row.getString("excusal_category"),
        orEmpty(row.getString("excusal_reason")),
        orEmpty(row.getString("excusal_author")),
        Rows.instant(row, "excusal_at"),
        State.of(row.getString("state")),
        verdict == null ? null : Verdict.of(verdict),
        Rows.instantOrNull(row, "arrival_at"));
  }

  private static Changed changed(ResultSet row) throws SQLException {
    return new Changed(
        row.getString("rule_id"),
        row.getString("title"),
        Rows.instant(row, "changed_at"),
        row.getString("change_text"),
        row.getString("version"),
        row.getString("file"),
        row.getInt("line"));
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
