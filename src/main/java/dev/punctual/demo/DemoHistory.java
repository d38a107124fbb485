package dev.punctual.demo;

import dev.punctual.judge.Arrival;
import dev.punctual.judge.Progress;
import dev.punctual.judge.State;
import dev.punctual.judge.Verdict;
import dev.punctual.ledger.Act;
import dev.punctual.ledger.CauseCategory;
import dev.punctual.ledger.ExcusalCategory;
import dev.punctual.ledger.History.Happened;
import dev.punctual.ledger.History.Past;
import dev.punctual.ledger.History.Said;
import dev.punctual.ledger.TransitionKind;
import dev.punctual.observe.Observation.Strength;
import dev.punctual.rule.Deadline;
import dev.punctual.rule.Rule;
import dev.punctual.rule.RuleSet;
import dev.punctual.rule.Schedule;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The invented past of the sample rules, from the beginning of the half-year before this one. */
final class DemoHistory {

  private static final String[] PEOPLE = {"K. Tanaka", "Y. Mori", "A. Ito", "M. Sato"};
  private static final int SLOT_DAYS = 35;
  private static final Duration POLL = Duration.ofSeconds(30);

  private DemoHistory() {}

  static List<Past> of(RuleSet rules, Instant now) {
    List<Past> past = new ArrayList<>();
    for (Rule rule : rules.rules().values()) {
      if (rule.isFreshness() || rule.id().startsWith("live-")) {
        continue;
      }
      for (Deadline deadline : Schedule.between(rule, beginning(rule, now), now)) {
        past.add(past(rule, deadline, now));
      }
      for (Deadline deadline : Schedule.between(rule, now, now.plus(Duration.ofDays(1)))) {
        Instant landed = Habit.arrival(deadline);
        if (landed != null && !landed.isAfter(now)) {
          past.add(new Past(deadline, rule, arrived(rule, deadline, landed), landed, List.of()));
        }
      }
    }
    return past;
  }

  private static Instant beginning(Rule rule, Instant now) {
    LocalDate today = now.atZone(ZoneOffset.UTC).toLocalDate();
    LocalDate half = today.withDayOfYear(1).withMonth(today.getMonthValue() > 6 ? 7 : 1);
    Instant before = half.minusMonths(6).atStartOfDay(ZoneOffset.UTC).toInstant();
    boolean slots = rule.promise() instanceof dev.punctual.rule.Promise.ReadyWithin;
    return slots ? now.minus(Duration.ofDays(SLOT_DAYS)) : before;
  }

  private static Past past(Rule rule, Deadline deadline, Instant now) {
    Instant landed = Habit.arrival(deadline);
    Instant arrival = landed == null || landed.isAfter(now) ? null : landed;
    Random dice = new Random(deadline.key().hashCode() * 17L + 5);
    if (dice.nextInt(260) == 0 && deadline.closesAt().isBefore(now)) {
      return new Past(
          deadline, rule, unknown(rule), deadline.closesAt(), explained(deadline, dice, now));
    }
    Progress end =
        arrival == null ? overdue(rule, deadline, now) : arrived(rule, deadline, arrival);
    boolean missed = end.verdict() == Verdict.MISSED;
    return new Past(
        deadline,
        rule,
        end,
        missed ? deadline.dueAt() : arrival == null ? now : arrival,
        missed ? log(rule, deadline, end, arrival, dice) : List.of(),
        missed ? said(deadline, dice, now) : List.of());
  }

  /** A task that is late has mostly failed before, or it runs still when it is due. */
  private static List<Happened> log(
      Rule rule, Deadline deadline, Progress end, @Nullable Instant arrival, Random dice) {
    List<Happened> log = new ArrayList<>();
    String run = " of the run of " + deadline.businessDate();
    boolean orchestrated = rule.target().kind().matches("task|dag");
    String what = rule.target().kind() + " " + rule.target().path() + run;
    boolean failed = orchestrated && dice.nextInt(2) == 0;
    if (failed) {
      Instant at = deadline.dueAt().minusSeconds(1_200L + dice.nextInt(2_400));
      log.add(new Happened(TransitionKind.FAILED, what + " failed (try 2)", at));
    }
    String said =
        orchestrated
            ? what + (failed ? " was cleared and has not started again" : " is running")
            : "no data of " + deadline.dataDate() + " in " + rule.target().path();
    log.add(new Happened(TransitionKind.OVERDUE, said, deadline.dueAt()));
    if (arrival != null) {
      log.add(new Happened(TransitionKind.LATE, end.reason(), arrival));
    }
    return log;
  }

