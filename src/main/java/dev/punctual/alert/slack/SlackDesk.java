package dev.punctual.alert.slack;

import com.slack.api.methods.SlackApiException;
import dev.punctual.alert.slack.SlackPress.Done;
import dev.punctual.web.Words;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers Slack within its three seconds, whatever the database does. What is not done by then is
 * kept and tried again; the one who pressed is told that it is not written yet, and then that it
 * is. It is kept in memory: a process that dies takes it along, which is why nobody is told that it
 * is written before it is.
 */
@Singleton
class SlackDesk implements AutoCloseable {

  /** Slack waits three seconds, network and a busy machine included. */
  private static final Duration IN_TIME = Duration.ofMillis(1_500);

  private static final Duration KEPT = Duration.ofMinutes(10);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);

  /** More than people press; what comes beyond is refused, and Slack shows that. */
  private static final int MOST = 500;

  private static final Logger LOG = LoggerFactory.getLogger(SlackDesk.class);

  private final SlackHands hands;
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore room = new Semaphore(MOST);
  private final CountDownLatch closing = new CountDownLatch(1);

  SlackDesk(SlackHands hands) {
    this.hands = hands;
  }

  /** One press on its way; who is late, the worker or the answer, is decided once. */
  private static final class Errand {
    private final SlackPress press;
    private boolean done;
    private boolean late;

    Errand(SlackPress press) {
      this.press = press;
    }

    synchronized void end() {
      done = true;
    }

    /** False when it is done by now. */
    synchronized boolean turnLate() {
      late = !done;
      return late;
    }

    synchronized boolean isLate() {
      return late;
    }
  }

  /** Whether there is room for one more. */
  boolean hasRoom() {
    return room.availablePermits() > 0;
  }

  /**
   * Does what was pressed, now or as soon as it can be done.
   *
   * @return the body of the answer, empty for none
   */
  String take(SlackPress press) {
    Errand errand = new Errand(press);
    Future<Done> work = workers.submit(() -> work(errand));
    try {
      return answer(press, work.get(IN_TIME.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      if (errand.turnLate()) {
        Words words = hands.words(press);
        String notYet = words.say("slack.notYet");
        workers.execute(() -> hands.whisper(press, notYet));
        return press.isForm() ? SlackForms.message(notYet, words) : "";
      }
      return answer(press, work.resultNow());
    } catch (ExecutionException e) {
      LOG.error("What was pressed in Slack could not be done", e.getCause());
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  private String answer(SlackPress press, Done done) {
    return switch (done) {
      case Done.Wrong(String field, String words) when press.isForm() ->
          SlackForms.error(field, words);
      case Done.Wrong(_, String words) -> later(press, words);
      case Done.Told(String words) -> later(press, words);
      case Done.Written _, Done.Quiet _ -> "";
    };
  }

  private String later(SlackPress press, String words) {
    workers.execute(() -> hands.whisper(press, words));
    return "";
  }

  private Done work(Errand errand) throws InterruptedException {
    room.acquire();
    try {
      Done done = keepTrying(errand.press);
      errand.end();
      if (errand.isLate()) {
        tellLate(errand.press, done);
      }
      return done;
    } finally {
      room.release();
    }
  }

  private void tellLate(SlackPress press, Done done) {
    Words words = hands.words(press);
    switch (done) {
      case Done.Written(String what) -> hands.whisper(press, words.say("slack.writtenNow", what));
      case Done.Told(String what) -> hands.whisper(press, what);
      case Done.Wrong(_, String why) -> hands.whisper(press, words.say("slack.notWritten", why));
      case Done.Quiet _ -> {}
    }
  }

  private Done keepTrying(SlackPress press) throws InterruptedException {
    Duration waited = Duration.ZERO;
    Duration pause = FIRST_PAUSE;
    while (true) {
      try {
        return hands.take(press);
      } catch (IOException | SlackApiException | RuntimeException e) {
        if (!isPassing(e)) {
          LOG.error("What was pressed in Slack could not be done", e);
          return told(press, "slack.failed");
        }
        LOG.warn("What was pressed in Slack is not written yet: {}", e.getMessage());
      }
      if (hands.isOpeningForm(press) || waited.compareTo(KEPT) > 0) {
        return told(press, "slack.away");
      }
      if (closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        return told(press, "slack.stopped");
      }
      waited = waited.plus(pause);
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0
              ? LONGEST_PAUSE
              : pause.multipliedBy(2);
    }
  }

  private Done told(SlackPress press, String key) {
    return new Done.Told(hands.words(press).say(key));
  }

  /** Whether the same may work a moment later: the database or Slack is away. */
  private static boolean isPassing(Exception failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException || cause instanceof IOException) {
        return true;
      }
    }
    return failure instanceof SlackApiException;
  }

  @Override
  @PreDestroy
  public void close() {
    closing.countDown();
    workers.close();
  }
}
