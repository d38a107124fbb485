package dev.punctual.review;

import dev.punctual.judge.State;
import dev.punctual.ledger.Allowance;
import dev.punctual.ledger.Ledger;
import dev.punctual.ledger.Rows;
import dev.punctual.ledger.RuleBook;
import dev.punctual.ledger.ServiceConfig;
import dev.punctual.ledger.TransitionKind;
import dev.punctual.ledger.Window;
import dev.punctual.ledger.Windows;
import dev.punctual.report.AlertNoise;
import dev.punctual.report.Miss;
import dev.punctual.report.Misses;
import dev.punctual.report.Noise;
import dev.punctual.report.Pace;
import dev.punctual.report.Period;
import dev.punctual.report.PromiseChange;
import dev.punctual.report.PromiseChanges;
import dev.punctual.report.Reports;
import dev.punctual.review.Review.Closed;
import dev.punctual.review.Review.Found;
import dev.punctual.review.Review.Happenings;
import dev.punctual.review.Review.Left;
import dev.punctual.rule.Rule;
import dev.punctual.rule.RuleSet;
import dev.punctual.rule.RuleSet.Maintenance;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Gathers what the review of a week is about. */
@Singleton
public class Reviews {

  /** Half a year of arrivals is no habit; a quarter is. */
  private static final int HABIT_DAYS = 90;

  private static final int FOUR_WEEKS = 28;

  private final Lapses lapses;
  private final WeekFigures figures;
  private final Actions actions;
  private final Marks marks;
  private final Ahead ahead;
  private final Sources sources;

  Reviews(
      Lapses lapses,
      WeekFigures figures,
      Actions actions,
      Marks marks,
      Ahead ahead,
      Sources sources) {
    this.lapses = lapses;
    this.figures = figures;
    this.actions = actions;
    this.marks = marks;
    this.ahead = ahead;
    this.sources = sources;
  }

  /** What other features know that a review tells. */
  @Singleton
  record Sources(
      RuleBook book,
      Rows rows,
      Ledger ledger,
      Windows windows,
      Counted counted,
      ServiceConfig service) {

    ZoneId zone() {
      return ZoneId.of(service.timezone());
    }
  }

  /** What the report counts. */
  @Singleton
  record Counted(Reports reports, Misses misses, PromiseChanges changes, AlertNoise noise) {}

  /** The zone in which weeks begin. */
  public ZoneId zone() {
    return sources.zone();
  }

  /** The last week that is over. */
  public Week last(Instant now) {
    return Week.of(now, zone()).plus(-1);
  }

  /** The teams that may have a review of their own, by name. */
  List<String> teams() {
    return sources.book().rules().rules().values().stream()
        .map(Rule::team)
        .filter(java.util.Objects::nonNull)
        .map(String::valueOf)
        .distinct()
        .sorted()
        .toList();
  }

  /**
   * The review of a week as of now.
   *
   * @param team empty for all
   */
  public Review of(Week week, String team, Instant now) {
    return sources.rows().together(() -> read(week, team, now));
  }

  private Review read(Week week, String team, Instant now) {
    ZoneId zone = zone();
    RuleSet rules = sources.book().rules();
    Instant from = week.from(zone);
    Instant to = week.to(zone);
    Instant until = now.isBefore(to) ? now : to;
    Map<String, @Nullable String> teams = recordedTeams(rules, from, until);
    Predicate<String> wanted = rule -> team.isEmpty() || team.equals(teams.get(rule));

    List<Lapse.Late> late = lapses.late(from, until);
    List<Lapse> all = new ArrayList<>(late);
    all.addAll(lapses.stale(from, until, zone));
    all.removeIf(lapse -> !wanted.test(lapse.rule()));
    all.sort(Comparator.comparing(Lapse::at).thenComparing(Lapse::rule));

    Period halfYear = sources.counted().reports().current(now);
    List<Miss> misses =
        sources.counted().misses().between(earliest(halfYear, week), halfYear.end()).stream()
            .filter(miss -> wanted.test(miss.rule()))
            .toList();
    List<Left> left = left(halfYear, misses, wanted, now);
    List<PromiseChange> changes =
        sources.counted().changes().between(from, to).stream()
            .filter(change -> wanted.test(change.rule()))
            .toList();
    Noise noise = noise(from, to, wanted);
    List<WeekFigures.Just> just =
        figures.just(from, until).stream().filter(one -> wanted.test(one.rule())).toList();
    List<Action> open =
        actions.of(week, from).stream()
            .filter(action -> team.isEmpty() || team.equals(action.team()))
            .toList();
    Map<String, String> titles = titles(rules, all, left, changes, noise, just);
    return new Review(
        week,
        zone,
        now,
        team,
        found(all, late, rules, titles, week, from, to),
        figures.count(from, until, wanted),
        marks.of(week, team),
        open,
        left,
        new Happenings(changes, windows(rules, from, to)),
        ahead.of(week.plus(1), zone, left, misses),
        noise,
        just,
        titles);
  }

