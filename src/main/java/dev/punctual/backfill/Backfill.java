package dev.punctual.backfill;

import dev.punctual.backfill.Verdicts.Ruling;
import dev.punctual.judge.Verdict;
import dev.punctual.ledger.Backfills;
import dev.punctual.ledger.Backfills.Day;
import dev.punctual.observe.Archive;
import dev.punctual.observe.Archive.Remembered;
import dev.punctual.observe.Probe;
import dev.punctual.observe.SourceFailure;
import dev.punctual.poll.SourceRegistry;
import dev.punctual.rule.Deadline;
import dev.punctual.rule.Promise;
import dev.punctual.rule.Rule;
import dev.punctual.rule.Schedule;
import dev.punctual.rule.Target;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Fills in days: what is due and not in the ledger is asked of its source in batches, a rule after
 * the other, and each batch is written when it is answered. Started again it asks only for what is
 * still missing.
 */
@Singleton
public class Backfill {

  private static final int ATTEMPTS = 5;

  /** Days of one rule lie in one batch: a source answers many days of a table in one statement. */
  private static final Comparator<Probe> TOGETHER =
      Comparator.comparing((Probe probe) -> probe.rule().id()).thenComparing(p -> of(p).dueAt());

  private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);

  private final SourceRegistry sources;
  private final Backfills ledger;
  private final BackfillConfig config;

  Backfill(SourceRegistry sources, Backfills ledger, BackfillConfig config) {
    this.sources = sources;
    this.ledger = ledger;
    this.config = config;
  }

  /** Counts of one rule while it goes on. */
  private static final class Tally {
    private int days;
    private int there;
    private int open;
    private int met;
    private int missed;
    private int excused;
    private final Map<String, Integer> untold = new TreeMap<>();

    void untold(String reason) {
      untold.merge(reason, 1, Integer::sum);
    }

    void judged(Day day) {
      met += day.end().verdict() == Verdict.MET ? 1 : 0;
      missed += day.end().verdict() == Verdict.MISSED ? 1 : 0;
      excused += day.excusal() == null ? 0 : 1;
    }

    Filled end(String rule) {
      return new Filled(rule, days, there, open, met, missed, excused, untold);
    }
  }

  /** One order under way. */
  private static final class Run {
    private final Order order;
    private final Watcher watcher;
    private final Instant now;
    private final Map<String, Tally> tallies = new LinkedHashMap<>();
    private final Map<String, Integer> queries = new TreeMap<>();
    private final Map<String, String> gaveUp = new TreeMap<>();
    private int done;
    private int all;

    Run(Order order, Watcher watcher, Instant now) {
      this.order = order;
      this.watcher = watcher;
      this.now = now;
    }

    Tally tally(Rule rule) {
      return tallies.computeIfAbsent(rule.id(), id -> new Tally());
    }

    void went(int more, String source) {
      done += more;
      watcher.went(done, all, source, queries.getOrDefault(source, 0));
    }

    Outcome end() {
      List<Filled> filled = new ArrayList<>();
      tallies.forEach((rule, tally) -> filled.add(tally.end(rule)));
      return new Outcome(filled, queries, gaveUp);
    }
  }

  /**
   * Does it.
   *
   * @param now days that are not closed by then are left to the running service
   */
  public Outcome fill(Order order, Watcher watcher, Instant now) throws InterruptedException {
    Run run = new Run(order, watcher, now);
    Map<String, List<Probe>> open = missing(run);
    run.all = open.values().stream().mapToInt(List::size).sum();
    for (Map.Entry<String, List<Probe>> source : open.entrySet()) {
      ask(run, source.getKey(), source.getValue());
    }
    return run.end();
  }

  /** What is due, closed and not in the ledger, by source, rule and date. */
  private Map<String, List<Probe>> missing(Run run) {
    Map<String, List<Probe>> missing = new TreeMap<>();
    List<Rule> wanted = run.order.wanted();
    Set<Deadline.Key> known = ledger.known(wanted, run.order.from(), run.order.to());
    for (Rule rule : wanted) {
      Tally tally = run.tally(rule);
      if (rule.isFreshness()) {
        tally.untold("a freshness rule has breaches, which nobody can see afterwards");
      }
      for (Deadline deadline : due(rule, run)) {
        tally.days++;
        if (known.contains(deadline.key())) {
          tally.there++;
        } else if (deadline.closesAt().isAfter(run.now)) {
          tally.open++;
        } else {
          missing
              .computeIfAbsent(rule.source(), s -> new ArrayList<>())
              .add(new Probe(rule, deadline, Schedule.nextOpens(rule, deadline), true));
        }
      }
    }
    missing.values().forEach(probes -> probes.sort(TOGETHER));
    return missing;
  }

  private static Deadline of(Probe probe) {
    return Objects.requireNonNull(probe.deadline());
  }

  private static List<Deadline> due(Rule rule, Run run) {
    LocalDate from = run.order.from();
    LocalDate to = run.order.to();
    Instant first = from.atStartOfDay(rule.timezone()).toInstant();
    Instant last = to.plusDays(dueAfter(rule.promise())).atStartOfDay(rule.timezone()).toInstant();
    return Schedule.between(rule, first, last.isBefore(run.now) ? last : run.now).stream()
        .filter(d -> !d.businessDate().isBefore(from) && !d.businessDate().isAfter(to))
        .toList();
  }

  /** Days from a business date by which its deadlines fell due. */
  private static long dueAfter(Promise promise) {
    return switch (promise) {
      case Promise.ReadyBy by -> by.readyBy().plusDays() + 2L;
      case Promise.ReadyWithin within -> within.readyWithin().toDays() + 3;
      case Promise.FreshWithin _ -> 1;
    };
  }

  private void ask(Run run, String name, List<Probe> probes) throws InterruptedException {
    SourceRegistry.Configured configured = sources.find(name);
    String cannot = cannot(name, configured);
    if (configured == null || !(configured.source() instanceof Archive archive)) {
      probes.forEach(probe -> run.tally(probe.rule()).untold(cannot));
      run.went(probes.size(), name);
      return;
    }
    for (int from = 0; from < probes.size(); from += config.batch()) {
      List<Probe> batch = probes.subList(from, Math.min(probes.size(), from + config.batch()));
      if (from > 0) {
        run.watcher.rest(config.pause(), name, "");
      }
      Archive.@Nullable Recall recall = recall(run, name, archive, batch);
      if (recall == null) {
        List<Probe> rest = probes.subList(from, probes.size());
        rest.forEach(probe -> run.tally(probe.rule()).untold("its source did not answer"));
        run.went(rest.size(), name);
        return;
      }
      take(run, recall);
      run.queries.merge(name, recall.queries(), Integer::sum);
      run.went(batch.size(), name);
    }
  }

  private static String cannot(String name, SourceRegistry.@Nullable Configured configured) {
    if (name.equals(Target.Job.SOURCE)) {
      return "what a job did not report then cannot be asked";
    }
    return configured == null
        ? "no source " + name + " is configured"
        : "source " + name + " only says what is there now";
  }

  /** Asks until there is an answer, as slowly as the source wants; null when there is none. */
  private Archive.@Nullable Recall recall(Run run, String name, Archive archive, List<Probe> batch)
      throws InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        return archive.recall(batch, run.now);
      } catch (SourceFailure failure) {
        String why = String.valueOf(failure.getMessage());
        if (attempt == ATTEMPTS) {
          run.gaveUp.put(name, why);
          return null;
        }
        run.watcher.rest(wait(attempt, failure.retryAfter()), name, why);
      }
    }
  }

  /** Twice as long after each failure, and never shorter than the source asked for. */
  private Duration wait(int attempt, @Nullable Duration wish) {
    Duration wait = config.patience().multipliedBy(1L << (attempt - 1));
    if (wish != null && wish.compareTo(wait) > 0) {
      wait = wish;
    }
    return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
  }

  private void take(Run run, Archive.Recall recall) {
    List<Day> judged = new ArrayList<>();
    for (Remembered day : recall.days()) {
      Rule rule = day.probe().rule();
      switch (Verdicts.of(rule, of(day.probe()), day.memory())) {
        case Ruling.Untold(String reason) -> run.tally(rule).untold(reason);
        case Ruling.Judged(Day one) -> judged.add(one);
      }
    }
    List<Day> written = run.order.dry() ? judged : ledger.write(judged, run.now);
    written.forEach(day -> run.tally(day.rule()).judged(day));
    if (written.size() < judged.size()) {
      Set<Day> made = Set.copyOf(written);
      judged.stream()
          .filter(day -> !made.contains(day))
          .forEach(day -> run.tally(day.rule()).there++);
    }
  }
}
