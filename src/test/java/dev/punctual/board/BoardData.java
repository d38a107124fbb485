package dev.punctual.board;

import dev.punctual.judge.State;
import dev.punctual.ledger.Recount;
import dev.punctual.ledger.RuleBook;
import dev.punctual.rule.BusinessCalendar;
import dev.punctual.rule.DayRule;
import dev.punctual.rule.DayTime;
import dev.punctual.rule.Deadline;
import dev.punctual.rule.Problem;
import dev.punctual.rule.Promise;
import dev.punctual.rule.Readiness;
import dev.punctual.rule.Rule;
import dev.punctual.rule.RuleSet;
import dev.punctual.rule.RuleSet.SourceFile;
import dev.punctual.rule.Schedule;
import dev.punctual.rule.Target;
import io.micronaut.transaction.TransactionOperations;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A believable half-year of a place in Tokyo, the same each time: what the pages are looked at
 * with. The present is Friday 20 November 2026, 11:21.
 */
public final class BoardData {

  public static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");
  public static final Instant NOW =
      LocalDate.of(2026, 11, 20).atTime(11, 21).atZone(TOKYO).toInstant();
  static final LocalDate TODAY = LocalDate.of(2026, 11, 20);

  private static final BusinessCalendar BUSINESS_DAYS =
      BusinessCalendar.of(
          new BusinessCalendar.Definition(
              "jp-business-days",
              "JP",
              BusinessCalendar.Definition.DEFAULT_WEEKEND,
              List.of(),
              List.of()));

  private static final String INSERT =
      """
      insert into deadline (rule_id, business_date, slot, slotted, data_date, opens_at, due_at,
        closes_at, timezone, objective, rule_version, source, team, trial, state, verdict,
        arrival_earliest, arrival_at, evidence, reason, trouble, likely_at, settled_at,
        acknowledged_at, acknowledged_by, excusal_category, excusal_reason, excusal_author,
        excusal_at, cause_category, cause_note, cause_author, cause_at)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
        ?, ?, ?)\
      """;

  private final TransactionOperations<Connection> database;
  private final RuleBook book;
  private final Random random = new Random(20261120);
  private final List<Plan> plans = new ArrayList<>();

  public BoardData(TransactionOperations<Connection> database, RuleBook book) {
    this.database = database;
    this.book = book;
  }

  /**
   * A rule and what became of it.
   *
   * @param usualMinutes arrivals lie about so long before due
   * @param today what became of today's deadline so far
   */
  private record Plan(
      Rule rule, int usualMinutes, Map<LocalDate, String> marked, String today, int minutes) {}

  /** The eleven rules of the pictures. */
  public BoardData eleven() {
    add(
        "billing-ledger",
        "Billing ledger",
        "Data platform",
        table("bq", "finance.billing_ledger"),
        "08:30",
        false,
        "97",
        42,
        "late",
        128,
        "2026-07-08 l,2026-08-14 e,2026-10-23 u,2026-10-26 l,2026-11-01 n,2026-11-03 l,2026-11-11"
            + " l,2026-08-13 e");
    add(
        "teacher-spreadsheet",
        "Teacher spreadsheet",
        "Data platform",
        new Target.Task("airflow", "export_sheets", "write_sheet", new Target.Run.First()),
        "12:00",
        true,
        "97",
        55,
        "at_risk",
        15,
        "2026-08-05 l,2026-10-28 l,2026-11-09 l");
    add(
        "learner-status",
        "Learner status",
        "Data platform",
        table("dwh", "mart.learner_status"),
        "10:00",
        true,
        "97",
        52,
        "met",
        -53,
        "2026-10-23 l,2026-11-17 l,2026-10-14 e,2026-09-09 u");
    add(
        "course-catalogue",
        "Course catalogue",
        "Data platform",
        table("dwh", "mart.course_catalogue"),
        "09:00",
        false,
        "97",
        108,
        "met",
        -108,
        "");
    add(
        "school-rosters",
        "School rosters",
        "Partner delivery",
        new Target.File("sftp", "rosters/{data_date:yyyyMMdd}.csv"),
        "11:00",
        true,
        "95",
        50,
        "overdue",
        0,
        "2026-11-04 n,2026-08-20 l,2026-09-15 n,2026-08-21 e");
    add(
        "partner-aggregates",
        "Partner aggregates",
        "Partner delivery",
        new Target.File("s3", "partner/aggregates/{data_date}/"),
        "13:00",
        true,
        "95",
        55,
        "waiting",
        0,
        "2026-10-27 l");
    add(
        "crm-export",
        "CRM export",
        "Partner delivery",
        new Target.Job("crm-nightly"),
        "14:00",
        true,
        "97",
        60,
        "waiting",
        0,
        "");
    add(
        "recommendation-log",
        "Recommendation log",
        "Machine learning",
        table("athena", "rec.log"),
        "10:30",
        false,
        "95",
        48,
        "unknown",
        0,
        "2026-10-31 n,2026-07-20 l,2026-11-09 u,2026-09-24 u");
    add(
        "customer-scores",
        "Customer scores",
        "Machine learning",
        new Target.Dag("airflow", "score_customers", new Target.Run.First()),
        "09:30",
        false,
        "95",
        45,
        "met",
        -59,
        "2026-11-10 l,2026-08-02 l,2026-11-13 u");
    add(
        "feature-store",
        "Feature store",
        "Machine learning",
        table("dwh", "feature.learner_features"),
        "07:45",
        false,
        "95",
        66,
        "met",
        -65,
        "2026-09-05 e,2026-09-06 e,2026-07-15 l");
    add(
        "model-drift",
        "Model drift report",
        "Machine learning",
        new Target.Dag("airflow", "model_drift", new Target.Run.First()),
        "15:30",
        false,
        "95",
        70,
        "waiting",
        0,
        "2026-08-25 l");
    return this;
  }

