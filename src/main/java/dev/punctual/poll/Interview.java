package dev.punctual.poll;

import dev.punctual.ledger.SourceLedger;
import dev.punctual.observe.Observation;
import dev.punctual.observe.Probe;
import dev.punctual.observe.Source;
import dev.punctual.observe.SourceFailure;
import dev.punctual.poll.Answers.Answered;
import dev.punctual.poll.SourceHealth.Sample;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a source once, within a time, and knows how it bears it: health, circuit, and the one
 * message when it goes down or comes back. A source that fails as a whole answers "unreachable" for
 * everything.
 */
@Singleton
class Interview implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Interview.class);

  private static final Duration CLOCK_TOLD = Duration.ofSeconds(30);

  /** A slower round saw what is there at its end rather than at its start. */
  private static final Duration SLOW = Duration.ofSeconds(1);

  private final SourceLedger sources;
  private final PollMetrics metrics;
  private final Duration timeout;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  Interview(SourceLedger sources, PollMetrics metrics, EngineConfig config) {
    this.sources = sources;
    this.metrics = metrics;
    this.timeout = config.roundTimeout();
  }

  Answers ask(Watched source, List<Asked> asked, Instant start) throws InterruptedException {
    Instant countsAt = source.countsAt(asked, start);
    List<Question> questions = questions(source, asked, start);
    List<Probe> probes = questions.stream().map(Question::probe).toList();
    Source.Ask ask = new Source.Ask(countsAt, Map.copyOf(source.heartbeats), source.memory);
    long from = System.nanoTime();
    try {
      Source.Round round = observe(source, probes, ask);
      Duration took = Duration.ofNanos(System.nanoTime() - from);
      succeeded(source, round, start, took);
      source.answeredInFull(inFull(questions), start);
      return answers(questions, round, countsAt, seenAt(start, took));
    } catch (SourceFailure e) {
      Duration took = Duration.ofNanos(System.nanoTime() - from);
      failed(source, e, start, took);
      return unreachable(questions, String.valueOf(e.getMessage()), countsAt, start);
    } finally {
      source.attempted(kinds(questions), start);
    }
  }

  /** Something asked about, as put to the source. */
  private record Question(Asked asked, Probe probe) {}

  private static List<Question> questions(Watched source, List<Asked> asked, Instant start) {
    Map<String, Boolean> doubted = new HashMap<>();
    List<Question> questions = new ArrayList<>(asked.size());
    for (Asked one : asked) {
      boolean full = doubted.computeIfAbsent(one.kind(), kind -> source.isDoubted(kind, start));
      Probe probe =
          switch (one) {
            case Asked.Due due -> due.probe(full || source.isMadeFor(due, start));
            case Asked.Age age -> age.probe(full);
          };
      questions.add(new Question(one, probe));
    }
    return questions;
  }

  private static Set<String> kinds(List<Question> questions) {
    return questions.stream().map(q -> q.asked().kind()).collect(Collectors.toSet());
  }

  /** The kinds of which everything was asked in full. */
  private static Set<String> inFull(List<Question> questions) {
    Set<String> kinds = kinds(questions);
    questions.stream()
        .filter(q -> !q.probe().inFull())
        .forEach(q -> kinds.remove(q.asked().kind()));
    return kinds;
  }

  private Source.Round observe(Watched source, List<Probe> probes, Source.Ask ask)
      throws SourceFailure, InterruptedException {
    Future<Source.Round> earlier = source.stuck;
    if (earlier != null && !earlier.isDone()) {
      throw new SourceFailure(
          "an earlier round was given up after " + seconds() + " and still has not ended", null);
    }
    Future<Source.Round> round = threads.submit(() -> source.source.observe(probes, ask));
    source.stuck = round;
    try {
      return round.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      round.cancel(true);
      throw new SourceFailure(
          "did not answer within " + seconds() + "; shorten its own time-outs or ask it less", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SourceFailure failure) {
        throw failure;
      }
      LOG.error("Source {} failed in a way it should not", source.name(), e.getCause());
      throw new SourceFailure("failed unexpectedly: " + e.getCause(), e.getCause());
    }
  }

  private String seconds() {
    return timeout.toSeconds() + " s";
  }

  private void succeeded(Watched source, Source.Round round, Instant start, Duration took) {
    source.circuit = Circuit.closed();
    source.error = null;
    source.health.answered(
        new Sample(start, took, round.queries(), true), round.note(), round.clockOffset());
    metrics.answered(source.name(), took, round.queries(), start);
    tellClock(source, round.clockOffset(), start);
    if (source.toldDown == null) {
      SourceLedger.Health told = sources.health(source.name());
      source.toldDown = told != null && !told.up();
    }
    if (source.toldDown) {
      sources.went(source.name(), true, start, start, "answers again", start);
      source.toldDown = false;
      source.health.happened(start, "answers again");
      LOG.info("Source {} answers again", source.name());
    }
  }

  private static void tellClock(Watched source, @Nullable Duration offset, Instant start) {
    boolean off = offset != null && offset.abs().compareTo(CLOCK_TOLD) > 0;
    if (offset != null && off && !source.toldClock) {
      String text =
          "its clock is "
              + offset.abs().toSeconds()
              + (offset.isNegative() ? " s behind" : " s ahead of")
              + " ours; set both by NTP";
      source.health.happened(start, text);
      LOG.warn("Source {}: {}", source.name(), text);
    }
    source.toldClock = off;
  }

  private void failed(Watched source, SourceFailure failure, Instant start, Duration took) {
    String error = String.valueOf(failure.getMessage());
    double chance = ThreadLocalRandom.current().nextDouble();
    source.circuit = source.circuit.failed(start, took, failure.retryAfter(), chance);
    source.error = error;
    source.health.failed(new Sample(start, took, 0, false), error);
    metrics.failed(source.name(), took);
    if (source.circuit.failures() == 1) {
      LOG.warn("Source {} did not answer: {}", source.name(), error);
    }
    Instant since = source.circuit.since();
    if (source.circuit.isDown(took) && !Boolean.TRUE.equals(source.toldDown)) {
      sources.went(
          source.name(), false, since == null ? start : since, source.lastGoodAt(), error, start);
      source.toldDown = true;
    }
  }

  private static Instant seenAt(Instant start, Duration took) {
    return took.compareTo(SLOW) > 0 ? start.plus(took).truncatedTo(ChronoUnit.MICROS) : start;
  }

  private static Answers answers(
      List<Question> questions, Source.Round round, Instant countsAt, Instant seenAt) {
    IdentityHashMap<Probe, Observation> heard = new IdentityHashMap<>();
    round.answers().forEach(answer -> heard.put(answer.probe(), answer.observation()));
    Observation none = new Observation.Unreachable("the source gave no answer for it");
    return sorted(
        questions,
        countsAt,
        seenAt,
        true,
        round.remember(),
        q -> heard.getOrDefault(q.probe(), none));
  }

  private static Answers unreachable(
      List<Question> questions, String error, Instant countsAt, Instant seenAt) {
    Observation away = new Observation.Unreachable(error);
    return sorted(questions, countsAt, seenAt, false, Map.of(), question -> away);
  }

  private static Answers sorted(
      List<Question> questions,
      Instant countsAt,
      Instant seenAt,
      boolean answered,
      Map<String, String> remember,
      Function<Question, Observation> answer) {
    List<Answered<Asked.Due>> due = new ArrayList<>(questions.size());
    List<Answered<Asked.Age>> ages = new ArrayList<>();
    for (Question question : questions) {
      switch (question.asked()) {
        case Asked.Due one -> due.add(new Answered<>(one, answer.apply(question)));
        case Asked.Age one -> ages.add(new Answered<>(one, answer.apply(question)));
      }
    }
    return new Answers(answered, countsAt, seenAt, kinds(questions), due, ages, remember);
  }

  @Override
  @PreDestroy
  public void close() {
    threads.shutdownNow();
  }
}
