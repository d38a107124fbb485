package dev.punctual.poll;

import dev.punctual.judge.Heard;
import dev.punctual.judge.Judge;
import dev.punctual.judge.Outlook;
import dev.punctual.judge.Progress;
import dev.punctual.ledger.Change;
import dev.punctual.ledger.Entry;
import dev.punctual.ledger.ExcusalCategory;
import dev.punctual.ledger.Ledger;
import dev.punctual.ledger.SourceLedger;
import dev.punctual.observe.Observation;
import dev.punctual.poll.Answers.Answered;
import dev.punctual.rule.Rule.SkippedAs;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One round of one source, the heart of the engine: what is worth asking becomes probes, the source
 * answers, each answer is judged by itself, one transaction records what changed. Answers that
 * change nothing write nothing but the heartbeat.
 */
@Singleton
class Round {

  private static final Logger LOG = LoggerFactory.getLogger(Round.class);

  private static final int ATTEMPTS = 3;

  private final Watchlist watchlist;
  private final Interview interview;
  private final Ledger ledger;
  private final SourceLedger sources;
  private final FreshnessWatch freshness;
  private final Cadence cadence;

  Round(
      Watchlist watchlist,
      Interview interview,
      Ledger ledger,
      SourceLedger sources,
      FreshnessWatch freshness,
      EngineConfig config) {
    this.watchlist = watchlist;
    this.interview = interview;
    this.ledger = ledger;
    this.sources = sources;
    this.freshness = freshness;
    this.cadence = new Cadence(config.far(), config.near(), config.overdue());
  }

  /**
   * Takes a round if one is worth it.
   *
   * @return when the next one is; null while nothing is open
   */
  @Nullable Instant take(Watched source, Instant start) throws InterruptedException {
    watchlist.refresh(source, start);
    List<Asked> asked = source.worthAsking(cadence, start);
    if (!asked.isEmpty()) {
      Answers answers = interview.ask(source, asked, start);
      Set<String> lost = record(source, answers, start);
      freshness.take(source, answers, start);
      if (answers.answered()) {
        Answers kept = answers.without(lost);
        sources.heartbeat(source.name(), kept.kinds(), kept.countsAt(), kept.remember());
        source.heard(kept);
      }
    }
    return source.next(cadence);
  }

  /**
   * Records what the answers change. A change that lost against somebody else's write is judged
   * again from what they wrote: a heartbeat must not count as "no" for an answer that was lost.
   *
   * @return kinds of which an answer was left open or could not be written
   */
  private Set<String> record(Watched source, Answers answers, Instant now) {
    List<Answered<Asked.Due>> rest = new ArrayList<>();
    Set<String> open = new HashSet<>();
    for (Answered<Asked.Due> answer : answers.due()) {
      if (answers.straddle(answer, now)) {
        open.add(answer.asked().kind());
      } else {
        rest.add(answer);
      }
    }
    open.addAll(record(source, answers, rest, now));
    return open;
  }

  private Set<String> record(
      Watched source, Answers answers, List<Answered<Asked.Due>> told, Instant now) {
    List<Answered<Asked.Due>> rest = told;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      List<Change> changes = judge(source, answers, rest, now);
      if (changes.isEmpty()) {
        return Set.of();
      }
      source.forget();
      Set<Long> lost = changes.stream().map(c -> c.entry().id()).collect(Collectors.toSet());
      ledger.record(changes, now).forEach(written -> lost.remove(written.entry().id()));
      if (lost.isEmpty()) {
        return Set.of();
      }
      rest = again(source, rest, lost, now);
    }
    return rest.stream().map(answer -> answer.asked().kind()).collect(Collectors.toSet());
  }

  private List<Answered<Asked.Due>> again(
      Watched source, List<Answered<Asked.Due>> answers, Set<Long> lost, Instant now) {
    Map<Long, Entry> entries =
        ledger.unfinished(source.name(), now).stream()
            .filter(entry -> lost.contains(entry.id()))
            .collect(Collectors.toMap(Entry::id, entry -> entry));
    List<Answered<Asked.Due>> again = new ArrayList<>();
    for (Answered<Asked.Due> answer : answers) {
      Entry entry = entries.get(answer.asked().entry().id());
      if (entry != null) {
        again.add(new Answered<>(answer.asked().at(entry), answer.observation()));
      }
    }
    return again;
  }

  private static List<Change> judge(
      Watched source, Answers answers, List<Answered<Asked.Due>> some, Instant now) {
    List<Change> changes = new ArrayList<>();
    for (Answered<Asked.Due> answer : some) {
      Asked.Due due = answer.asked();
      Progress next = judge(source, answers, answer, now);
      if (!next.equals(due.entry().progress())) {
        changes.add(change(due, next, answer.observation()));
      }
    }
    return changes;
  }

  /** One answer that cannot be judged is a result like any other: the rest of the round goes on. */
  private static Progress judge(
      Watched source, Answers answers, Answered<Asked.Due> answer, Instant now) {
    Asked.Due due = answer.asked();
    Instant askedAt = askedAt(source, answers, answer, now);
    Instant lastAnswer = source.heartbeats.get(due.kind());
    try {
      return judge(due, answer.observation(), askedAt, lastAnswer, now);
    } catch (RuntimeException e) {
      LOG.error("The answer for {} could not be judged", due.rule().id(), e);
      Observation broken = new Observation.Unreachable("the answer could not be judged: " + e);
      return judge(due, broken, askedAt, lastAnswer, now);
    }
  }

  /**
   * A round that was made for one due instant stands for no other. A "no" is as of its start, what
   * is there was seen by its end.
   */
  private static Instant askedAt(
      Watched source, Answers answers, Answered<Asked.Due> answer, Instant start) {
    if (source.isMadeFor(answer.asked(), start)) {
      return answer.asked().dueAt();
    }
    return answer.observation() instanceof Observation.Present ? answers.seenAt() : start;
  }

  private static Progress judge(
      Asked.Due due,
      Observation observation,
      Instant askedAt,
      @Nullable Instant lastAnswer,
      Instant now) {
    Heard heard =
        new Heard(
            observation,
            askedAt,
            lastAnswer,
            due.lag(),
            due.rule().counting().skipped(),
            due.rule().readiness().stableFor());
    Progress judged = Judge.judge(due.entry().deadline(), due.entry().progress(), heard, now);
    Instant paceAt = observation instanceof Observation.NotYet no ? no.likelyAt() : null;
    return Outlook.look(
        due.entry().deadline(), judged, due.lateness(), paceAt, due.rule().notices().remind(), now);
  }

  /** A skipped delivery that the rule excuses is missed underneath. */
  private static Change change(Asked.Due due, Progress next, Observation observation) {
    boolean excused =
        observation instanceof Observation.Skipped
            && due.rule().counting().skipped() == SkippedAs.EXCUSED
            && next.isSettled();
    return excused
        ? new Change(
            due.entry(),
            next,
            new Change.Excusal(
                ExcusalCategory.NOTHING_TO_DELIVER, observation.text(), "rule: skipped: excused"))
        : Change.of(due.entry(), next);
  }
}
