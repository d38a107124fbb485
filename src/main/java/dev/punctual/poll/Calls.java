package dev.punctual.poll;

import jakarta.inject.Singleton;
import java.util.function.Consumer;

/** Where a wish to have a source asked at once goes: to the loops, once they run. */
@Singleton
class Calls {

  private volatile Consumer<String> taker = source -> {};

  /** Asks for a round about everything open at this source, as soon as possible. */
  void call(String source) {
    taker.accept(source);
  }

  void takenBy(Consumer<String> next) {
    taker = next;
  }
}