  /** A larger place: so many rules of 24 teams, most of them calm. */
  public BoardData many(int count) {
    List<String> teams =
        List.of(
            "Bookings",
            "Finance",
            "Travel",
            "Partner delivery",
            "Marketing",
            "Data platform",
            "Machine learning",
            "Logs and events",
            "Fraud",
            "Ads reporting",
            "Billing",
            "Call centre",
            "Campaigns",
            "Catalogue",
            "Crawlers",
            "Customer data",
            "Experiments",
            "Jobs",
            "Learning",
            "Master data",
            "Pricing",
            "Search",
            "Support",
            "Weddings");
    for (int i = 0; i < count; i++) {
      String team = teams.get((i * 7 + i / 24) % teams.size());
      boolean athena =
          (team.equals("Logs and events") && i % 3 == 0) || (team.equals("Fraud") && i % 8 == 0);
      int hour = i % 3 == 0 ? 12 + random.nextInt(6) : 6 + random.nextInt(5);
      boolean bookings = team.equals("Bookings") && i % 4 == 0;
      String due =
          bookings
              ? "09:00"
              : athena ? "10:30" : String.format("%02d:%02d", hour, 15 * random.nextInt(4));
      boolean past =
          LocalDate.of(2026, 11, 20)
              .atTime(Integer.parseInt(due.substring(0, 2)), Integer.parseInt(due.substring(3)))
              .atZone(TOKYO)
              .toInstant()
              .isBefore(NOW);
      String today =
          !past
              ? (i % 97 == 0 ? "at_risk" : "waiting")
              : athena
                  ? "unknown"
                  : bookings ? (i % 3 == 0 ? "overdue" : "late") : i % 211 == 0 ? "late" : "met";
      int minutes =
          switch (today) {
            case "late" -> 12;
            case "at_risk" -> 20;
            default -> -30 - random.nextInt(40);
          };
      StringBuilder marked = new StringBuilder();
      int misses = random.nextInt(10) < 6 ? random.nextInt(3) : 0;
      for (int m = 0; m < misses; m++) {
        marked
            .append(marked.isEmpty() ? "" : ",")
            .append(TODAY.minusDays(1 + random.nextInt(120)))
            .append(random.nextInt(4) == 0 ? " n" : " l");
      }
      String name = team.toLowerCase(java.util.Locale.ROOT).replace(' ', '-') + "-" + i;
      add(
          name,
          team + " table " + i,
          team,
          table(
              athena ? "athena" : "dwh",
              "mart_" + team.toLowerCase(java.util.Locale.ROOT).replace(' ', '_') + ".t" + i),
          due,
          false,
          "97",
          50,
          today,
          minutes,
          marked.toString());
    }
    return this;
  }

  private static Target table(String source, String relation) {
    return new Target.Table(source, List.of(relation.split("\\.", -1)));
  }

