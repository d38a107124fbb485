package dev.punctual.report;

import dev.punctual.report.History.Past;
import dev.punctual.rule.DayRule;
import dev.punctual.rule.DayTime;
import dev.punctual.rule.Promise;
import dev.punctual.rule.Rule;
import dev.punctual.rule.RuleSet;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A place with eleven rules, seen on 20 November 2026 at 11:21 in Tokyo. */
final class Sample {
  static final Instant NOW = Instant.parse("2026-11-20T02:21:08Z");
  private static final LocalDate FROM = LocalDate.of(2026, 1, 1);
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 20);

  private static final DayRule EVERY_DAY = new DayRule.EveryDay();
  private static final DayRule WEEKDAYS =
      new DayRule.Weekdays(EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY));

  private Sample() {}

  static RuleSet rules() {
    return SampleRules.set(
        rule("billing-ledger", "Billing ledger", "Data platform", "0.97", "gold", EVERY_DAY),
        rule(
            "teacher-spreadsheet",
            "Teacher spreadsheet",
            "Data platform",
            "0.97",
            "silver",
            WEEKDAYS),
        rule("school-rosters", "School rosters", "Partner delivery", "0.95", "silver", WEEKDAYS),
        rule("learner-status", "Learner status", "Data platform", "0.97", "gold", WEEKDAYS),
        rule(
            "recommendation-log",
            "Recommendation log",
            "Machine learning",
            "0.95",
            "gold",
            EVERY_DAY),
        rule("customer-scores", "Customer scores", "Machine learning", "0.95", "gold", EVERY_DAY),
        rule("feature-store", "Feature store", "Machine learning", "0.95", "silver", EVERY_DAY),
        rule(
            "partner-aggregates",
            "Partner aggregates",
            "Partner delivery",
            "0.95",
            "silver",
            WEEKDAYS),
        rule("model-drift", "Model drift report", "Machine learning", "0.95", "bronze", EVERY_DAY),
        rule("crm-export", "CRM export", "Partner delivery", "0.97", "gold", WEEKDAYS),
        rule("course-catalogue", "Course catalogue", "Data platform", "0.97", "silver", EVERY_DAY),
        stream());
  }

  private static Rule stream() {
    Promise.Span day = new Promise.Span(DayTime.parse("08:00"), DayTime.parse("22:00"));
    Rule plain = SampleRules.fresh("event-stream", day);
    return new Rule(
        plain.id(),
        new Rule.About("Event stream", null, plain.team(), new TreeMap<>(), List.of(), null, null),
        plain.target(),
        plain.promise(),
        plain.readiness(),
        plain.counting(),
        plain.notices(),
        plain.origin());
  }

  private static Rule rule(
      String id, String title, String team, String objective, String tier, DayRule on) {
    Promise promise =
        new Promise.ReadyBy(
            DayTime.parse("10:00"),
            on,
            new Promise.DataDate.SameDay(),
            DayTime.MIDNIGHT,
            Duration.ofHours(24));
    Rule plain = SampleRules.rule(id, team, objective, false, null, promise);
    Map<String, String> labels = Map.of("tier", tier, "service", id.substring(0, id.indexOf('-')));
    Rule.@Nullable Agreement agreed =
        id.equals("billing-ledger")
            ? new Rule.Agreement(
                "Sales", LocalDate.of(2026, 4, 1), "before the sales call at 10:30")
            : null;
    return new Rule(
        id,
        new Rule.About(title, null, team, new TreeMap<>(labels), List.of(), agreed, null),
        plain.target(),
        promise,
        plain.readiness(),
        plain.counting(),
        plain.notices(),
        plain.origin());
  }

  /** What becomes of certain dates of certain rules; everything else is met. */
  private static final Map<String, Map<String, String>> STORIES =
      Map.of(
          "billing-ledger",
          Map.of(
              "2026-11-03", "late 47 upstream_late 6",
              "2026-11-05", "late 130 upstream_late 4",
              "2026-11-09", "never task_failed 12",
              "2026-11-11", "late 312 ran_long 38",
              "2026-09-15", "late 22 upstream_late 3",
              "2026-11-20", "overdue",
              "2026-10-23", "unknown Punctual was down 07:50 to 08:44, no stamp in the source",
              "2026-08-13", "excused late",
              "2026-08-14", "excused late"),
          "teacher-spreadsheet",
          Map.of(
              "2026-07-14", "never task_failed 5",
              "2026-10-06", "unknown Airflow API time-out",
              "2026-08-19", "late 3 other 2",
              "2026-10-20", "late 55 task_failed 14"),
          "school-rosters",
          Map.of(
              "2026-11-10", "late 35 upstream_late 5",
              "2026-11-16", "never started_late 20",
              "2026-09-30", "late 12 upstream_late 1",
              "2026-08-05", "late 9 ran_long 6",
              "2026-08-21", "excused never"),
          "learner-status",
          Map.of(
              "2026-10-14", "excused late",
              "2026-10-26", "late 62",
              "2026-07-30", "late 95 upstream_late",
              "2026-09-09", "unknown dwh did not answer at the due instant"),
          "recommendation-log",
          Map.of(
              "2026-09-24", "unknown Athena unreachable",
              "2026-10-09", "unknown Athena unreachable",
              "2026-11-20", "unknown Athena unreachable",
              "2026-08-03", "late 30 upstream_late 8",
              "2026-10-31", "late 28 task_failed 16"),
          "customer-scores",
          Map.of(
              "2026-11-13", "unknown Airflow API time-out",
              "2026-09-04", "late 180 upstream_late 7",
              "2026-10-12", "late 41"),
          "feature-store",
          Map.of(
              "2026-09-05", "excused met",
              "2026-09-06", "excused late",
              "2026-07-22", "late 44 task_failed 2"),
          "partner-aggregates",
          Map.of("2026-10-28", "late 70 upstream_late 3"),
          "model-drift",
          Map.of("2026-09-17", "late 205 ran_long 9"));

  static void write(History history, RuleSet rules) {
    for (Rule rule : rules.rules().values()) {
      history.version(rule.id(), rule.title(), null, Instant.parse("2025-12-20T00:00:00Z"), null);
      if (!rule.isFreshness()) {
        past(history, rule);
      }
    }
    history.execute(
        """
        insert into rule_version (rule_id, version, title, team, source, target, objective, trial,
          definition, file, line, change_text, since) values
        ('school-rosters', 'e81c4d2aa', 'School rosters', 'Partner delivery', 'push', 'job', 0.95,
          false, '', 'rules.yaml', 12, 'objective 97% → 95%',
          timestamp with time zone '2026-10-05 01:00:00+00'),
        ('learner-status', '4c1e9ab22', 'Learner status', 'Data platform', 'push', 'job', 0.97,
          false, '', 'rules.yaml', 40, 'ready_by 10:30 → 10:00',
          timestamp with time zone '2026-09-28 01:00:00+00')""");
    history.execute(
        """
        insert into breach (rule_id, from_at, to_at, worst_age_seconds, reason) values
        ('event-stream', timestamp with time zone '2026-09-10 09:30:00+09:00',
         timestamp with time zone '2026-09-10 11:10:30+09:00', 7800, 'old')""");
    history.write();
    messages(history);
  }

  /** One card for every miss of Billing and School. */
  private static void messages(History history) {
    history.execute(
        """
        insert into message (uid, name_key, kind, channel, wanted_at, outcome)
        select 'card-' || id, 'card-' || id, 'card', '#data-sla', due_at, 'sent' from deadline
        where verdict = 'missed' and due_at > timestamp with time zone '2026-07-01 00:00:00+09:00'""");
    history.execute(
        """
        insert into message_member (message_id, deadline_id)
        select m.id, d.id from deadline d join message m on m.uid = 'card-' || d.id""");
  }

  private static void past(History history, Rule rule) {
    Map<String, String> stories = STORIES.getOrDefault(rule.id(), Map.of());
    for (LocalDate date : FROM.datesUntil(TODAY.plusDays(2)).toList()) {
      if (rule.promise().on().includes(date)) {
        String story = stories.getOrDefault(date.toString(), date.isAfter(TODAY) ? "" : "met");
        tell(history.on(rule, date), story, rule.id().hashCode() + date.getDayOfYear());
      }
    }
  }

  private static void tell(Past past, String story, int seed) {
    Set<String> words = Set.of(story.split(" ", -1));
    if (story.startsWith("unknown ")) {
      past.unknown(story.substring(8));
    } else if (words.contains("late") || words.contains("never") || words.contains("overdue")) {
      missed(past, story);
    } else if (story.endsWith("met")) {
      past.met();
      if (story.equals("met") && Math.floorMod(seed, 97) == 0 && isFirstHalf(past)) {
        past.late(Duration.ofMinutes(20 + Math.floorMod(seed, 50))).because("upstream_late");
      }
    }
    if (story.startsWith("excused ")) {
      past.excused("maintenance");
    }
  }

  private static boolean isFirstHalf(Past past) {
    return past.date().isBefore(LocalDate.of(2026, 7, 1));
  }

  private static void missed(Past past, String story) {
    String[] parts = story.split(" ", -1);
    if (story.startsWith("overdue")) {
      past.overdue();
      return;
    }
    if (story.startsWith("excused ")) {
      if (parts[1].equals("late")) {
        past.late(Duration.ofMinutes(72));
      } else {
        past.never();
      }
      return;
    }
    boolean late = parts[0].equals("late");
    if (late) {
      past.late(Duration.ofMinutes(Long.parseLong(parts[1])));
    } else {
      past.never();
    }
    int next = late ? 2 : 1;
    if (parts.length > next) {
      past.because(parts[next]);
    }
    if (parts.length > next + 1) {
      past.acknowledged(Duration.ofMinutes(Long.parseLong(parts[next + 1])));
    }
  }
}
