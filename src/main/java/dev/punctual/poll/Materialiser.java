package dev.punctual.poll;

import dev.punctual.ledger.Ledger;
import dev.punctual.ledger.RuleBook;
import dev.punctual.ledger.RuleVersions;
import dev.punctual.ledger.Timetable;
import dev.punctual.rule.Deadline;
import dev.punctual.rule.Promise;
import dev.punctual.rule.Rule;
import dev.punctual.rule.RuleSet;
import dev.punctual.rule.Schedule;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes deadlines ahead: 48 h of dates, 2 h of slots. After a downtime it goes on where it stopped,
 * so that a deadline that came and went meanwhile exists and is judged. A rule loaded late has the
 * deadlines that fall due after it was loaded.
 */
@Singleton
class Materialiser {

  private static final Logger LOG = LoggerFactory.getLogger(Materialiser.class);

  private static final String DATES = "dates";
  private static final String SLOTS = "slots";
  private static final Duration DATES_AHEAD = Duration.ofDays(2);
  private static final Duration SLOTS_AHEAD = Duration.ofHours(2);

  /** A longer downtime is not caught up with. */
  private static final Duration BACK = Duration.ofDays(31);

  private final Ledger ledger;
  private final Timetable timetable;
  private final RuleVersions versions;
  private final RuleBook book;

  Materialiser(Ledger ledger, Timetable timetable, RuleVersions versions, RuleBook book) {
    this.ledger = ledger;
    this.timetable = timetable;
    this.versions = versions;
    this.book = book;
  }

  /**
   * Makes what is missing.
   *
   * @return how many deadlines were made
   */
  synchronized int run(Instant now) {
    RuleSet rules = book.rules();
    Map<String, Instant> until = timetable.plannedUntil();
    Map<String, Instant> alive = versions.aliveSince();
    List<Deadline> planned = new ArrayList<>();
    for (Rule rule : rules.rules().values()) {
      boolean slots = rule.promise() instanceof Promise.ReadyWithin;
      Instant from = from(until.getOrDefault(slots ? SLOTS : DATES, now), now);
      Instant since = alive.getOrDefault(rule.id(), now);
      planned.addAll(
          Schedule.between(
              rule,
              since.isAfter(from) ? since : from,
              now.plus(slots ? SLOTS_AHEAD : DATES_AHEAD)));
    }
    int made = ledger.materialise(rules, planned, now);
    timetable.planned(DATES, now.plus(DATES_AHEAD));
    timetable.planned(SLOTS, now.plus(SLOTS_AHEAD));
    if (made > 0) {
      LOG.info("Made {} deadlines ahead", made);
    }
    return made;
  }

  private static Instant from(Instant until, Instant now) {
    Instant earliest = now.minus(BACK);
    if (until.isBefore(earliest)) {
      LOG.warn("Nothing was planned since {}; deadlines before {} are lost", until, earliest);
      return earliest;
    }
    return until.isBefore(now) ? until : now;
  }
}
