package dev.punctual.board;

import dev.punctual.board.BoardRow.FreshNow;
import dev.punctual.board.BoardRow.SlotsToday;
import dev.punctual.web.Words;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The line under a state: how late, how likely, why. */
final class SecondLine {

  private final Words words;
  private final Instant now;
  private final Map<String, Instant> down;

  SecondLine(Words words, Instant now, Map<String, Instant> down) {
    this.words = words;
    this.now = now;
    this.down = down;
  }

  String of(BoardRow row) {
    FreshNow fresh = row.fresh();
    if (fresh != null) {
      return fresh(row.due(), fresh);
    }
    SlotsToday slots = row.slots();
    if (slots != null && row.look() != Look.OVERDUE && row.look() != Look.AT_RISK) {
      return slots(slots);
    }
    return of(row.due());
  }

  String of(Due due) {
    return switch (due.look()) {
      case OVERDUE -> overdue(due);
      case MISSED -> words.say("second.never");
      case LATE -> late(due);
      case AT_RISK ->
          due.likelyAt() == null
              ? trouble(due, "second.risk")
              : words.say("second.likely", time(due, due.likelyAt()));
      case UNKNOWN -> unknown(due);
      case MET -> met(due);
      case WAITING -> waiting(due);
      case EXCUSED -> words.say("category." + due.excusal());
    };
  }

  private String overdue(Due due) {
    String over = words.say("second.over", words.duration(Duration.between(due.dueAt(), now)));
    String why = why(due);
    return why == null ? over : words.say("second.with", over, why);
  }

  private String late(Due due) {
    Instant arrived = due.arrivedAt();
    if (arrived == null) {
      return words.say("second.late");
    }
    return words.say(
        "second.arrivedLate",
        time(due, arrived),
        words.duration(Duration.between(due.dueAt(), arrived)));
  }

  private String met(Due due) {
    Instant arrived = due.arrivedAt();
    if (arrived == null) {
      return words.say("second.met");
    }
    return words.say(due.weak() ? "second.arrivedWeak" : "second.arrived", time(due, arrived));
  }

  private String waiting(Due due) {
    String in = words.say("second.dueIn", words.duration(Duration.between(now, due.dueAt())));
    String why = why(due);
    return why == null ? in : words.say("second.with", in, why);
  }

  private String trouble(Due due, String otherwise) {
    String why = why(due);
    return why == null ? words.say(otherwise) : why;
  }

  private String unknown(Due due) {
    Instant since = down.get(due.source());
    if (since != null && !due.settled()) {
      return words.say("second.down", due.source(), time(due, since));
    }
    String why = why(due);
    return why == null ? words.reason(due.reason()) : why;
  }

  private @Nullable String why(Due due) {
    String trouble = due.trouble();
    return trouble == null ? null : words.say("trouble." + trouble, due.source());
  }

  private static String slotsKey(SlotsToday slots) {
    return slots.missed() > 0 ? "second.slotsMissed" : "second.slots";
  }

  private String slots(SlotsToday slots) {
    return words.say(slotsKey(slots), slots.met(), slots.all(), slots.missed());
  }

  private String fresh(Due due, FreshNow fresh) {
    Instant newest = fresh.newestAt();
    if (due.look() == Look.UNKNOWN) {
      return unknown(due);
    }
    if (due.look() == Look.WAITING) {
      return words.say("second.off");
    }
    return newest == null
        ? words.reason(due.reason())
        : words.say("second.newest", words.duration(Duration.between(newest, now)));
  }

  private String time(Due due, Instant instant) {
    LocalDate today = now.atZone(due.zone()).toLocalDate();
    return words.timeOn(instant, due.zone(), today);
  }
}
