package dev.punctual.rule;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one rule, after {@code for_each} and with the defaults of its file behind it. */
final class RuleReader {

  /** What may be skipped, or delivered empty. */
  private static final Set<String> SKIPPABLE = Set.of("task", "dag", "file", "dataset");

  private final TargetReader targets;
  private final PromiseReader promises;
  private final AboutReader about;
  private final ContentHash hash = new ContentHash();

  RuleReader(TargetReader targets, PromiseReader promises, AboutReader about) {
    this.targets = targets;
    this.promises = promises;
    this.about = about;
  }

  /** Null after telling what is wrong. */
  @Nullable Rule read(Fields own, @Nullable Fields defaults) {
    int before = own.scope().problems().errorCount();
    RuleFields rule = new RuleFields(own, defaults);
    String id = own.require("id", value -> value.scalar(Ids::parse));
    String word = targetWord(own);
    PromiseReader.Kind kind = PromiseReader.kind(rule);
    if (word != null) {
      refuseMisplaced(rule, word);
    }
    if (word != null && kind == PromiseReader.Kind.FRESH && isRun(word)) {
      own.wrongKey(
          word,
          "\"fresh_within\" does not go with \""
              + word
              + "\": runs have no age. Watch the table or file that it writes.");
    }
    Promise promise = kind == null ? null : promises.read(rule, kind);
    Target target = word == null || kind == null ? null : target(rule, word, kind);
    Readiness readiness = readiness(rule, word, kind);
    Rule read =
        new Rule(
            id == null ? "?" : id,
            about.about(rule, id == null ? "?" : id),
            target == null ? new Target.Job("?") : target,
            promise == null
                ? new Promise.FreshWithin(
                    java.time.Duration.ofDays(1), new DayRule.EveryDay(), null)
                : promise,
            readiness,
            AboutReader.counting(rule, word != null && SKIPPABLE.contains(word)),
            AboutReader.notices(rule, kind != PromiseReader.Kind.FRESH, isRun(word)),
            new Rule.Origin(own.spot().file(), own.spot().line(), own.mapping().endLine(), ""));
    if (own.scope().problems().errorCount() > before
        || id == null
        || target == null
        || promise == null) {
      return null;
    }
    warnOfWeakEvidence(rule, read);
    warnOfOverlap(rule, read);
    return versioned(read);
  }

  private @Nullable Target target(RuleFields rule, String word, PromiseReader.Kind kind) {
    return targets.read(
        rule, word, kind == PromiseReader.Kind.SLOTS, kind != PromiseReader.Kind.FRESH);
  }

  private static Readiness readiness(
      RuleFields rule, @Nullable String word, PromiseReader.@Nullable Kind kind) {
    if ("file".equals(word)) {
      return kind == PromiseReader.Kind.FRESH ? Readiness.completion() : files(rule);
    }
    if (!"table".equals(word)) {
      return Readiness.completion();
    }
    if (kind == PromiseReader.Kind.FRESH) {
      String column = rule.read("column", ReadinessReader::columnName);
      return column == null
          ? ReadinessReader.best()
          : new Readiness(new Readiness.Evidence.Column(column), null, null, null);
    }
    Value value = rule.get("ready_when");
    boolean fits = rule.own().has("ready_when") || !ReadinessReader.isOfFiles(value);
    Readiness read =
        value == null || !fits
            ? null
            : ReadinessReader.read(value, kind == PromiseReader.Kind.SLOTS);
    return read == null ? ReadinessReader.best() : read;
  }

  private static Readiness files(RuleFields rule) {
    Value value = rule.get("ready_when");
    boolean fits = rule.own().has("ready_when") || ReadinessReader.isOfFiles(value);
    Readiness read = value == null || !fits ? null : ReadinessReader.readFiles(value);
    return read == null ? Readiness.completion() : read;
  }

  /** The one target key of a rule; null after telling that there is none. */
  private static @Nullable String targetWord(Fields own) {
    List<String> written = own.written(TargetReader.WORDS);
    if (written.isEmpty()) {
      own.scope()
          .problems()
          .error(
              own.spot(),
              "This rule watches nothing. Write one of table, task, dag, file, job, query, dataset,"
                  + " topic, app, object, endpoint or metric.");
      return null;
    }
    for (String second : written.subList(1, written.size())) {
      own.wrongKey(
          second,
          "A rule has one target: \""
              + second
              + "\" does not go with \""
              + written.getFirst()
              + "\".");
    }
    return written.getFirst();
  }

  private static void refuseMisplaced(RuleFields rule, String word) {
    boolean run = isRun(word);
    if (!run) {
      rule.refuse("run", "\"run\" goes with task and dag, not with \"" + word + "\".");
      rule.refuse("rerun", "\"rerun\" goes with task and dag, not with \"" + word + "\".");
    }
    if (!SKIPPABLE.contains(word)) {
      rule.refuse(
          "skipped",
          "\"skipped\" goes with task, dag, file and dataset, not with \"" + word + "\".");
    }
    if (!word.equals("table") && !word.equals("file")) {
      rule.refuse(
          "ready_when", "\"ready_when\" goes with table and file, not with \"" + word + "\".");
    }
    if (!word.equals("table")) {
      if (rule.has("fresh_within")) {
        rule.refuse("column", "\"column\" goes with table, not with \"" + word + "\".");
      }
    }
  }

  private static boolean isRun(@Nullable String word) {
    return "task".equals(word) || "dag".equals(word);
  }

  private static void warnOfWeakEvidence(RuleFields rule, Rule read) {
    Value table = rule.get("table");
    if (table != null && !read.isFreshness() && !rule.has("ready_when")) {
      rule.problems()
          .warn(
              table.spot(),
              "Without ready_when only the table's own metadata is asked: weak evidence, it says"
                  + " that something was written, not what. Write ready_when: { where: \"dt ="
                  + " :data_date\" } or another.");
    }
  }

  /**
   * Undated evidence after the next opening is the next deadline's: it had better not come late.
   */
  private static void warnOfOverlap(RuleFields rule, Rule read) {
    boolean undated =
        switch (read.readiness().evidence()) {
          case Readiness.Evidence.Modified _,
              Readiness.Evidence.Changed _,
              Readiness.Evidence.Best _ ->
              true;
          case Readiness.Evidence.Completion _ ->
              switch (read.target()) {
                case Target.Job _, Target.Item _ -> true;
                case Target.File file -> !file.template().contains("{");
                case Target.Table _, Target.Query _, Target.Task _, Target.Dag _ -> false;
              };
          case Readiness.Evidence.Where _,
              Readiness.Evidence.Partition _,
              Readiness.Evidence.Column _ ->
              false;
        };
    Value due = rule.get("ready_by");
    if (undated
        && due != null
        && read.promise() instanceof Promise.ReadyBy promise
        && PromiseReader.opensBeforeLastIsDue(promise)) {
      rule.problems()
          .warn(
              due.spot(),
              "The next date's deadline opens at "
                  + promise.opens()
                  + ", before this one is due: what is written or reported from then on counts for"
                  + " the next. Write opens: \""
                  + promise.readyBy().time()
                  + "\".");
    }
  }

  private Rule versioned(Rule rule) {
    Rule.Origin origin = rule.origin();
    return new Rule(
        rule.id(),
        rule.about(),
        rule.target(),
        rule.promise(),
        rule.readiness(),
        rule.counting(),
        rule.notices(),
        new Rule.Origin(
            origin.file(), origin.line(), origin.endLine(), hash.of(RulePrinter.print(rule))));
  }
}
