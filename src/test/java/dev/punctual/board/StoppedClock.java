package dev.punctual.board;

import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Primary;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.ZoneOffset;

/** Lets it be the present of {@link BoardData} for as long as a test likes. */
@Factory
@Requires(property = StoppedClock.PROPERTY)
public class StoppedClock {

  public static final String PROPERTY = "punctual.test.stopped-clock";

  @Singleton
  @Primary
  Clock clock() {
    return Clock.fixed(BoardData.NOW, ZoneOffset.UTC);
  }
}