  private static LocalDate earliest(Period halfYear, Week week) {
    LocalDate weeks = week.monday().minusDays(FOUR_WEEKS);
    return weeks.isBefore(halfYear.start()) ? weeks : halfYear.start();
  }

  /** The team of each rule: its own, or the one recorded where the rule is gone. */
  private Map<String, @Nullable String> recordedTeams(RuleSet rules, Instant from, Instant to) {
    Map<String, @Nullable String> teams = new HashMap<>();
    sources
        .rows()
        .list(
            "select distinct rule_id, team from deadline where due_at >= ? and due_at < ?",
            row -> teams.put(Rows.text(row, "rule_id"), row.getString("team")),
            from,
            to);
    rules.rules().values().forEach(rule -> teams.put(rule.id(), rule.team()));
    return teams;
  }

  private List<Found> found(
      List<Lapse> all,
      List<Lapse.Late> late,
      RuleSet rules,
      Map<String, String> titles,
      Week week,
      Instant from,
      Instant to) {
    Map<String, List<Happening>> logs = lapses.logs(all);
    List<Outage> outages = all.isEmpty() ? List.of() : lapses.outages(from, to);
    Set<String> ids = all.stream().map(Lapse::rule).collect(Collectors.toSet());
    Map<String, List<Duration>> lateness =
        ids.isEmpty()
            ? Map.of()
            : sources.ledger().lateness(ids, week.monday().minusDays(HABIT_DAYS));
    Proposer proposer = new Proposer(outages, late, new Known(rules, titles));
    List<Found> found = new ArrayList<>();
    for (Lapse lapse : all) {
      List<Happening> log = logs.getOrDefault(lapse.key(), List.of());
      Rule rule = rules.rules().get(lapse.rule());
      found.add(
          new Found(
              lapse,
              log,
              outages.stream().filter(o -> o.source().equals(lapse.source())).toList(),
              Habit.of(lateness.getOrDefault(lapse.rule(), List.of())),
              rule == null ? null : promisedAge(rule),
              proposer.propose(lapse, log, rule == null ? "" : rule.target().kind()),
              before(log),
              rule == null ? "" : rule.target().kind(),
              rule == null ? "" : rule.source() + "." + rule.target().path()));
    }
    return found;
  }

  /** What the rules in force say of their neighbours. */
  private record Known(RuleSet rules, Map<String, String> titles) implements Proposer.Promises {
    @Override
    public String title(String rule) {
      return titles.getOrDefault(rule, rule);
    }

    @Override
    public @Nullable Place place(String rule) {
      Rule inForce = rules.rules().get(rule);
      return inForce == null ? null : Place.of(inForce.target());
    }
  }

  private static @Nullable Duration promisedAge(Rule rule) {
    return rule.promise() instanceof dev.punctual.rule.Promise.FreshWithin promise
        ? promise.freshWithin()
        : null;
  }

  /** What a corrected deadline was before anybody corrected it. */
  private static @Nullable String before(List<Happening> log) {
    return log.stream()
        .filter(line -> line.kind() == TransitionKind.CORRECTED)
        .map(Happening::from)
        .filter(java.util.Objects::nonNull)
        .findFirst()
        .map(State::word)
        .orElse(null);
  }

