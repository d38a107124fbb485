package dev.punctual.report;

import dev.punctual.judge.Arrival;
import dev.punctual.judge.Progress;
import dev.punctual.judge.State;
import dev.punctual.judge.Verdict;
import dev.punctual.ledger.Act;
import dev.punctual.ledger.Backfills;
import dev.punctual.ledger.Backfills.Day;
import dev.punctual.ledger.CauseCategory;
import dev.punctual.ledger.Change;
import dev.punctual.ledger.ExcusalCategory;
import dev.punctual.ledger.History;
import dev.punctual.ledger.History.Past;
import dev.punctual.ledger.History.Said;
import dev.punctual.ledger.RuleBook;
import dev.punctual.ledger.RuleVersions;
import dev.punctual.observe.Observation.Strength;
import dev.punctual.rule.Deadline;
import dev.punctual.rule.KnownSources;
import dev.punctual.rule.Reading;
import dev.punctual.rule.Rule;
import dev.punctual.rule.RuleFolder;
import dev.punctual.rule.RuleSet;
import dev.punctual.rule.Schedule;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A half-year with every kind of day, written through the ledger itself: rules come and go by
 * edition, an opened deadline keeps the promise of the edition it opened in.
 */
final class Chronicle {
  private static final Instant BEGIN = Instant.parse("2025-11-20T00:00:00Z");
  private static final Instant END = Instant.parse("2026-07-02T00:00:00Z");

  /** Until then the scores were filled in afterwards. */
  private static final LocalDate WATCHED_FROM = LocalDate.of(2026, 2, 10);

  /** What becomes of a deadline that somebody watched; the calm one first. */
  private static final List<Fate> LIVE =
      Stream.of(Fate.values()).filter(fate -> !fate.name().startsWith("BACKFILLED")).toList();

  private static final List<Fate> BACKFILLED =
      Stream.of(Fate.values()).filter(fate -> fate.name().startsWith("BACKFILLED")).toList();

  /** On which every slot is late, one after the other. */
  private static final LocalDate BAD_DAY = LocalDate.of(2026, 3, 8);

  private static final Act.Author TANAKA = new Act.Author("K. Tanaka", "page");
  private static final Act.Author WINDOW = new Act.Author("window in rules.yaml:41", "rules");

  private static final String FIRST =
      """
      version: 1
      calendars: { jp: { country: JP } }
      teams: { data: { slack: "#data" }, partner: { slack: "#partner" } }
      defaults: { timezone: Asia/Tokyo, team: data, objective: 97%% }
      rules:
        - { id: ledger, title: Billing ledger, job: a, ready_by: "10:00", labels: { tier: gold, service: billing } }
        - { id: scores, title: Customer scores, job: b, ready_by: "10:00", labels: { tier: gold } }
        - { id: %s, title: Course catalogue, job: c, ready_by: "09:00", on: jp, labels: { tier: silver }%s }
        - { id: rosters, title: School rosters, job: d, team: partner, objective: %s, ready_by: "%s", on: [mon, tue, wed, thu, fri] }
        - { id: new-york, title: New York, job: e, timezone: America/New_York, objective: 99.5%%, ready_by: "02:30" }
        - { id: slots, title: Three-hourly, job: f, team: partner, timezone: America/New_York, objective: 99%%, every: 3h, ready_within: 40m, labels: { tier: gold } }
        - { id: month-end, title: Month end, job: g, objective: 90%%, on: { monthly: { business_day: -1, calendar: jp } }, ready_by: "01:30 +1d" }
        - { id: strict, title: Strict, job: h, objective: 100%%, ready_by: "23:59", on: { monthly: { day: 15 } } }
        - { id: stream, title: Events, table: dwh.raw.events, fresh_within: 30m, column: ingested_at }
        - { id: idea, title: An idea, job: i, trial: true, ready_by: "12:00" }
      """;

  private static final String GONE =
      """
        - { id: gone, title: Once promised, job: j, ready_by: "08:00" }
      """;

  private final ApplicationContext context;
  private final List<Past> past = new ArrayList<>();
  private final List<Day> filledIn = new ArrayList<>();
  private final Map<Fate, Integer> fates = new EnumMap<>(Fate.class);
  private final Random dice = new Random(20260101);

