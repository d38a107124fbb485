package dev.punctual.review;

import dev.punctual.ledger.CauseCategory;
import dev.punctual.web.Words;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** What the engine thinks was the cause, and why it thinks so. A person decides. */
record Proposal(CauseCategory category, Why why) {

  /** The grounds. */
  sealed interface Why {

    /** The source did not answer. */
    record Down(String source, Instant from, @Nullable Instant to, String reason) implements Why {}

    /** The log says it in its own words. */
    record Logged(String reason) implements Why {}

    /** The same, and when. */
    record LoggedAt(Instant at, String reason) implements Why {}

    /** Another promise in the same place was late before this one; perhaps that is why. */
    record Before(Place place, String title, Instant arrived, Instant due) implements Why {}

    /** Nothing came, and the source answered all along. */
    record Nothing(@Nullable Instant until, String source) implements Why {}

    /** What the source said at the due instant. */
    record AtDue(String reason) implements Why {}
  }

  /** The grounds as a sentence. */
  String sentence(Words words, ZoneId zone, LocalDate day) {
    return switch (why) {
      case Why.Down down ->
          down.to() == null
              ? words.say(
                  "review.why.downStill",
                  down.source(),
                  words.timeOn(down.from(), zone, day),
                  words.reason(down.reason()))
              : words.say(
                  "review.why.down",
                  down.source(),
                  words.timeOn(down.from(), zone, day),
                  words.timeOn(down.to(), zone, day),
                  words.reason(down.reason()));
      case Why.Logged logged -> words.say("review.why.logged", words.reason(logged.reason()));
      case Why.LoggedAt logged ->
          words.say(
              "review.why.loggedAt",
              words.timeOn(logged.at(), zone, day),
              words.reason(logged.reason()));
      case Why.Before before ->
          words.say(
              switch (before.place().kind()) {
                case DAG -> "review.why.sameDag";
                case SCHEMA -> "review.why.sameSchema";
              },
              before.title(),
              words.timeOn(before.arrived(), zone, day),
              words.timeOn(before.due(), zone, day),
              before.place().name());
      case Why.Nothing nothing ->
          nothing.until() == null
              ? words.say("review.why.never", nothing.source())
              : words.say(
                  "review.why.nothing", words.timeOn(nothing.until(), zone, day), nothing.source());
      case Why.AtDue due -> words.say("review.why.atDue", words.reason(due.reason()));
    };
  }
}