  private List<Left> left(
      Period halfYear, List<Miss> misses, Predicate<String> wanted, Instant now) {
    LocalDate today = LocalDate.ofInstant(now, zone());
    Map<String, List<LocalDate>> dates = new HashMap<>();
    misses.stream()
        .filter(miss -> halfYear.contains(miss.businessDate()))
        .forEach(
            m -> dates.computeIfAbsent(m.rule(), _ -> new ArrayList<>()).add(m.businessDate()));
    List<Left> left = new ArrayList<>();
    sources
        .counted()
        .reports()
        .allowances(now)
        .forEach(
            (rule, allowance) -> {
              if (wanted.test(rule)) {
                left.add(
                    left(rule, allowance, halfYear, today, dates.getOrDefault(rule, List.of())));
              }
            });
    left.sort(
        Comparator.comparing(Left::state)
            .thenComparing(Comparator.comparingInt(Left::used).reversed())
            .thenComparing(Left::rule));
    return left;
  }

  private static Left left(
      String rule, Allowance allowance, Period halfYear, LocalDate today, List<LocalDate> misses) {
    int used = allowance.used();
    int allowed = allowance.allowed();
    int recent =
        (int) misses.stream().filter(date -> date.isAfter(today.minusDays(FOUR_WEEKS))).count();
    if (used > allowed) {
      return new Left(rule, used, allowed, Left.State.OVER, at(misses, allowed), recent);
    }
    if (used == allowed && used > 0) {
      return new Left(rule, used, allowed, Left.State.FULL, at(misses, allowed - 1), recent);
    }
    LocalDate on = halfYear.contains(today) ? Pace.of(allowance, halfYear, today).usedUpOn() : null;
    Left.State state = on == null ? Left.State.LASTS : Left.State.RUNS_OUT;
    return new Left(rule, used, allowed, state, on, recent);
  }

  private static @Nullable LocalDate at(List<LocalDate> misses, int index) {
    return index >= 0 && index < misses.size() ? misses.get(index) : null;
  }

  private Noise noise(Instant from, Instant to, Predicate<String> wanted) {
    Noise noise = sources.counted().noise().between(from, to);
    return new Noise(
        noise.all(), noise.byRule().stream().filter(one -> wanted.test(one.rule())).toList());
  }

  private List<Closed> windows(RuleSet rules, Instant from, Instant to) {
    Map<String, Integer> excused = new HashMap<>();
    sources
        .rows()
        .list(
            """
            select excusal_author, count(*) as deadlines from deadline
            where due_at >= ? and due_at < ? and excusal_author like 'window in %'
            group by excusal_author\
            """,
            row ->
                excused.put(
                    Rows.text(row, "excusal_author").substring("window in ".length()),
                    row.getInt("deadlines")),
            from,
            to);
    List<Maintenance> windows = new ArrayList<>(rules.maintenance());
    sources.windows().between(from, to).stream()
        .filter(window -> window.withdrawnAt() == null)
        .map(Window::declared)
        .forEach(windows::add);
    return windows.stream()
        .filter(window -> window.from().isBefore(to) && window.to().isAfter(from))
        .sorted(Comparator.comparing(Maintenance::from))
        .map(
            w ->
                new Closed(
                    w.from(), w.to(), w.reason(), w.origin(), excused.getOrDefault(w.origin(), 0)))
        .toList();
  }

  private Map<String, String> titles(
      RuleSet rules,
      List<Lapse> all,
      List<Left> left,
      List<PromiseChange> changes,
      Noise noise,
      List<WeekFigures.Just> just) {
    Set<String> ids = new HashSet<>();
    all.forEach(lapse -> ids.add(lapse.rule()));
    left.forEach(one -> ids.add(one.rule()));
    changes.forEach(change -> ids.add(change.rule()));
    noise.byRule().forEach(one -> ids.add(one.rule()));
    just.forEach(one -> ids.add(one.rule()));
    Map<String, String> titles = new HashMap<>();
    List<String> gone = ids.stream().filter(id -> !rules.rules().containsKey(id)).toList();
    if (!gone.isEmpty()) {
      sources
          .rows()
          .list(
              "select rule_id, title from rule_version where rule_id = any (?) order by since",
              row -> titles.put(Rows.text(row, "rule_id"), Rows.text(row, "title")),
              gone);
    }
    ids.stream()
        .filter(id -> rules.rules().containsKey(id))
        .forEach(
            id -> titles.put(id, java.util.Objects.requireNonNull(rules.rules().get(id)).title()));
    return titles;
  }
}
