package dev.punctual.poll;

import dev.punctual.ledger.Entry;
import dev.punctual.ledger.Ledger;
import dev.punctual.ledger.RuleBook;
import dev.punctual.ledger.SourceLedger;
import dev.punctual.ledger.Timetable;
import dev.punctual.observe.Probe;
import dev.punctual.poll.Watched.Reading;
import dev.punctual.rule.Promise;
import dev.punctual.rule.Rule;
import dev.punctual.rule.RuleSet;
import dev.punctual.rule.Schedule;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The watched sources, and what is open at each: kept in memory and read again when something was
 * written, a deadline opens, the rules changed, another process took a round, or a minute went by.
 */
@Singleton
class Watchlist {

  private static final Duration NET = Duration.ofMinutes(1);
  private static final int HABIT_DAYS = 42;
  private static final int SLOT_HABIT_DAYS = 3;

  private final Map<String, Watched> watched;
  private final Ledger ledger;
  private final SourceLedger sources;
  private final Timetable timetable;
  private final RuleBook book;
  private final FormerRules former;

  Watchlist(
      SourceRegistry registry,
      Ledger ledger,
      SourceLedger sources,
      Timetable timetable,
      RuleBook book,
      FormerRules former) {
    this.watched =
        registry.all().stream()
            .map(Watched::new)
            .collect(Collectors.toUnmodifiableMap(Watched::name, Function.identity()));
    this.ledger = ledger;
    this.sources = sources;
    this.timetable = timetable;
    this.book = book;
    this.former = former;
  }

  Collection<Watched> all() {
    return watched.values();
  }

  @Nullable Watched find(String name) {
    return watched.get(name);
  }

  /** Makes sure that what the source holds in memory is what the ledger says. */
  void refresh(Watched source, Instant now) {
    long bookmark = timetable.bookmark();
    Map<String, Instant> heartbeats = sources.heartbeats(source.name());
    boolean takenOver = !heartbeats.equals(source.heartbeats);
    if (takenOver || (source.reading == null && source.memory.isEmpty())) {
      source.heartbeats = heartbeats;
      source.memory = sources.memory(source.name());
    }
    RuleSet rules = book.rules();
    Reading reading = source.reading;
    if (!takenOver && reading != null && isCurrent(source, reading, bookmark, rules, now)) {
      return;
    }
    if (reading == null || reading.bookmark() != bookmark) {
      source.toldDown = null;
    }
    read(source, rules, now);
    source.reading = new Reading(bookmark, rules.hash(), now);
  }

  private static boolean isCurrent(
      Watched source, Reading reading, long bookmark, RuleSet rules, Instant now) {
    Instant opening = source.nextOpening;
    return reading.bookmark() == bookmark
        && reading.rules().equals(rules.hash())
        && now.isBefore(reading.at().plus(NET))
        && (opening == null || now.isBefore(opening));
  }

  private void read(Watched source, RuleSet rules, Instant now) {
    List<Entry> entries = ledger.unfinished(source.name(), now);
    List<Rule> own =
        rules.rules().values().stream().filter(r -> r.source().equals(source.name())).toList();
    Map<String, List<Duration>> habits = source.habits(rules, now, () -> habits(own, now));
    Map<Long, Asked.Due> known =
        source.due().stream().collect(Collectors.toMap(due -> due.entry().id(), due -> due));
    List<Asked> open = new ArrayList<>(entries.size());
    for (Entry entry : entries) {
      Rule rule = former.current(rules, entry);
      if (rule != null) {
        open.add(due(source, entry, rule, known.get(entry.id()), habits));
      }
    }
    for (Rule rule : own) {
      if (rule.promise() instanceof Promise.FreshWithin promise) {
        FreshnessPlan plan = FreshnessPlan.of(rule, promise, source.leastPause);
        open.add(new Asked.Age(rule, plan, new Probe(rule, null, null, false).kind()));
      }
    }
    source.open = open;
    source.rules = own.size();
    source.nextOpening = timetable.next(source.name(), now);
  }

  private static Asked.Due due(
      Watched source,
      Entry entry,
      Rule rule,
      Asked.@Nullable Due known,
      Map<String, List<Duration>> habits) {
    List<Duration> lateness = habits.getOrDefault(rule.id(), List.of());
    if (known != null
        && known.rule().version().equals(rule.version())
        && known.lateness().equals(lateness)) {
      return known.at(entry);
    }
    Instant nextOpensAt = Schedule.nextOpens(rule, entry.deadline());
    Probe probe = new Probe(rule, entry.deadline(), nextOpensAt, false);
    Duration lag = source.source.lag(probe);
    Cadence.Plan plan =
        Cadence.Plan.of(
            entry.deadline(), rule.notices().remind(), lag, lateness, source.leastPause);
    return new Asked.Due(entry, rule, nextOpensAt, lag, lateness, plan, probe.kind());
  }

  /** Slots have many arrivals a day: a few days of them are habit enough. */
  private Map<String, List<Duration>> habits(List<Rule> rules, Instant now) {
    Map<Boolean, Set<String>> slotted =
        rules.stream()
            .filter(rule -> !rule.isFreshness())
            .collect(
                Collectors.partitioningBy(
                    rule -> rule.promise() instanceof Promise.ReadyWithin,
                    Collectors.mapping(Rule::id, Collectors.toSet())));
    var today = now.atOffset(ZoneOffset.UTC).toLocalDate();
    Map<String, List<Duration>> habits = new HashMap<>();
    habits.putAll(lateness(slotted.getOrDefault(false, Set.of()), today.minusDays(HABIT_DAYS)));
    habits.putAll(lateness(slotted.getOrDefault(true, Set.of()), today.minusDays(SLOT_HABIT_DAYS)));
    return habits;
  }

  private Map<String, List<Duration>> lateness(Set<String> rules, java.time.LocalDate since) {
    return rules.isEmpty() ? Map.of() : ledger.lateness(rules, since);
  }
}
