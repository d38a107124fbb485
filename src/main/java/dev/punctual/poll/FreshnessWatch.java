package dev.punctual.poll;

import dev.punctual.ledger.Freshness;
import dev.punctual.ledger.FreshnessLedger;
import dev.punctual.ledger.FreshnessLedger.Step;
import dev.punctual.observe.Observation;
import dev.punctual.poll.Answers.Answered;
import dev.punctual.rule.Rule;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the present of freshness rules; writes when it changes, not when an event is newer. */
@Singleton
class FreshnessWatch {

  private static final Logger LOG = LoggerFactory.getLogger(FreshnessWatch.class);

  /** The newest event is written when it moved on by this part of the promise. */
  private static final int PARTS = 4;

  private final FreshnessLedger ledger;
  private final Map<String, Freshness> written = new HashMap<>();
  private final Map<String, Freshness> presents = new ConcurrentHashMap<>();
  private boolean read;

  FreshnessWatch(FreshnessLedger ledger) {
    this.ledger = ledger;
  }

  /** The newest event of each freshness rule this process asked about. */
  Map<String, Freshness> presents() {
    return Map.copyOf(presents);
  }

  void take(Watched source, Answers answers, Instant now) {
    if (answers.ages().isEmpty()) {
      return;
    }
    List<Step> steps = new ArrayList<>();
    for (Answered<Asked.Age> answer : answers.ages()) {
      Step step = step(source, answer, now);
      presents.put(step.rule().id(), step.next());
      if (isWorthWriting(answer.asked(), step)) {
        steps.add(step);
      }
    }
    boolean won = ledger.record(steps, now);
    synchronized (written) {
      read = read && won;
      steps.forEach(step -> written.put(step.rule().id(), step.next()));
    }
  }

  private Step step(Watched source, Answered<Asked.Age> answer, Instant now) {
    Rule rule = answer.asked().rule();
    Freshness known = present(rule.id());
    Instant lastAnswer = source.heartbeats.get(answer.asked().kind());
    FreshnessJudge.Turn turn;
    try {
      turn = FreshnessJudge.judge(answer.asked(), known, answer.observation(), lastAnswer, now);
    } catch (RuntimeException e) {
      LOG.error("The answer for {} could not be judged", rule.id(), e);
      Observation broken = new Observation.Unreachable("the answer could not be judged: " + e);
      turn = FreshnessJudge.judge(answer.asked(), known, broken, lastAnswer, now);
    }
    return new Step(rule, stored(rule.id()), turn.next(), turn.events());
  }

  private @Nullable Freshness present(String rule) {
    Freshness stored = stored(rule);
    Freshness newest = presents.get(rule);
    boolean same =
        stored != null
            && newest != null
            && stored.state() == newest.state()
            && stored.since().equals(newest.since());
    return same ? newest : stored;
  }

  private @Nullable Freshness stored(String rule) {
    synchronized (written) {
      if (!read) {
        written.clear();
        written.putAll(ledger.presents());
        read = true;
      }
      return written.get(rule);
    }
  }

  private static boolean isWorthWriting(Asked.Age asked, Step step) {
    Freshness before = step.before();
    if (before == null || !step.events().isEmpty() || before.state() != step.next().state()) {
      return true;
    }
    Instant was = before.newestAt();
    Instant is = step.next().newestAt();
    if (was == null || is == null) {
      return !Objects.equals(was, is);
    }
    Duration moved = Duration.between(was, is).abs();
    return moved.compareTo(asked.plan().freshWithin().dividedBy(PARTS)) >= 0;
  }
}
