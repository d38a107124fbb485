package dev.punctual.observe.wire;

import dev.punctual.observe.SourceFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/** Asks several things at once, for systems that answer for one at a time. */
public final class Crew {

  private Crew() {}

  /** One request. */
  @FunctionalInterface
  public interface Call<T, R> {
    R ask(T item) throws SourceFailure, InterruptedException;
  }

  /**
   * Asks about every item, some at once.
   *
   * @param atOnce the most that are under way together
   * @return an answer an item, in their order
   * @throws SourceFailure the first one met; the rest is broken off
   */
  public static <T, R> List<R> ask(List<T> items, int atOnce, Call<T, R> call)
      throws SourceFailure, InterruptedException {
    Semaphore seats = new Semaphore(atOnce);
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    try {
      List<Future<R>> asked = new ArrayList<>();
      for (T item : items) {
        seats.acquire();
        asked.add(
            threads.submit(
                () -> {
                  try {
                    return call.ask(item);
                  } finally {
                    seats.release();
                  }
                }));
      }
      List<R> answers = new ArrayList<>(items.size());
      for (Future<R> one : asked) {
        answers.add(answer(one));
      }
      return answers;
    } finally {
      threads.shutdownNow();
    }
  }

  private static <R> R answer(Future<R> asked) throws SourceFailure, InterruptedException {
    try {
      return asked.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case SourceFailure failure -> throw failure;
        case InterruptedException interrupted -> throw interrupted;
        case RuntimeException bug -> throw bug;
        case null, default -> throw new IllegalStateException(e.getCause());
      }
    }
  }
}
