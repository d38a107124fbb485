package dev.punctual.board;

import dev.punctual.judge.State;
import dev.punctual.web.Html;
import dev.punctual.web.Words;
import java.util.Locale;

/** How a deadline is shown: its state, with an excusal over it. From worst to calm. */
enum Look {
  OVERDUE("cross"),
  MISSED("cross"),
  LATE("cross"),
  AT_RISK("risk"),
  UNKNOWN("unknown"),
  MET("met"),
  WAITING("waiting"),
  EXCUSED("excused");

  private final String icon;

  Look(String icon) {
    this.icon = icon;
  }

  static Look of(State state, boolean excused) {
    if (excused) {
      return EXCUSED;
    }
    return switch (state) {
      case WAITING -> WAITING;
      case AT_RISK -> AT_RISK;
      case MET -> MET;
      case OVERDUE -> OVERDUE;
      case LATE -> LATE;
      case MISSED -> MISSED;
      case UNKNOWN -> UNKNOWN;
    };
  }

  /** Class of its colours, last part of its messages' keys. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean isMiss() {
    return this == OVERDUE || this == MISSED || this == LATE;
  }

  boolean needsAttention() {
    return isMiss() || this == AT_RISK || this == UNKNOWN;
  }

  /** The pill: icon, word and colour. */
  Html pill(Words words) {
    return pill(words.say("state." + word()));
  }

  Html pill(String text) {
    return Html.empty()
        .put("<span class=\"pill ")
        .put(word())
        .put("\"><svg class=\"i\" aria-hidden=\"true\"><use href=\"#i-")
        .put(icon)
        .put("\"/></svg>")
        .write(text)
        .put("</span>");
  }
}