  /** What becomes of a deadline. */
  enum Fate {
    MET,
    LATE,
    NEVER,
    OVERDUE,
    UNKNOWN,
    EXCUSED_BY_PERSON,
    EXCUSED_BY_WINDOW,
    EXCUSED_MET,
    EXCUSAL_WITHDRAWN,
    CORRECTED_TO_MET,
    CORRECTED_TO_MISSED,
    CORRECTED_TO_UNKNOWN,
    /** Still without a verdict, long after it closed. */
    UNSETTLED,
    UNSETTLED_EXCUSED,
    BACKFILLED_MET,
    BACKFILLED_LATE,
    BACKFILLED_NEVER,
    BACKFILLED_EXCUSED
  }

  Chronicle(ApplicationContext context) {
    this.context = context;
  }

  /** How often each kind of day came to pass. */
  Map<Fate, Integer> write() throws IOException {
    String old = FIRST.formatted("course-master", "", "95%", "10:00");
    String objective = FIRST.formatted("course-master", "", "90%", "10:30");
    String renamed = FIRST.formatted("course-catalogue", ", was: course-master", "90%", "10:30");
    edition(old + GONE, BEGIN, Instant.parse("2026-04-01T00:00:00Z"));
    edition(
        objective + GONE,
        Instant.parse("2026-04-01T00:00:00Z"),
        Instant.parse("2026-05-01T00:00:00Z"));
    edition(
        renamed + GONE,
        Instant.parse("2026-05-01T00:00:00Z"),
        Instant.parse("2026-05-15T00:00:00Z"));
    edition(renamed, Instant.parse("2026-05-15T00:00:00Z"), END);
    context.getBean(History.class).write(past);
    context.getBean(Backfills.class).write(filledIn, END);
    return fates;
  }

  private void edition(String yaml, Instant since, Instant until) throws IOException {
    RuleSet rules = publish(context, yaml, since);
    for (Rule rule : rules.rules().values()) {
      if (rule.isFreshness()) {
        continue;
      }
      for (Deadline deadline : Schedule.between(rule, since, END)) {
        if (!deadline.opensAt().isBefore(since) && deadline.opensAt().isBefore(until)) {
          tell(rule, deadline);
        }
      }
    }
  }

  /** Has these rules come into force, as a reload does. */
  static RuleSet publish(ApplicationContext context, String yaml, Instant since)
      throws IOException {
    Path file = Files.createTempDirectory("rules").resolve("rules.yaml");
    Files.writeString(file, yaml);
    Reading reading = RuleFolder.read(List.of(file), KnownSources.unchecked());
    if (!(reading instanceof Reading.Accepted accepted)) {
      throw new IllegalStateException(reading.toString());
    }
    RuleSet rules = accepted.rules();
    context.getBean(RuleVersions.class).publish(rules, rule -> "terms of " + rule.id(), since);
    context
        .getBean(RuleBook.class)
        .turnTo(new RuleBook.Edition(rules, since, since, List.of(), List.of(), List.of()));
    return rules;
  }

  private void tell(Rule rule, Deadline deadline) {
    if (rule.id().equals("scores") && deadline.businessDate().isBefore(WATCHED_FROM)) {
      filledIn.add(filledIn(rule, deadline));
    } else {
      past.add(past(rule, deadline));
    }
  }

  private Day filledIn(Rule rule, Deadline deadline) {
    Fate fate = BACKFILLED.get(Math.max(0, dice.nextInt(12) - 8));
    fates.merge(fate, 1, Integer::sum);
    Instant due = deadline.dueAt();
    Progress end =
        switch (fate) {
          case BACKFILLED_LATE -> end(State.LATE, Verdict.MISSED, due.plusSeconds(4_000));
          case BACKFILLED_NEVER, BACKFILLED_EXCUSED -> end(State.MISSED, Verdict.MISSED, null);
          default -> end(State.MET, Verdict.MET, due);
        };
    Change.Excusal excusal =
        fate == Fate.BACKFILLED_EXCUSED
            ? new Change.Excusal(
                ExcusalCategory.NOTHING_TO_DELIVER, "it was skipped", "rule: skipped")
            : null;
    return new Day(deadline, rule, end, "task_end", excusal);
  }

