package dev.punctual.recount;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;

/**
 * A deadline as the API tells it.
 *
 * @param frozen whether it is looked at by a report that is frozen: what has no verdict is unknown
 */
record Row(JsonObject json, boolean frozen) {

  String text(String name) {
    JsonElement value = json.get(name);
    return value.isJsonNull() ? "" : value.getAsString();
  }

  boolean has(String name) {
    return !json.get(name).isJsonNull();
  }

  JsonObject part(String name) {
    return json.getAsJsonObject(name);
  }

  /** The rule it is counted under. */
  String rule() {
    return text("counted_under");
  }

  LocalDate date() {
    return LocalDate.parse(text("business_date"));
  }

  Instant due() {
    return Instant.parse(text("due_at"));
  }

  /** A slot's start; the due instant where there are no slots. */
  Instant slot() {
    return has("slot") ? Instant.parse(text("slot")) : due();
  }

  boolean trial() {
    return json.get("trial").getAsBoolean();
  }

  boolean judged() {
    return frozen || settled();
  }

  boolean settled() {
    return has("verdict");
  }

  boolean backfilled() {
    return has("backfilled");
  }

  boolean excused() {
    return has("excusal");
  }

  boolean is(String verdict) {
    return (judged() && !settled() ? "unknown" : text("verdict")).equals(verdict);
  }

  /** A miss that counts. */
  boolean missed() {
    return !trial() && !excused() && is("missed");
  }

  BigDecimal objective() {
    return json.get("objective").getAsBigDecimal();
  }

  /** The letter of its day: the worst of several is shown. */
  char letter() {
    if (excused()) {
      return 'e';
    }
    if (judged() && !settled()) {
      return 'u';
    }
    return switch (text("state")) {
      case "met" -> 'm';
      case "late" -> 'l';
      case "missed" -> 'n';
      case "overdue" -> 'o';
      case "unknown" -> 'u';
      default -> 'w';
    };
  }

  /** Seconds after the due instant; -1 where it did not arrive late. */
  long late() {
    if (!text("state").equals("late") || !has("arrival")) {
      return -1;
    }
    return nanosBetween(due(), Instant.parse(part("arrival").get("at").getAsString()))
        / 1_000_000_000L;
  }

  private static long nanosBetween(Instant from, Instant to) {
    return (to.getEpochSecond() - from.getEpochSecond()) * 1_000_000_000L
        + to.getNano()
        - from.getNano();
  }
}
