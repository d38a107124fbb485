package dev.punctual.review;

import dev.punctual.web.Words;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.TextStyle;

/**
 * A promise of next week that may well be broken, or must not be.
 *
 * @param on its first deadline next week that is meant
 */
record Risk(String rule, LocalDate on, Why why) {

  /** Why it is one. */
  sealed interface Why {

    /** No miss is left, or already too many were used. */
    record NothingLeft(int used, int allowed) implements Why {}

    /** Missed on this day of the week before. */
    record Weekday(DayOfWeek day, int misses, int weeks) implements Why {}

    /** Less and less to spare. */
    record Later(Duration now, Duration before) implements Why {}
  }

  String sentence(Words words) {
    return switch (why) {
      case Why.NothingLeft none when none.used() > none.allowed() ->
          words.say("review.risk.over", none.used(), none.allowed());
      case Why.NothingLeft none -> words.say("review.risk.full", none.used(), none.allowed());
      case Why.Weekday weekday ->
          words.say(
              "review.risk.weekday",
              weekday.misses(),
              weekday.weeks(),
              weekday.day().getDisplayName(TextStyle.FULL, words.locale()));
      case Why.Later later ->
          later.now().isNegative()
              ? words.say(
                  "review.risk.laterThanDue",
                  words.duration(later.now()),
                  words.duration(later.before()))
              : words.say(
                  "review.risk.later", words.duration(later.now()), words.duration(later.before()));
    };
  }
}