  private Past past(Rule rule, Deadline deadline) {
    int chance = dice.nextInt(200);
    int kinds = LIVE.size() - 1;
    boolean badDay = rule.id().equals("slots") && deadline.businessDate().equals(BAD_DAY);
    Fate fate = badDay ? Fate.LATE : chance < kinds * 2 ? LIVE.get(1 + chance % kinds) : Fate.MET;
    fates.merge(fate, 1, Integer::sum);
    Instant due = deadline.dueAt();
    Instant late = due.plus(Duration.ofSeconds(1 + dice.nextInt(20_000)));
    List<Said> said = new ArrayList<>();
    Progress end =
        switch (fate) {
          case MET, EXCUSED_MET, CORRECTED_TO_MISSED, BACKFILLED_MET ->
              end(State.MET, Verdict.MET, due);
          case LATE, EXCUSED_BY_WINDOW, EXCUSAL_WITHDRAWN, BACKFILLED_LATE ->
              end(State.LATE, Verdict.MISSED, late);
          case NEVER,
              EXCUSED_BY_PERSON,
              CORRECTED_TO_UNKNOWN,
              BACKFILLED_NEVER,
              BACKFILLED_EXCUSED ->
              end(State.MISSED, Verdict.MISSED, null);
          case UNSETTLED, UNSETTLED_EXCUSED -> end(State.OVERDUE, null, null);
          case OVERDUE -> end(State.OVERDUE, Verdict.MISSED, null);
          case UNKNOWN, CORRECTED_TO_MET -> end(State.UNKNOWN, Verdict.UNKNOWN, null);
        };
    if (end.verdict() != Verdict.MET && dice.nextInt(3) > 0) {
      Instant taken = due.plusSeconds(dice.nextInt(9_000) - 600L);
      said.add(new Said(new Act.Acknowledgement(""), TANAKA, taken));
    }
    if (end.verdict() == Verdict.MISSED && dice.nextInt(4) > 0) {
      CauseCategory[] causes = CauseCategory.values();
      CauseCategory cause = causes[dice.nextInt(causes.length)];
      said.add(new Said(new Act.Cause(cause, "note " + chance), TANAKA, due.plusSeconds(90_000)));
    }
    say(fate, deadline, said);
    return new Past(deadline, rule, end, due, said);
  }

  private static void say(Fate fate, Deadline deadline, List<Said> said) {
    Instant then = deadline.dueAt().plus(Duration.ofDays(2));
    Act excusal = new Act.Excusal(ExcusalCategory.PLANNED_CHANGE, "agreed, \"by word\"");
    switch (fate) {
      case EXCUSED_BY_PERSON, EXCUSED_MET, UNSETTLED_EXCUSED ->
          said.add(new Said(excusal, TANAKA, then));
      case EXCUSED_BY_WINDOW ->
          said.add(
              new Said(
                  new Act.Excusal(ExcusalCategory.MAINTENANCE, "DWH upgrade"),
                  WINDOW,
                  deadline.opensAt()));
      case EXCUSAL_WITHDRAWN -> {
        said.add(new Said(excusal, TANAKA, then));
        said.add(new Said(new Act.ExcusalWithdrawal("no"), TANAKA, then.plusSeconds(60)));
      }
      case CORRECTED_TO_MET ->
          said.add(
              new Said(
                  new Act.Correction(Verdict.MET, deadline.dueAt(), "it was there"), TANAKA, then));
      case CORRECTED_TO_MISSED ->
          said.add(
              new Said(
                  new Act.Correction(
                      Verdict.MISSED, deadline.dueAt().plusSeconds(61), "it was not"),
                  TANAKA,
                  then));
      case CORRECTED_TO_UNKNOWN ->
          said.add(new Said(new Act.Correction(Verdict.UNKNOWN, null, "who knows"), TANAKA, then));
      case MET,
          LATE,
          NEVER,
          OVERDUE,
          UNKNOWN,
          UNSETTLED,
          BACKFILLED_MET,
          BACKFILLED_LATE,
          BACKFILLED_NEVER,
          BACKFILLED_EXCUSED -> {}
    }
  }

  private static Progress end(State state, @Nullable Verdict verdict, @Nullable Instant at) {
    Arrival arrival = at == null ? null : new Arrival(at.minusSeconds(30), at, Strength.STRONG);
    String evidence = at == null ? null : "reported by the job";
    return new Progress(
        state, verdict, arrival, evidence, "as judged", null, null, null, null, null, false);
  }
}