  private void add(
      String id,
      String title,
      String team,
      Target target,
      String due,
      boolean businessDays,
      String objective,
      int usualMinutes,
      String today,
      int minutes,
      String marked) {
    DayRule on = businessDays ? new DayRule.InCalendar(BUSINESS_DAYS) : new DayRule.EveryDay();
    int line = 10 + plans.size() * 8;
    boolean sql = target instanceof Target.Table;
    Rule rule =
        new Rule(
            id,
            new Rule.About(
                title,
                null,
                team,
                new TreeMap<>(
                    Map.of("service", "study", "tier", plans.size() % 3 == 0 ? "gold" : "silver")),
                List.of(),
                null,
                "https://wiki.example/" + id),
            target,
            new Promise.ReadyBy(
                DayTime.parse(due),
                on,
                new Promise.DataDate.Yesterday(),
                DayTime.MIDNIGHT,
                Duration.ofHours(24)),
            sql
                ? new Readiness(
                    new Readiness.Evidence.Where("dt = :data_date"),
                    null,
                    "select count(*) = count(distinct learner_id) from mart.learner_status where dt"
                        + " = :data_date",
                    null)
                : Readiness.completion(),
            new Rule.Counting(
                TOKYO,
                new BigDecimal(objective).movePointLeft(2),
                false,
                null,
                null,
                Rule.SkippedAs.MISSED,
                null),
            new Rule.Notices(Duration.ofMinutes(30), null, null, Rule.Severity.NORMAL, false),
            new Rule.Origin("sla-rules/study.yaml", line, line + 7, "c03f6a1" + plans.size()));
    Map<LocalDate, String> marks = new HashMap<>();
    for (String mark : marked.isEmpty() ? new String[0] : marked.split(",", -1)) {
      String[] parts = mark.split(" ", -1);
      marks.put(LocalDate.parse(parts[0]), parts[1]);
    }
    plans.add(new Plan(rule, usualMinutes, marks, today, minutes));
  }

  /** The rules as one set, with a file they are written in. */
  RuleSet rules() {
    TreeMap<String, Rule> rules = new TreeMap<>();
    plans.forEach(plan -> rules.put(plan.rule().id(), plan.rule()));
    StringBuilder text =
        new StringBuilder("version: 1\ndefaults:\n  timezone: Asia/Tokyo\n  objective: 97%\n");
    text.append("calendars:\n  jp-business-days: { country: JP }\n# the rules\n\nrules:\n");
    for (Plan plan : plans) {
      text.append("  - id: ")
          .append(plan.rule().id())
          .append("\n    title: ")
          .append(plan.rule().title());
      text.append("\n    ")
          .append(plan.rule().target().kind())
          .append(": ")
          .append(Targets.name(plan.rule()));
      text.append("\n    for: yesterday\n    ready_when:\n")
          .append("      where: dt = :data_date\n    ready_by: \"");
      text.append(plan.rule().promise() instanceof Promise.ReadyBy p ? p.readyBy() : "")
          .append("\"\n    remind: 30m\n");
    }
    Map<String, RuleSet.Team> teams = new HashMap<>();
    for (Plan plan : plans) {
      String team = java.util.Objects.requireNonNull(plan.rule().team());
      teams.put(
          team,
          new RuleSet.Team(
              team,
              "#" + team.toLowerCase(java.util.Locale.ROOT).replace(' ', '-'),
              "<!subteam^S0123>",
              List.of(new RuleSet.Escalation(Duration.ofMinutes(30), "#data-leads", null)),
              null,
              new Promise.Span(DayTime.parse("22:00"), DayTime.parse("07:00")),
              null,
              null,
              null));
    }
    return new RuleSet(
        "c03f6a1d00",
        rules,
        teams,
        Map.of("jp-business-days", BUSINESS_DAYS),
        List.of(),
        List.of(new SourceFile("sla-rules/study.yaml", rules.size(), text.toString())));
  }

