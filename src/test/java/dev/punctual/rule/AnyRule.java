package dev.punctual.rule;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.jspecify.annotations.Nullable;

/** Generates rules over the whole language. */
final class AnyRule {

  static final BusinessCalendar JAPAN = calendar("jp business days", "JP");
  static final BusinessCalendar OWN = calendar("own", null);

  /** What a promise is about, as far as other parts depend on it. */
  private enum Kind {
    READY_BY,
    SLOTS,
    FRESH
  }

  private AnyRule() {}

  static Arbitrary<Rule> rules() {
    return Arbitraries.of(Kind.values())
        .flatMap(kind -> target(kind).flatMap(target -> rule(kind, target)));
  }

  private static Arbitrary<Rule> rule(Kind kind, Target target) {
    boolean run = target instanceof Target.Task || target instanceof Target.Dag;
    boolean skippable =
        run
            || target instanceof Target.File
            || (target instanceof Target.Item item && item.kind().equals("dataset"));
    return Combinators.combine(
            ids(),
            about(),
            promise(kind),
            readiness(kind, target),
            counting(skippable),
            notices(kind, run))
        .as(
            (id, about, promise, readiness, counting, notices) ->
                new Rule(
                    id,
                    about,
                    target,
                    promise,
                    readiness,
                    counting,
                    notices,
                    new Rule.Origin("", 1, 1, "")));
  }

  /** One line in any script, without blanks around it. */
  static Arbitrary<String> texts() {
    Arbitrary<String> any = Arbitraries.strings().all().ofMinLength(1).ofMaxLength(12);
    Arbitrary<String> odd =
        Arbitraries.of(
            "null",
            "~",
            "true",
            "- a",
            "a: b",
            "# a",
            "10:00",
            "012",
            "'",
            "\"",
            "\\",
            "{",
            "[a]",
            "&a",
            "*a",
            "!a",
            "%a",
            "@a",
            "`a`",
            "学習",
            "café",
            "\u2028x",
            "x\ufeffy",
            "😀",
            "a\tb",
            "<<",
            "yes",
            "$",
            "${",
            "{a}");
    return Arbitraries.oneOf(odd, any).filter(AnyRule::isText);
  }

  private static boolean isText(String text) {
    return !text.isBlank()
        && text.strip().equals(text)
        && text.chars().noneMatch(c -> (c < ' ' && c != '\t') || c == 0x7f)
        && text.codePoints().noneMatch(c -> Character.getType(c) == Character.SURROGATE);
  }

  private static Arbitrary<String> ids() {
    return Arbitraries.strings()
        .withCharRange('a', 'z')
        .withCharRange('0', '9')
        .withChars('.', '_', '-')
        .ofMinLength(1)
        .ofMaxLength(100)
        .filter(id -> Character.isLetterOrDigit(id.charAt(0)));
  }

  private static Arbitrary<Target> target(Kind kind) {
    Arbitrary<Target> table =
        Combinators.combine(sources(), texts().list().ofMinSize(1).ofMaxSize(3))
            .as((source, relation) -> (Target) new Target.Table(source, relation));
    Arbitrary<Target> query =
        sources().map(s -> new Target.Query(s, "select 1 = 1 -\n1, 'it''s: \"x\"'"));
    Arbitrary<Target> job = Arbitraries.of("j", "Month-End_1.x").map(Target.Job::new);
    if (kind == Kind.FRESH) {
      return Arbitraries.oneOf(table, query, job, items(), freshFile());
    }
    Arbitrary<Target> task =
        Combinators.combine(sources(), texts(), texts(), runs(kind))
            .as((source, dag, name, run) -> new Target.Task(source, dag, name, run));
    Arbitrary<Target> dag =
        Combinators.combine(sources(), texts(), runs(kind))
            .as((source, name, run) -> new Target.Dag(source, name, run));
    Arbitrary<Target> file =
        Arbitraries.of("a", "a.b/{data_date:yyyy/MM/dd}/x y", "{business_date}", "日/*.csv")
            .map(path -> new Target.File("s3", path));
    return Arbitraries.oneOf(table, query, job, task, dag, file, items());
  }

  private static Arbitrary<Target> freshFile() {
    return Arbitraries.of("a", "日/*.csv").map(path -> new Target.File("s3", path));
  }

