package dev.punctual.alert;

import java.time.Duration;
import java.time.Instant;

/** The words and signs of a deadline's state. */
final class StateWords {

  private StateWords() {}

  static String happened(Member miss) {
    Instant arrival = miss.found().arrivalAt();
    return switch (miss.state()) {
      case WAITING ->
          "failed".equals(miss.found().trouble())
              ? "failed and is due at " + Wording.time(miss.dueAt(), miss.zone())
              : "is due at " + Wording.time(miss.dueAt(), miss.zone()) + " and not there yet";
      case AT_RISK -> "is likely to miss " + Wording.time(miss.dueAt(), miss.zone());
      case MET ->
          arrival == null
              ? "was there in time"
              : "was there at "
                  + Wording.timeBeside(arrival, miss.dueAt(), miss.zone())
                  + ", in time";
      case OVERDUE -> "is overdue";
      case LATE ->
          arrival == null
              ? "is there, late"
              : "is there since "
                  + Wording.timeBeside(arrival, miss.dueAt(), miss.zone())
                  + ", "
                  + Wording.span(Duration.between(miss.dueAt(), arrival))
                  + " late";
      case MISSED -> "never arrived";
      case UNKNOWN -> "could not be told";
    };
  }

  static String word(Member miss) {
    return switch (miss.state()) {
      case WAITING -> "waiting";
      case AT_RISK -> "at risk";
      case MET -> "in time";
      case OVERDUE -> "overdue";
      case LATE -> "late";
      case MISSED -> "never arrived";
      case UNKNOWN -> "could not be told";
    };
  }

  static String icon(Member miss) {
    return switch (miss.state()) {
      case WAITING -> "○";
      case AT_RISK -> "▲";
      case MET -> "✓";
      case OVERDUE, LATE, MISSED -> "✕";
      case UNKNOWN -> "?";
    };
  }

  static int badness(Member miss) {
    return switch (miss.state()) {
      case OVERDUE -> miss.isAcknowledged() ? 6 : 7;
      case MISSED -> 5;
      case UNKNOWN -> 4;
      case AT_RISK -> 3;
      case WAITING -> 2;
      case LATE -> 1;
      case MET -> 0;
    };
  }

  static CardView.Tone tone(Member miss) {
    return switch (miss.state()) {
      case OVERDUE, MISSED -> CardView.Tone.OVERDUE;
      case UNKNOWN -> CardView.Tone.UNKNOWN;
      case AT_RISK -> CardView.Tone.RISK;
      case WAITING -> CardView.Tone.WAITING;
      case LATE -> CardView.Tone.LATE;
      case MET -> CardView.Tone.MET;
    };
  }

  static String acknowledged(Member miss) {
    Instant at = java.util.Objects.requireNonNull(miss.people().acknowledgedAt());
    return "acknowledged by "
        + miss.people().acknowledgedBy()
        + " "
        + Wording.timeBeside(at, miss.dueAt(), miss.zone());
  }
}
