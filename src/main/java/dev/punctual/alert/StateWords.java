package dev.punctual.alert;

import dev.punctual.alert.CardView.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** The words and signs of a deadline's state. */
final class StateWords {

  private StateWords() {}

  /** The title and what happened to it. */
  static List<Span> happened(Member miss, Wording wording) {
    Instant arrival = miss.found().arrivalAt();
    String title = miss.title();
    String due = wording.time(miss.dueAt(), miss.zone());
    return switch (miss.state()) {
      case WAITING ->
          wording.spans(
              "failed".equals(miss.found().trouble()) ? "head.failed" : "head.waiting", title, due);
      case MET ->
          arrival == null
              ? wording.spans("head.met.untimed", title)
              : wording.spans(
                  "head.met", title, wording.timeBeside(arrival, miss.dueAt(), miss.zone()));
      case LATE ->
          arrival == null
              ? wording.spans("head.late.untimed", title)
              : wording.spans(
                  "head.late",
                  title,
                  wording.timeBeside(arrival, miss.dueAt(), miss.zone()),
                  wording.span(Duration.between(miss.dueAt(), arrival)));
      case AT_RISK, OVERDUE, MISSED, UNKNOWN ->
          wording.spans("head." + miss.state().word(), title, due);
    };
  }

  static String word(Member miss, Wording wording) {
    return wording.say("word." + miss.state().word());
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

  static String acknowledged(Member miss, Wording wording) {
    Instant at = Objects.requireNonNull(miss.people().acknowledgedAt());
    return wording.say(
        "acknowledged",
        String.valueOf(miss.people().acknowledgedBy()),
        wording.timeBeside(at, miss.dueAt(), miss.zone()));
  }
}