  private static Arbitrary<Target> items() {
    return Arbitraries.of(ItemWord.values())
        .flatMap(
            word ->
                Combinators.combine(
                        sources(),
                        texts()
                            .filter(name -> !word.hasPlaceholders() || !name.matches(".*[{}].*")),
                        Arbitraries.subsetOf(word.details())
                            .flatMap(keys -> texts().map(text -> details(keys, text))))
                    .as((source, name, more) -> new Target.Item(word.word(), source, name, more)));
  }

  private static SortedMap<String, String> details(Set<String> keys, String text) {
    SortedMap<String, String> details = new TreeMap<>();
    keys.forEach(key -> details.put(key, text));
    return details;
  }

  private static Arbitrary<Target.Run> runs(Kind kind) {
    return kind == Kind.SLOTS
        ? Arbitraries.just(new Target.Run.First())
        : Arbitraries.oneOf(
            Arbitraries.of(
                new Target.Run.First(), new Target.Run.Last(), new Target.Run.LogicalDate()),
            clocks().map(Target.Run.At::new));
  }

  private static Arbitrary<Promise> promise(Kind kind) {
    return switch (kind) {
      case READY_BY ->
          Combinators.combine(dayTimes(), on(), dataDates(), opens(), durations())
              .as((by, on, date, opens, up) -> new Promise.ReadyBy(by, on, date, opens, up));
      case SLOTS ->
          Combinators.combine(
                  Arbitraries.of("5m", "1h", "90m", "1d").map(Durations::parse),
                  durations(),
                  on(),
                  dataDates(),
                  durations())
              .as((every, in, on, date, up) -> new Promise.ReadyWithin(every, in, on, date, up));
      case FRESH ->
          Combinators.combine(
                  durations(),
                  on(),
                  Arbitraries.of("08:00-22:00", "22:00-07:00", "00:00-24:00", "22:00-00:00")
                      .map(Spans::parse)
                      .injectNull(0.3))
              .as(Promise.FreshWithin::new);
    };
  }

  /** Due on a later day, so that any opening lies before it. */
  private static Arbitrary<DayTime> dayTimes() {
    return Combinators.combine(clocks(), Arbitraries.integers().between(1, 366)).as(DayTime::new);
  }

  private static Arbitrary<DayTime> opens() {
    return Combinators.combine(clocks(), Arbitraries.integers().between(-1, 0)).as(DayTime::new);
  }

  private static Arbitrary<LocalTime> clocks() {
    return Arbitraries.integers().between(0, 1439).map(m -> LocalTime.ofSecondOfDay(m * 60L));
  }

  private static Arbitrary<Duration> durations() {
    return Arbitraries.longs().between(1, 40L * 86_400).map(Duration::ofSeconds);
  }

  private static Arbitrary<DayRule> on() {
    return Arbitraries.oneOf(
        Arbitraries.of(
            new DayRule.EveryDay(),
            new DayRule.InCalendar(JAPAN),
            new DayRule.InCalendar(OWN),
            new DayRule.LastDayOfMonth(),
            new DayRule.Cron(CronDates.parse("0 0 1,15 * MON-FRI"))),
        Arbitraries.of(DayOfWeek.class).set().ofMinSize(1).map(DayRule.Weekdays::new),
        Arbitraries.integers().between(1, 31).map(DayRule.DayOfMonth::new),
        Arbitraries.integers()
            .between(-5, 23)
            .filter(n -> n != 0)
            .map(n -> new DayRule.NthBusinessDay(n, OWN)));
  }

  private static Arbitrary<Promise.DataDate> dataDates() {
    return Arbitraries.of(
        new Promise.DataDate.SameDay(),
        new Promise.DataDate.Yesterday(),
        new Promise.DataDate.PreviousBusinessDay(JAPAN),
        new Promise.DataDate.PreviousBusinessDay(OWN));
  }

  private static Arbitrary<Readiness> readiness(Kind kind, Target target) {
    if (target instanceof Target.Table) {
      return readiness(kind);
    }
    return target instanceof Target.File && kind != Kind.FRESH
        ? files()
        : Arbitraries.just(Readiness.completion());
  }

  private static Arbitrary<Readiness> files() {
    Arbitrary<FilesRule> files =
        Combinators.combine(
                Arbitraries.longs().between(1, 999_999_999),
                Arbitraries.longs().between(0, 1L << 50))
            .as(FilesRule::new);
    return Combinators.combine(durations().injectNull(0.5), files.injectNull(0.3))
        .as(
            (stable, rule) ->
                new Readiness(new Readiness.Evidence.Completion(), null, null, stable, rule));
  }

