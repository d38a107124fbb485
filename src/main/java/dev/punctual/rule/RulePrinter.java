package dev.punctual.rule;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Prints a rule as YAML in one canonical form: defaults and variables filled in, what is the
 * default of the language left out, keys always in the same order. Reading it gives the rule again;
 * two rules of one meaning print alike.
 */
public final class RulePrinter {

  private static final Duration GIVES_UP_AFTER = Duration.ofHours(24);

  private final StringBuilder out = new StringBuilder();
  private String indent = "";

  private RulePrinter() {}

  /**
   * The rule as a block mapping, a line a key, without indentation.
   *
   * @return ends with a line break
   */
  public static String print(Rule rule) {
    RulePrinter printer = new RulePrinter();
    printer.key("id", rule.id());
    printer.about(rule);
    printer.target(rule.target());
    printer.promise(rule.promise());
    printer.readiness(rule);
    printer.counting(rule.counting());
    printer.notices(rule.notices());
    return printer.out.toString();
  }

  private void about(Rule rule) {
    Rule.About about = rule.about();
    if (!about.title().equals(rule.id())) {
      key("title", about.title());
    }
    key("description", about.description());
    key("was", rule.counting().was());
    key("team", about.team());
    if (!about.labels().isEmpty()) {
      raw("labels", labels(about.labels()));
    }
    if (!about.consumers().isEmpty()) {
      raw("consumers", list(about.consumers()));
    }
    Rule.Agreement agreed = about.agreed();
    if (agreed != null) {
      raw(
          "agreed",
          "{ with: "
              + YamlText.quote(agreed.with())
              + (agreed.on() == null ? "" : ", on: " + agreed.on())
              + (agreed.note() == null ? "" : ", note: " + YamlText.quote(agreed.note()))
              + " }");
    }
    key("runbook", about.runbook());
  }

  private void target(Target target) {
    switch (target) {
      case Target.Table table -> key("table", TableName.print(table));
      case Target.Query query ->
          raw(
              "query",
              "{ source: "
                  + YamlText.quote(query.source())
                  + ", sql: "
                  + YamlText.quote(query.sql())
                  + " }");
      case Target.Task task -> {
        raw(
            "task",
            "{ source: "
                + YamlText.quote(task.source())
                + ", dag: "
                + YamlText.quote(task.dag())
                + ", task: "
                + YamlText.quote(task.task())
                + " }");
        run(task.run());
      }
      case Target.Dag dag -> {
        raw(
            "dag",
            "{ source: "
                + YamlText.quote(dag.source())
                + ", dag: "
                + YamlText.quote(dag.dag())
                + " }");
        run(dag.run());
      }
      case Target.File file -> key("file", file.source() + "." + file.template());
      case Target.Job job -> key("job", job.job());
      case Target.Item item -> raw(item.kind(), item(item));
    }
  }

  private static String item(Target.Item item) {
    ItemWord word = ItemWord.valueOf(item.kind().toUpperCase(Locale.ROOT));
    StringBuilder text = new StringBuilder("{ source: ").append(YamlText.quote(item.source()));
    text.append(", ").append(word.nameKey()).append(": ").append(YamlText.quote(item.name()));
    item.details()
        .forEach(
            (key, value) ->
                text.append(", ").append(key).append(": ").append(YamlText.quote(value)));
    return text.append(" }").toString();
  }

  private void run(Target.Run run) {
    switch (run) {
      case Target.Run.First _ -> {}
      case Target.Run.Last _ -> raw("run", "last");
      case Target.Run.LogicalDate _ -> raw("run", "logical_date");
      case Target.Run.At at -> key("run", at.time().toString());
    }
  }

  private void promise(Promise promise) {
    switch (promise) {
      case Promise.ReadyBy readyBy -> {
        dates(readyBy.on(), readyBy.dataDate());
        if (!readyBy.opens().equals(DayTime.MIDNIGHT)) {
          key("opens", readyBy.opens().toString());
        }
        key("ready_by", readyBy.readyBy().toString());
        givesUpAfter(readyBy.givesUpAfter());
      }
      case Promise.ReadyWithin slots -> {
        dates(slots.on(), slots.dataDate());
        duration("every", slots.every());
        duration("ready_within", slots.readyWithin());
        givesUpAfter(slots.givesUpAfter());
      }
      case Promise.FreshWithin fresh -> {
        on(fresh.on());
        duration("fresh_within", fresh.freshWithin());
        Promise.Span during = fresh.during();
        if (during != null) {
          key("during", Spans.print(during));
        }
      }
    }
  }

  private void dates(DayRule on, Promise.DataDate dataDate) {
    on(on);
    switch (dataDate) {
      case Promise.DataDate.SameDay _ -> {}
      case Promise.DataDate.Yesterday _ -> raw("for", "yesterday");
      case Promise.DataDate.PreviousBusinessDay previous -> {
        raw("for", "previous-business-day");
        if (!Objects.equals(on.calendar(), previous.calendar())) {
          key("calendar", previous.calendar().name());
        }
      }
    }
  }

