package dev.punctual.demo;

import dev.punctual.ledger.Act;
import dev.punctual.review.Action;
import dev.punctual.review.Actions;
import dev.punctual.review.Actions.Wish;
import dev.punctual.review.Marks;
import dev.punctual.review.Week;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** The reviews of the past weeks: who held them and what was agreed. The last one is still open. */
@Singleton
@Requires(property = "punctual.demo", value = "true")
class DemoReviews {

  private static final ZoneId ZONE = ZoneId.of("Asia/Tokyo");
  private static final Act.Author MORI = new Act.Author("Y. Mori", "page");
  private static final int WEEKS = 10;

  private final Marks marks;
  private final Actions actions;

  DemoReviews(Marks marks, Actions actions) {
    this.marks = marks;
    this.actions = actions;
  }

  void write(Instant now) {
    Week last = Week.of(LocalDate.ofInstant(now, ZONE)).plus(-1);
    for (int back = WEEKS; back >= 1; back--) {
      Week week = last.plus(-back);
      marks.set(week, "", MORI, meeting(week));
    }
    done(
        agree(
            last.plus(-6),
            "course-catalogue",
            "Alert before the nightly load, not after it",
            "A. Ito",
            2),
        last.plus(-5));
    done(
        agree(
            last.plus(-4),
            "crm-export",
            "Ask the CRM team for a second delivery slot",
            "M. Sato",
            2),
        last.plus(-1));
    agree(
        last.plus(-3),
        "billing-ledger",
        "Start the ledger job at 06:30 instead of 07:15",
        "K. Tanaka",
        3);
    agree(
        last.plus(-1),
        "teacher-spreadsheet",
        "Give the export a worker pool of its own",
        "A. Ito",
        3);
    agree(
        last.plus(-1), null, "Write down who answers for partner files at weekends", "M. Sato", 4);
  }

  /** The Monday after, at a quarter past ten. */
  private static Instant meeting(Week week) {
    return week.plus(1).monday().atTime(10, 15).atZone(ZONE).toInstant();
  }

  private Action agree(Week week, @Nullable String rule, String text, String owner, int weeks) {
    LocalDate due = week.plus(weeks).monday().with(DayOfWeek.FRIDAY);
    return actions.agree(new Wish(week, null, rule, text, owner, due), MORI, meeting(week));
  }

  private void done(Action action, Week week) {
    actions.close(action.id(), false, "", new Act.Author(action.owner(), "page"), meeting(week));
  }
}