  private static Progress arrived(Rule rule, Deadline deadline, Instant at) {
    boolean met = !at.isAfter(deadline.dueAt());
    boolean exact = rule.target().kind().matches("task|dag|job|query");
    Arrival arrival = new Arrival(exact ? at : at.minus(POLL), at, Strength.STRONG);
    String text = seen(rule, deadline);
    return progress(
        met ? State.MET : State.LATE, met ? Verdict.MET : Verdict.MISSED, arrival, text);
  }

  private static String seen(Rule rule, Deadline deadline) {
    return switch (rule.target().kind()) {
      case "task", "dag" -> "run of " + deadline.businessDate() + " succeeded";
      case "job" -> "reported by the job";
      default -> "40 rows of " + deadline.dataDate();
    };
  }

  private static Progress overdue(Rule rule, Deadline deadline, Instant now) {
    boolean closed = !deadline.closesAt().isAfter(now);
    String text = "no data of " + deadline.dataDate() + " in " + rule.target().path();
    State state = closed ? State.MISSED : State.OVERDUE;
    return new Progress(
        state, Verdict.MISSED, null, null, text, null, null, deadline.dueAt(), null, null, false);
  }

  private static Progress unknown(Rule rule) {
    String text = rule.source() + " did not answer across the due instant";
    return progress(State.UNKNOWN, Verdict.UNKNOWN, null, text);
  }

  private static Progress progress(
      State state, Verdict verdict, @Nullable Arrival arrival, String text) {
    return new Progress(
        state,
        verdict,
        arrival,
        arrival == null ? null : text,
        text,
        null,
        null,
        null,
        null,
        null,
        false);
  }

  /** A miss is acknowledged, mostly explained, now and then excused. */
  private static List<Said> said(Deadline deadline, Random dice, Instant now) {
    List<Said> said = new ArrayList<>();
    Act.Author first = person(dice);
    Instant heard = deadline.dueAt().plusSeconds(90 + dice.nextInt(1_500));
    add(said, new Act.Acknowledgement(""), first, heard, now);
    if (!isReviewed(deadline, now)) {
      return said;
    }
    if (dice.nextInt(6) == 0) {
      Act excusal =
          new Act.Excusal(
              ExcusalCategory.PLANNED_CHANGE, "Full reload, late by agreement with all readers");
      add(said, excusal, person(dice), heard.plus(Duration.ofHours(3)), now);
    }
    if (dice.nextInt(8) > 0) {
      CauseCategory[] causes = CauseCategory.values();
      CauseCategory cause =
          causes[Math.min(dice.nextInt(causes.length), dice.nextInt(causes.length))];
      add(
          said,
          new Act.Cause(cause, note(cause)),
          person(dice),
          heard.plus(Duration.ofHours(5)),
          now);
    }
    return said;
  }

  private static List<Said> explained(Deadline deadline, Random dice, Instant now) {
    List<Said> said = new ArrayList<>();
    if (isReviewed(deadline, now)) {
      CauseCategory down = CauseCategory.SOURCE_DOWN;
      Instant looked = deadline.closesAt().plus(Duration.ofHours(2));
      add(said, new Act.Cause(down, note(down)), person(dice), looked, now);
    }
    return said;
  }

  /** The last week is still to be reviewed, and so is this one. */
  private static boolean isReviewed(Deadline deadline, Instant now) {
    LocalDate monday =
        now.atZone(deadline.timezone())
            .toLocalDate()
            .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    Instant lastWeek = monday.minusWeeks(1).atStartOfDay(deadline.timezone()).toInstant();
    return deadline.dueAt().isBefore(lastWeek);
  }

  private static String note(CauseCategory cause) {
    return switch (cause) {
      case UPSTREAM_LATE -> "Session log reached the warehouse 40 minutes late.";
      case TASK_FAILED -> "The run stopped on a duplicate id; row removed, run repeated.";
      case RAN_LONG -> "Full scan after the schema change; index added.";
      case STARTED_LATE -> "The run before it held the queue.";
      case BAD_DATA -> "Upstream sent yesterday's file again.";
      case SOURCE_DOWN -> "The warehouse did not answer from 09:58 to 10:41.";
      case OTHER -> "Looked into; nothing found.";
    };
  }

  private static void add(List<Said> said, Act act, Act.Author author, Instant at, Instant now) {
    if (at.isBefore(now)) {
      said.add(new Said(act, author, at));
    }
  }

  private static Act.Author person(Random dice) {
    return new Act.Author(PEOPLE[dice.nextInt(PEOPLE.length)], "page");
  }
}
