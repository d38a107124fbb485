package dev.punctual.board;

import dev.punctual.board.Past.Deed;
import dev.punctual.web.Html;
import dev.punctual.web.Words;
import java.time.LocalDate;
import java.time.ZoneId;

/** Who did what, when, in a line of a list; what Punctual did itself has no name. */
final class Deeds {

  private Deeds() {}

  /** {@code Aya gave the cause 11:02}; with the date unless it is that of the line. */
  static Html draw(Deed deed, ZoneId zone, LocalDate day, Words words) {
    String key = "deed." + deed.kind();
    String note = deed.note();
    if (deed.author().isEmpty()) {
      return Html.of(
          "<span class=\"muted\">{}</span>",
          words.say(
              key, words.timeOn(deed.at(), zone, day), note == null ? "" : words.reason(note)));
    }
    return Html.of(
        "<b>{}</b> <span class=\"muted\">{}</span>",
        deed.author(),
        words.say(words.has(key) ? key : "deed.other", words.timeOn(deed.at(), zone, day)));
  }
}
