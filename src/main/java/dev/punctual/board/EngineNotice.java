package dev.punctual.board;

import dev.punctual.poll.Pulse;
import dev.punctual.poll.Pulse.Beat;
import dev.punctual.web.Banner;
import dev.punctual.web.Notice;
import dev.punctual.web.Words;
import io.micronaut.core.annotation.Order;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Says on every page that nothing is judged: what it shows is old, however new it looks. */
@Singleton
@Order(-1)
class EngineNotice implements Notice {

  private final Pulse pulse;

  EngineNotice(Pulse pulse) {
    this.pulse = pulse;
  }

  @Override
  public List<Banner> banners(Words words, Instant now) {
    Beat beat = pulse.at(now);
    return switch (beat.judging()) {
      case HERE -> List.of();
      case ELSEWHERE -> List.of(new Banner("risk", words.say("notice.elsewhere"), null, ""));
      case NOBODY -> List.of(new Banner("missed", nobody(beat, words, now), null, ""));
    };
  }

  private static String nobody(Beat beat, Words words, Instant now) {
    Instant last = beat.last();
    return last == null
        ? words.say("notice.never")
        : words.say("notice.stopped", words.duration(Duration.between(last, now)));
  }

  @Override
  public boolean asksDatabase() {
    return true;
  }
}
