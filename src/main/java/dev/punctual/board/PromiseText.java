package dev.punctual.board;

import dev.punctual.rule.DayRule;
import dev.punctual.rule.Promise;
import dev.punctual.rule.Readiness;
import dev.punctual.rule.Readiness.Evidence;
import dev.punctual.rule.RowsRule;
import dev.punctual.rule.Rule;
import dev.punctual.rule.Target;
import dev.punctual.web.Html;
import dev.punctual.web.Words;
import java.time.DayOfWeek;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A promise in one sentence, for every kind of schedule and evidence. */
final class PromiseText {

  private final Words words;

  PromiseText(Words words) {
    this.words = words;
  }

  /** Markup: the target as code, the time in bold. */
  Html sentence(Rule rule) {
    String text =
        switch (rule.promise()) {
          case Promise.ReadyBy promise -> {
            Html time = Html.of("<strong>{}</strong>", promise.readyBy());
            yield words.say(
                "promise.readyBy",
                on(promise.on()),
                thing(rule, promise.dataDate()),
                time,
                rule.timezone());
          }
          case Promise.ReadyWithin promise -> {
            Html within = Html.of("<strong>{}</strong>", words.duration(promise.readyWithin()));
            yield words.say(
                "promise.readyWithin",
                on(promise.on()),
                thing(rule, promise.dataDate()),
                within,
                words.duration(promise.every()),
                rule.timezone());
          }
          case Promise.FreshWithin promise -> {
            Html within = Html.of("<strong>{}</strong>", words.duration(promise.freshWithin()));
            yield words.say(
                "promise.fresh", on(promise.on()), target(rule), within, hours(promise.during()));
          }
        };
    return Html.empty().put(text).put(gates(rule.readiness()));
  }

  /** Due in a few characters: {@code 10:00}, {@code every 1 h}, {@code ≤ 30 min}. */
  String due(Rule rule) {
    return switch (rule.promise()) {
      case Promise.ReadyBy promise -> promise.readyBy().toString();
      case Promise.ReadyWithin promise ->
          words.say(
              "due.every", words.duration(promise.every()), words.duration(promise.readyWithin()));
      case Promise.FreshWithin promise ->
          words.say("due.fresh", words.duration(promise.freshWithin()));
    };
  }

  /** The dates, as plain text: {@code every day}, {@code jp-business-days}. */
  String days(DayRule on) {
    return switch (on) {
      case DayRule.EveryDay _ -> words.say("days.every");
      case DayRule.Weekdays days -> weekdays(days);
      case DayRule.InCalendar in -> in.calendar().name();
      case DayRule.NthBusinessDay nth ->
          words.say(
              nth.n() > 0 ? "days.nth" : "days.nthLast", Math.abs(nth.n()), nth.calendar().name());
      case DayRule.DayOfMonth day -> words.say("days.ofMonth", day.day());
      case DayRule.LastDayOfMonth _ -> words.say("days.lastOfMonth");
      case DayRule.Cron cron -> words.say("days.cron", cron.dates());
    };
  }

  private String on(DayRule on) {
    return switch (on) {
      case DayRule.EveryDay _ -> words.say("on.every");
      case DayRule.Weekdays days -> words.say("on.weekdays", weekdays(days));
      case DayRule.InCalendar in -> words.say("on.calendar", Html.text(in.calendar().name()));
      case DayRule.NthBusinessDay nth ->
          words.say(
              nth.n() > 0 ? "on.nth" : "on.nthLast",
              Math.abs(nth.n()),
              Html.text(nth.calendar().name()));
      case DayRule.DayOfMonth day -> words.say("on.ofMonth", day.day());
      case DayRule.LastDayOfMonth _ -> words.say("on.lastOfMonth");
      case DayRule.Cron cron -> words.say("on.cron", Html.text(cron.dates()));
    };
  }

  private String weekdays(DayRule.Weekdays days) {
    List<String> names = new ArrayList<>();
    for (DayOfWeek day : DayOfWeek.values()) {
      if (days.days().contains(day)) {
        names.add(day.getDisplayName(TextStyle.SHORT, words.locale()));
      }
    }
    return words.list(names);
  }

  private String thing(Rule rule, Promise.DataDate date) {
    String data =
        switch (date) {
          case Promise.DataDate.SameDay _ -> words.say("data.sameDay");
          case Promise.DataDate.Yesterday _ -> words.say("data.yesterday");
          case Promise.DataDate.PreviousBusinessDay _ -> words.say("data.previousBusinessDay");
        };
    return switch (rule.target()) {
      case Target.Table _ ->
          words.say("thing.table." + rule.readiness().evidence().kind(), data, target(rule));
      case Target.Query _ -> words.say("thing.query", target(rule));
      case Target.Task _ -> words.say("thing.task", target(rule));
      case Target.Dag _ -> words.say("thing.dag", target(rule));
      case Target.File _ -> words.say("thing.file", data, target(rule));
      case Target.Job _ -> words.say("thing.job", target(rule));
      case Target.Item item -> words.say("thing." + item.kind(), target(rule));
    };
  }

  private static Html target(Rule rule) {
    return Html.of("<code>{}</code>", Targets.name(rule));
  }

  private String hours(Promise.@Nullable Span during) {
    return during == null
        ? words.say("promise.always")
        : words.say("promise.during", during.from(), during.to());
  }

  private String gates(Readiness readiness) {
    List<String> gates = new ArrayList<>();
    if (readiness.rows() != null) {
      gates.add(words.say("gate.rows", Html.text(sign(readiness.rows()))));
    }
    if (readiness.check() != null) {
      gates.add(words.say("gate.check"));
    }
    if (readiness.stableFor() != null) {
      gates.add(words.say("gate.stable", words.duration(readiness.stableFor())));
    }
    return gates.isEmpty() ? "" : words.say("promise.gates", words.list(gates));
  }

  /** {@code ≥ 1}. */
  static String sign(RowsRule rows) {
    return rows.toString().replace(">=", "≥").replace("<=", "≤");
  }

  /** How readiness is proved, in a few words. */
  String evidence(Rule rule) {
    Evidence evidence = rule.readiness().evidence();
    List<String> parts = new ArrayList<>();
    parts.add(
        switch (evidence) {
          case Evidence.Where where -> words.say("evidence.where", where.expression());
          case Evidence.Partition partition -> words.say("evidence.partition", partition.value());
          case Evidence.Column column -> words.say("evidence.column", column.name());
          case Evidence.Modified _ -> words.say("evidence.modified");
          case Evidence.Changed _ -> words.say("evidence.changed");
          case Evidence.Best _ -> words.say("evidence.best");
          case Evidence.Completion _ -> words.say("evidence.completion." + rule.target().kind());
        });
    if (rule.readiness().rows() != null) {
      parts.add(words.say("evidence.rows", sign(rule.readiness().rows())));
    }
    if (rule.readiness().check() != null) {
      parts.add(words.say("evidence.check"));
    }
    return String.join(words.say("list.comma"), parts);
  }
}