  /** Puts the rules in force and writes the deadlines from {@code from} to tomorrow. */
  public void write(LocalDate from) {
    RuleSet rules = rules();
    book.turnTo(
        new RuleBook.Edition(
            rules,
            NOW.minus(Duration.ofDays(2)),
            NOW.minusSeconds(3),
            List.of(),
            List.of(),
            List.of()));
    database.executeWrite(
        status -> {
          Connection connection = status.getConnection();
          try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (Plan plan : plans) {
              write(insert, plan, from);
              insert.executeBatch();
            }
          }
          execute(
              connection, "update deadline set trouble_text = reason where trouble is not null");
          versions(connection);
          Recount.all(connection);
          return true;
        });
  }

  /** A process that judges has been heard of, just now. */
  BoardData beat() {
    database.executeWrite(
        status -> {
          execute(
              status.getConnection(),
              "insert into scheduled_tasks (task_name, task_instance, execution_time, picked,"
                  + " last_success, version) values ('watchdog', 'recurring', ?, false, ?, 1)",
              utc(NOW.plusSeconds(5)),
              utc(NOW.minusSeconds(10)));
          return true;
        });
    return this;
  }

  /** Leaves an edit on disk that is refused at three places. */
  void refuse(Path folder) throws IOException {
    Files.createDirectories(folder);
    String study =
        "# study\n".repeat(20)
            + "    check: \"select 1\"\n"
            + "          from mart\n"
            + "    ready_by: 10.00\n"
            + "    remind: 30m\n";
    String ml =
        "# ml\n".repeat(28)
            + "  - id: customer-scores\n"
            + "    dag: airflow.score\n"
            + "    reday_by: \"09:30\"\n"
            + "    objective: 95%\n";
    Files.writeString(folder.resolve("study.yaml"), study);
    Files.writeString(folder.resolve("ml.yaml"), ml);
    List<Problem> problems =
        List.of(
            new Problem(
                folder + "/study.yaml",
                23,
                15,
                "\"10.00\" is not a time of day. Write it as \"10:00\", hours and minutes in"
                    + " quotes.",
                false),
            new Problem(
                folder + "/ml.yaml",
                31,
                5,
                "Unknown key \"reday_by\". Did you mean \"ready_by\"?",
                false),
            new Problem(
                folder + "/ml.yaml",
                30,
                10,
                "No source is called \"airflow\". Sources: athena, bq, dwh.",
                false));
    RuleBook.Edition edition = book.edition();
    book.turnTo(
        new RuleBook.Edition(
            edition.rules(),
            edition.inForceSince(),
            NOW.minusSeconds(3),
            problems,
            List.of(),
            List.of()));
  }

  private void versions(Connection connection) throws SQLException {
    Instant changed = NOW.minus(Duration.ofDays(53));
    for (Plan plan : plans) {
      version(
          connection,
          plan.rule(),
          "0a4f2c8e",
          "first version",
          NOW.minus(Duration.ofDays(300)),
          changed);
      version(
          connection, plan.rule(), plan.rule().version(), "ready_by 10:30 → 10:00", changed, null);
    }
    execute(
        connection,
        """
        insert into source_health (source, up, since, last_good_at, failures, error)
        values ('athena', false, ?, ?, 5, 'ThrottlingException: workgroup query queue is full')\
        """,
        utc(TODAY.atTime(9, 48).atZone(TOKYO).toInstant()),
        utc(TODAY.atTime(9, 47).atZone(TOKYO).toInstant()));
    execute(
        connection,
        "insert into heartbeat (source, kind, answered_at) values ('dwh', 'table/where', ?)",
        utc(NOW.minusSeconds(12)));
  }

  private static void version(
      Connection connection,
      Rule rule,
      String version,
      String change,
      Instant since,
      @Nullable Instant ended)
      throws SQLException {
    execute(
        connection,
        """
        insert into rule_version (rule_id, version, title, team, source, target, objective, trial,
          definition, file, line, change_text, since, ended_at)
        values (?, ?, ?, ?, ?, ?, ?, false, '', 'sla-rules/study.yaml', ?, ?, ?, ?)\
        """,
        rule.id(),
        version,
        rule.title(),
        rule.team(),
        rule.source(),
        Targets.name(rule),
        rule.counting().objective(),
        rule.origin().line(),
        change,
        utc(since),
        utc(ended));
  }

  private static void execute(Connection connection, String sql, @Nullable Object... arguments)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < arguments.length; i++) {
        statement.setObject(i + 1, arguments[i]);
      }
      statement.executeUpdate();
    }
  }

  private void write(PreparedStatement insert, Plan plan, LocalDate from) throws SQLException {
    for (Deadline deadline :
        Schedule.between(
            plan.rule(), from.atStartOfDay(TOKYO).toInstant(), NOW.plus(Duration.ofDays(2)))) {
      Outcome outcome = outcome(plan, deadline);
      Rule rule = plan.rule();
      OffsetDateTime due = utc(deadline.dueAt());
      Instant arrival = outcome.arrival();
      boolean missed = outcome.verdict() != null && outcome.verdict().equals("missed");
      boolean excused = outcome.excused();
      @Nullable Object[] values = {
        rule.id(),
        deadline.businessDate(),
        due,
        false,
        deadline.dataDate(),
        utc(deadline.opensAt()),
        due,
        utc(deadline.closesAt()),
        TOKYO.getId(),
        rule.counting().objective(),
        rule.version(),
        rule.source(),
        rule.team(),
        false,
        outcome.state().word(),
        outcome.verdict(),
        utc(arrival == null ? null : arrival.minusSeconds(30)),
        utc(arrival),
        arrival == null ? null : "1,284,310 rows",
        outcome.reason(),
        outcome.trouble(),
        utc(outcome.likely()),
        outcome.verdict() == null ? null : utc(deadline.closesAt()),
        missed ? utc(deadline.dueAt().plus(Duration.ofMinutes(4))) : null,
        missed ? "K. Tanaka" : null,
        excused ? "planned_change" : null,
        excused ? "Full reload announced to all readers; late by agreement." : null,
        excused ? "K. Tanaka" : null,
        excused ? utc(deadline.dueAt().minus(Duration.ofHours(1))) : null,
        missed ? "task_failed" : null,
        missed ? "dbt run stopped on a duplicate learner_id; row removed, run repeated." : null,
        missed ? "Y. Mori" : null,
        missed ? utc(deadline.dueAt().plus(Duration.ofHours(4))) : null
      };
      for (int i = 0; i < values.length; i++) {
        insert.setObject(i + 1, values[i]);
      }
      insert.addBatch();
    }
  }

  private record Outcome(
      State state,
      @Nullable String verdict,
      @Nullable Instant arrival,
      String reason,
      @Nullable String trouble,
      @Nullable Instant likely,
      boolean excused) {

    static Outcome of(
        State state, @Nullable String verdict, @Nullable Instant arrival, String reason) {
      return new Outcome(state, verdict, arrival, reason, null, null, false);
    }
  }

  private Outcome outcome(Plan plan, Deadline deadline) {
    LocalDate date = deadline.businessDate();
    Instant due = deadline.dueAt();
    if (date.isAfter(TODAY)) {
      return Outcome.of(State.WAITING, null, null, "not asked yet");
    }
    if (date.equals(TODAY)) {
      Instant at = due.plus(Duration.ofMinutes(plan.minutes()));
      return switch (plan.today()) {
        case "met" ->
            Outcome.of(State.MET, "met", at, "the rows of " + deadline.dataDate() + " are there");
        case "late" -> Outcome.of(State.LATE, "missed", at, "arrived after due");
        case "overdue" ->
            Outcome.of(State.OVERDUE, "missed", null, "no file when asked at the due instant");
        case "at_risk" ->
            new Outcome(State.AT_RISK, null, null, "later than on 9 of 10 days", null, at, false);
        case "unknown" ->
            new Outcome(
                State.UNKNOWN, null, null, "athena did not answer", "unreachable", null, false);
        default -> Outcome.of(State.WAITING, null, null, "not there when last asked");
      };
    }
    double spread = random.nextGaussian() * 14;
    Instant usual = due.minusSeconds((long) (60 * Math.max(4, plan.usualMinutes() + spread)));
    Instant late = due.plusSeconds(60L * (20 + random.nextInt(140)));
    return switch (plan.marked().getOrDefault(date, "m")) {
      case "l" -> Outcome.of(State.LATE, "missed", late, "arrived after due");
      case "n" -> Outcome.of(State.MISSED, "missed", null, "nothing until it was closed");
      case "u" ->
          new Outcome(
              State.UNKNOWN,
              "unknown",
              null,
              "dwh did not answer from 09:58 to 10:41",
              "unreachable",
              null,
              false);
      case "e" -> new Outcome(State.LATE, "missed", late, "arrived after due", null, null, true);
      default -> Outcome.of(State.MET, "met", usual, "the rows are there");
    };
  }

  static Set<String> teams(RuleSet rules) {
    return rules.teams().keySet();
  }

  private static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
    return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
  }
}
