package dev.punctual.review;

import dev.punctual.ledger.Rows;
import dev.punctual.ledger.RuleBook;
import dev.punctual.report.Miss;
import dev.punctual.review.Review.Left;
import dev.punctual.rule.Deadline;
import dev.punctual.rule.Rule;
import dev.punctual.rule.Schedule;
import jakarta.inject.Singleton;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is at risk in the week after: promises without a miss left, those missed on the same day of
 * the week before, and those whose data comes later and later.
 */
@Singleton
class Ahead {

  /** How many weeks a day of the week is looked back at. */
  private static final int WEEKS = 4;

  private static final int MISSES = 2;

  private static final Duration RECENT = Duration.ofDays(14);
  private static final Duration BEFORE = Duration.ofDays(42);

  /** With more to spare, coming later hurts nobody yet. */
  private static final Duration NEAR = Duration.ofMinutes(30);

  /** Less is noise. */
  private static final Duration DRIFT = Duration.ofMinutes(8);

  private static final int ENOUGH = 5;
  private static final int MOST = 8;

  private static final String SPARE =
      """
      select rule_id, avg(extract(epoch from (due_at - arrival_at))) as spare from deadline
      where due_at >= ? and due_at < ? and arrival_at is not null and slotted = false
        and trial = false and excusal_category is null
      group by rule_id having count(*) >= ?
      """;

  private final Rows rows;
  private final RuleBook book;

  Ahead(Rows rows, RuleBook book) {
    this.rows = rows;
    this.book = book;
  }

  /**
   * The risks of a week, by the day they come.
   *
   * @param left allowances, of those wanted
   * @param misses of the weeks before it
   */
  List<Risk> of(Week next, ZoneId zone, List<Left> left, List<Miss> misses) {
    Map<String, Risk> risks = new LinkedHashMap<>();
    Dates dates = new Dates(next, zone);
    for (Left one : left) {
      boolean gone = one.state() == Left.State.OVER || one.state() == Left.State.FULL;
      if (gone && one.used() > 0) {
        dates
            .first(one.rule())
            .ifPresent(
                on ->
                    risks.put(
                        one.rule(),
                        new Risk(
                            one.rule(), on, new Risk.Why.NothingLeft(one.used(), one.allowed()))));
      }
    }
    weekdays(next, misses, dates, risks);
    later(next.from(zone), left.stream().map(Left::rule).toList(), dates, risks);
    return risks.values().stream()
        .sorted(Comparator.comparing(Risk::on).thenComparing(Risk::rule))
        .limit(MOST)
        .toList();
  }

  /** The dates a rule's deadlines of the week have, worked out where they are asked for. */
  private final class Dates {
    private final Week week;
    private final ZoneId zone;
    private final Map<String, List<LocalDate>> known = new HashMap<>();

    Dates(Week week, ZoneId zone) {
      this.week = week;
      this.zone = zone;
    }

    List<LocalDate> of(String id) {
      return known.computeIfAbsent(id, this::read);
    }

    private List<LocalDate> read(String id) {
      Rule rule = book.rules().rules().get(id);
      return rule == null || rule.isFreshness()
          ? List.of()
          : Schedule.between(rule, week.from(zone), week.to(zone)).stream()
              .map(Deadline::businessDate)
              .distinct()
              .toList();
    }

    Optional<LocalDate> first(String id) {
      return of(id).stream().findFirst();
    }
  }

  /** A rule and a day of the week. */
  private record Usual(String rule, DayOfWeek day) {}

  private static void weekdays(Week next, List<Miss> misses, Dates dates, Map<String, Risk> risks) {
    LocalDate since = next.monday().minusWeeks(WEEKS);
    Map<Usual, Integer> counts = new HashMap<>();
    misses.stream()
        .filter(miss -> !miss.slotted())
        .filter(miss -> !miss.businessDate().isBefore(since))
        .filter(miss -> miss.businessDate().isBefore(next.monday()))
        .forEach(
            miss ->
                counts.merge(
                    new Usual(miss.rule(), miss.businessDate().getDayOfWeek()), 1, Integer::sum));
    counts.forEach(
        (usual, count) -> {
          if (count >= MISSES) {
            dates.of(usual.rule()).stream()
                .filter(date -> date.getDayOfWeek() == usual.day())
                .findFirst()
                .ifPresent(
                    on ->
                        risks.put(
                            usual.rule(),
                            new Risk(
                                usual.rule(),
                                on,
                                new Risk.Why.Weekday(usual.day(), count, WEEKS))));
          }
        });
  }

  private void later(Instant begin, List<String> wanted, Dates dates, Map<String, Risk> risks) {
    SortedMap<String, Duration> recent = new TreeMap<>(spare(begin.minus(RECENT), begin));
    recent
        .entrySet()
        .removeIf(one -> one.getValue().compareTo(NEAR) > 0 || !wanted.contains(one.getKey()));
    if (recent.isEmpty()) {
      return;
    }
    Instant middle = begin.minus(RECENT);
    Map<String, Duration> before = spare(middle.minus(BEFORE), middle);
    recent.forEach(
        (rule, now) -> {
          Duration then = before.get(rule);
          if (then != null && then.minus(now).compareTo(DRIFT) >= 0) {
            dates
                .first(rule)
                .ifPresent(
                    on ->
                        risks.putIfAbsent(rule, new Risk(rule, on, new Risk.Why.Later(now, then))));
          }
        });
  }

  /** Mean time to spare of all rules: asking for some of them takes longer than reading all. */
  private Map<String, Duration> spare(Instant from, Instant to) {
    Map<String, Duration> spare = new HashMap<>();
    rows.list(
        SPARE,
        row ->
            spare.put(
                Rows.text(row, "rule_id"), Duration.ofSeconds(Math.round(row.getDouble("spare")))),
        from,
        to,
        ENOUGH);
    return spare;
  }
}
