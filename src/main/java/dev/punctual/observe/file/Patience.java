package dev.punctual.observe.file;

import dev.punctual.observe.SourceFailure;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Bounds what cannot be broken off: a read of a disk whose server is gone ends when that comes back
 * and not before. It is left to a thread of its own, and no second one is sent after it.
 */
final class Patience {

  private final String name;
  private final String place;
  private final Duration most;
  private volatile @Nullable FutureTask<?> last;
  private volatile @Nullable Thread thread;

  Patience(FilesSettings settings) {
    this.name = settings.name();
    this.place = settings.root().toString();
    this.most = settings.requestTimeout();
  }

  <T> T within(Callable<T> work) throws SourceFailure, InterruptedException {
    FutureTask<?> earlier = last;
    if (earlier != null && !earlier.isDone()) {
      throw failure("still hangs since an earlier round", null);
    }
    FutureTask<T> task = new FutureTask<>(work);
    last = task;
    Thread own = Thread.ofPlatform().daemon().name("files " + name).start(task);
    thread = own;
    try {
      return task.get(most.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw failure("did not answer within " + most.toMillis() / 1000.0 + " s", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SourceFailure failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      own.interrupt();
    }
  }

  private SourceFailure failure(String what, @Nullable Throwable cause) {
    return new SourceFailure(
        name
            + ": "
            + place
            + " "
            + what
            + "; look at the disk and its file server, ask for fewer files, or raise"
            + " request-timeout",
        cause);
  }

  /** Asks the thread to end, should it still run. */
  void close() {
    Thread own = thread;
    if (own != null) {
      own.interrupt();
    }
  }
}
