package dev.punctual.poll;

import dev.punctual.observe.Source;
import dev.punctual.rule.RuleSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One source as the engine sees it: what is open, when it was last asked about what, how it fails.
 * One round at a time touches it; pages read {@link #health} and the volatile fields.
 */
final class Watched {

  /** A poll started this soon after a due instant counts as taken at it. */
  static final Duration GRACE = Duration.ofSeconds(5);

  /** How often the cheap questions are doubted. */
  private static final Duration FULL_EVERY = Duration.ofMinutes(10);

  private static final Duration HABITS_LAST = Duration.ofHours(6);

  final Source source;
  final String type;
  final Duration leastPause;
  final HealthLog health = new HealthLog();

  volatile Circuit circuit = Circuit.closed();
  volatile @Nullable String error;
  volatile @Nullable Instant lastRoundAt;
  volatile int rules;

  /** Whether people were told that it is down; null when that has to be looked up. */
  @Nullable Boolean toldDown;

  /** Whether people were told that its clock is off. */
  boolean toldClock;

  /** A round that was given up and has not ended yet. */
  @Nullable Future<Source.Round> stuck;

  List<Asked> open = List.of();
  @Nullable Instant nextOpening;
  Map<String, Instant> heartbeats = Map.of();
  Map<String, String> memory = Map.of();
  @Nullable Reading reading;
  private @Nullable Map<String, List<Duration>> habits;
  private String habitsOf = "";
  private Instant habitsAt = Instant.EPOCH;
  private final Map<String, Instant> askedAt = new HashMap<>();
  private final Map<String, Instant> fullAt = new HashMap<>();

  Watched(SourceRegistry.Configured configured) {
    this.source = configured.source();
    this.type = configured.type().type();
    this.leastPause = configured.leastPause();
  }

  String name() {
    return source.name();
  }

  /**
   * What the open deadlines were read from; whether they must be read again.
   *
   * @param bookmark newest transition when they were read
   * @param rules hash of the rules in force then
   */
  record Reading(long bookmark, String rules, Instant at) {}

  /** Reads all anew next time: something was written. */
  void forget() {
    reading = null;
  }

  /** Whose kinds are worth a question now; all of a kind are asked together. */
  List<Asked> worthAsking(Cadence cadence, Instant start) {
    Set<String> kinds = new HashSet<>();
    for (Asked asked : open) {
      if (!kinds.contains(asked.kind()) && !wanted(cadence, asked).isAfter(start)) {
        kinds.add(asked.kind());
      }
    }
    if (kinds.isEmpty()) {
      return List.of();
    }
    return open.stream().filter(asked -> kinds.contains(asked.kind())).toList();
  }

  private Instant wanted(Cadence cadence, Asked asked) {
    Instant last = askedAt.get(asked.kind());
    if (last == null) {
      return Instant.MIN;
    }
    Instant retryAt = circuit.retryAt();
    if (retryAt == null) {
      return asked.next(cadence, last);
    }
    return asked instanceof Asked.Due due && isNextDue(due, last, retryAt) ? due.dueAt() : retryAt;
  }

  /** While the source fails only a due instant goes before the next attempt. */
  private static boolean isNextDue(Asked.Due due, Instant last, Instant retryAt) {
    return last.isBefore(due.dueAt()) && due.dueAt().isBefore(retryAt);
  }

  /** The next instant at which a round is worth its cost; null while nothing is open. */
  @Nullable Instant next(Cadence cadence) {
    Instant next = nextOpening;
    for (Asked asked : open) {
      Instant wanted = wanted(cadence, asked);
      if (next == null || wanted.isBefore(next)) {
        next = wanted;
      }
    }
    return next;
  }

  /** The instant a round counts as taken at: the due instant it was made for, else its start. */
  Instant countsAt(List<Asked> asked, Instant start) {
    Instant at = start;
    boolean found = false;
    for (Asked one : asked) {
      if (one instanceof Asked.Due due && isMadeFor(due, start)) {
        at = found && at.isAfter(due.dueAt()) ? at : due.dueAt();
        found = true;
      }
    }
    return at;
  }

  /** Whether this round is the first after the due instant and in time to stand for it. */
  boolean isMadeFor(Asked.Due due, Instant start) {
    Instant dueAt = due.dueAt();
    Instant answered = heartbeats.get(due.kind());
    return !start.isBefore(dueAt)
        && !start.isAfter(dueAt.plus(GRACE))
        && (answered == null || answered.isBefore(dueAt));
  }

  /** Whether no cheap question may answer for this kind now. */
  boolean isDoubted(String kind, Instant start) {
    Instant full = fullAt.get(kind);
    return full == null || !start.isBefore(full.plus(FULL_EVERY));
  }

  /** Past arrivals of its rules; read anew with new rules and every few hours. */
  Map<String, List<Duration>> habits(
      RuleSet rules, Instant now, Supplier<Map<String, List<Duration>>> read) {
    if (habits == null
        || !habitsOf.equals(rules.hash())
        || now.isAfter(habitsAt.plus(HABITS_LAST))) {
      habits = read.get();
      habitsOf = rules.hash();
      habitsAt = now;
    }
    return habits;
  }

  void attempted(Set<String> kinds, Instant start) {
    lastRoundAt = start;
    kinds.forEach(kind -> askedAt.put(kind, start));
  }

  void answeredInFull(Set<String> kinds, Instant start) {
    kinds.forEach(kind -> fullAt.put(kind, start));
  }

  /** Takes in that a round was answered and its heartbeat written. */
  void heard(Answers answers) {
    Map<String, Instant> beats = new HashMap<>(heartbeats);
    answers.kinds().forEach(kind -> beats.put(kind, answers.countsAt()));
    heartbeats = Map.copyOf(beats);
    if (!answers.remember().isEmpty()) {
      Map<String, String> all = new HashMap<>(memory);
      all.putAll(answers.remember());
      memory = Map.copyOf(all);
    }
  }

  /** The newest answered round of any process, null for none. */
  @Nullable Instant lastGoodAt() {
    return heartbeats.values().stream().max(Comparator.naturalOrder()).orElse(null);
  }

  /** Makes the next round ask about everything, now. */
  void askAnew() {
    askedAt.clear();
  }

  List<Asked.Due> due() {
    List<Asked.Due> due = new ArrayList<>();
    for (Asked asked : open) {
      if (asked instanceof Asked.Due one) {
        due.add(one);
      }
    }
    return due;
  }
}