  private void on(DayRule on) {
    switch (on) {
      case DayRule.EveryDay _ -> {}
      case DayRule.Weekdays weekdays ->
          raw(
              "on",
              weekdays.days().stream()
                  .sorted()
                  .map(DayRuleReader::word)
                  .collect(Collectors.joining(", ", "[", "]")));
      case DayRule.InCalendar in -> key("on", in.calendar().name());
      case DayRule.NthBusinessDay nth ->
          raw(
              "on",
              "{ monthly: { business_day: "
                  + nth.n()
                  + ", calendar: "
                  + YamlText.quote(nth.calendar().name())
                  + " } }");
      case DayRule.DayOfMonth day -> raw("on", "{ monthly: { day: " + day.day() + " } }");
      case DayRule.LastDayOfMonth _ -> raw("on", "{ monthly: { day: last } }");
      case DayRule.Cron cron ->
          raw("on", "{ cron: " + YamlText.quote(cron.dates().toString()) + " }");
    }
  }

  private void readiness(Rule rule) {
    Readiness readiness = rule.readiness();
    if (rule.isFreshness()) {
      if (readiness.evidence() instanceof Readiness.Evidence.Column column) {
        key("column", column.name());
      }
      return;
    }
    if (readiness.equals(Readiness.completion()) || readiness.equals(ReadinessReader.best())) {
      return;
    }
    out.append("ready_when:\n");
    indent = "  ";
    evidence(readiness.evidence());
    RowsRule rows = readiness.rows();
    key("rows", rows == null ? null : rows.toString());
    key("check", readiness.check());
    FilesRule files = readiness.files();
    if (files != null) {
      key("files", ">= " + files.least());
      key("size", files.leastBytes() == 0 ? null : ">= " + Sizes.print(files.leastBytes()));
    }
    Duration stableFor = readiness.stableFor();
    if (stableFor != null) {
      duration("stable_for", stableFor);
    }
    indent = "";
  }

  private void evidence(Readiness.Evidence evidence) {
    switch (evidence) {
      case Readiness.Evidence.Where where -> key("where", where.expression());
      case Readiness.Evidence.Partition partition -> key("partition", partition.value());
      case Readiness.Evidence.Column column -> key("column", column.name());
      case Readiness.Evidence.Modified _ -> raw("modified", "true");
      case Readiness.Evidence.Changed _ -> raw("changed", "true");
      case Readiness.Evidence.Best _, Readiness.Evidence.Completion _ -> {}
    }
  }

  private void counting(Rule.Counting counting) {
    if (counting.from() != null) {
      raw("from", counting.from().toString());
    }
    if (counting.until() != null) {
      raw("until", counting.until().toString());
    }
    if (counting.skipped() != Rule.SkippedAs.MISSED) {
      raw("skipped", counting.skipped().name().toLowerCase(Locale.ROOT));
    }
    key("timezone", counting.timezone().getId());
    if (counting.objective().compareTo(BigDecimal.ONE) != 0) {
      raw("objective", Percentages.print(counting.objective()));
    }
    if (counting.trial()) {
      raw("trial", "true");
    }
  }

  private void notices(Rule.Notices notices) {
    Duration remind = notices.remind();
    if (remind != null) {
      duration("remind", remind);
    }
    Duration alertAfter = notices.alertAfter();
    if (alertAfter != null) {
      duration("alert_after", alertAfter);
    }
    key("announce", notices.announce());
    if (notices.severity() == Rule.Severity.PAGE) {
      raw("severity", "page");
    }
    if (notices.rerun()) {
      raw("rerun", "true");
    }
  }

  private void givesUpAfter(Duration duration) {
    if (!duration.equals(GIVES_UP_AFTER)) {
      duration("gives_up_after", duration);
    }
  }

  private void duration(String key, Duration duration) {
    raw(key, Durations.print(duration));
  }

  private void key(String key, @Nullable String text) {
    if (text != null) {
      raw(key, YamlText.quote(text));
    }
  }

  private void raw(String key, String value) {
    out.append(indent).append(key).append(": ").append(value).append('\n');
  }

  private static String labels(Map<String, String> labels) {
    StringBuilder text = new StringBuilder("{ ");
    labels.forEach(
        (key, value) ->
            text.append(text.length() > 2 ? ", " : "")
                .append(YamlText.quote(key))
                .append(": ")
                .append(YamlText.quote(value)));
    return text.append(" }").toString();
  }

  private static String list(List<String> texts) {
    return texts.stream().map(YamlText::quote).collect(Collectors.joining(", ", "[", "]"));
  }
}