  private static Arbitrary<Readiness> readiness(Kind kind) {
    Arbitrary<Readiness.Evidence> column = texts().map(Readiness.Evidence.Column::new);
    if (kind == Kind.FRESH) {
      return Arbitraries.oneOf(column, Arbitraries.just(new Readiness.Evidence.Best()))
          .map(evidence -> new Readiness(evidence, null, null, null));
    }
    Arbitrary<Readiness.Evidence> evidence =
        Arbitraries.oneOf(
            column,
            Arbitraries.of(
                new Readiness.Evidence.Where("dt = :data_date and\n a ~ E'\\\\d'"),
                new Readiness.Evidence.Partition(":business_date"),
                new Readiness.Evidence.Modified(),
                new Readiness.Evidence.Changed(),
                new Readiness.Evidence.Best()));
    return Combinators.combine(
            evidence,
            Arbitraries.of(">= 1", "= 0", "< 12.5% of last_week")
                .map(Comparisons::parse)
                .injectNull(0.5),
            Arbitraries.of("select 1 = :due_at::int", "with a as (select 1) select true")
                .injectNull(0.5),
            durations().injectNull(0.5))
        .as(Readiness::new);
  }

  private static Arbitrary<Rule.About> about() {
    return Combinators.combine(
            texts(),
            texts().injectNull(0.5),
            Arbitraries.of("data", "データ 基盤").injectNull(0.5),
            Arbitraries.maps(texts(), texts()).ofMaxSize(3),
            texts().list().ofMaxSize(3),
            Combinators.combine(texts(), dates().injectNull(0.5), texts().injectNull(0.5))
                .as(Rule.Agreement::new)
                .injectNull(0.5),
            Arbitraries.of("https://wiki.example/a?b=c#d").injectNull(0.5))
        .as(
            (title, description, team, labels, consumers, agreed, runbook) ->
                new Rule.About(
                    title.replace('\t', ' '),
                    description,
                    team,
                    new TreeMap<>(labels),
                    consumers,
                    agreed,
                    runbook));
  }

  private static Arbitrary<Rule.Counting> counting(boolean skippable) {
    return Combinators.combine(
            Arbitraries.of("Asia/Tokyo", "UTC", "Japan", "America/Argentina/Ushuaia")
                .map(ZoneId::of),
            Arbitraries.of("100%", "97%", "99.95%", "0.1%").map(Percentages::parse),
            Arbitraries.of(true, false),
            dates().injectNull(0.5),
            Arbitraries.of(LocalDate.of(2199, 12, 31)).injectNull(0.5),
            skippable
                ? Arbitraries.of(Rule.SkippedAs.class)
                : Arbitraries.just(Rule.SkippedAs.MISSED),
            Arbitraries.of("an.old-id").injectNull(0.5))
        .as(AnyRule::counting);
  }

  private static Rule.Counting counting(
      ZoneId zone,
      BigDecimal objective,
      boolean trial,
      @Nullable LocalDate from,
      @Nullable LocalDate until,
      Rule.SkippedAs skipped,
      @Nullable String was) {
    return new Rule.Counting(zone, objective, trial, from, until, skipped, was);
  }

  /** A second before is never before a deadline opens. */
  private static Arbitrary<Rule.Notices> notices(Kind kind, boolean run) {
    return Combinators.combine(
            Arbitraries.of(Duration.ofSeconds(1)).injectNull(kind == Kind.FRESH ? 1 : 0.5),
            durations().injectNull(0.5),
            Arbitraries.of("#データ", "C0123456789").injectNull(0.5),
            Arbitraries.of(Rule.Severity.class),
            run ? Arbitraries.of(true, false) : Arbitraries.just(false))
        .as(Rule.Notices::new);
  }

  private static Arbitrary<LocalDate> dates() {
    return Arbitraries.integers().between(0, 60_000).map(LocalDate.of(2000, 1, 1)::plusDays);
  }

  private static Arbitrary<String> sources() {
    return Arbitraries.of("dwh", "BQ_2", "air-flow");
  }

  private static BusinessCalendar calendar(String name, @Nullable String country) {
    return BusinessCalendar.of(
        new BusinessCalendar.Definition(
            name, country, Set.of(DayOfWeek.SUNDAY), List.of(), List.of()));
  }

  /** A file's frame in which such a rule can be read. */
  static String frame() {
    return """
    version: 1
    calendars:
      jp business days: { country: JP, weekend: [sun] }
      own: { weekend: [sun] }
    teams:
      data: { slack: "#data" }
      データ 基盤: {}
    rules:
    """;
  }
}
