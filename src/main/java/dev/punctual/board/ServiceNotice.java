package dev.punctual.board;

import dev.punctual.ledger.RuleBook;
import dev.punctual.ledger.RuleBook.Edition;
import dev.punctual.rule.CalendarEnd;
import dev.punctual.web.Banner;
import dev.punctual.web.Notice;
import dev.punctual.web.Words;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Says on every page that an edit of the rules is not in force, or that a calendar runs out. */
@Singleton
class ServiceNotice implements Notice {

  /** Days before a calendar's end; the Rules page and the log say it a year ahead. */
  private static final int CALENDAR_SOON = 90;

  private final RuleBook book;

  ServiceNotice(RuleBook book) {
    this.book = book;
  }

  @Override
  public List<Banner> banners(Words words, Instant now) {
    Edition edition = book.edition();
    List<Banner> banners = new ArrayList<>();
    if (!edition.problems().isEmpty()) {
      String text = words.count("notice.refused", edition.problems().size());
      banners.add(Banner.red(text, "/rules", words.say("notice.see")));
    }
    if (!edition.heldRemovals().isEmpty()) {
      String text = words.count("notice.held", edition.heldRemovals().size());
      banners.add(Banner.amber(text, "/rules", words.say("notice.confirm")));
    }
    calendars(banners, edition, words, now);
    return banners;
  }

  private static void calendars(List<Banner> banners, Edition edition, Words words, Instant now) {
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    for (CalendarEnd end : edition.rules().calendarEnds(today)) {
      String text = "notice.calendar" + (end.isPast(today) ? "Past" : "Soon");
      String year = Integer.toString(end.lastYear());
      String said = words.say(text, end.calendar(), end.country(), year);
      if (end.isPast(today)) {
        banners.add(Banner.red(said, "/rules", words.say("notice.see")));
      } else if (end.isWithin(today, CALENDAR_SOON)) {
        banners.add(Banner.amber(said, "/rules", words.say("notice.see")));
      }
    }
  }
}
