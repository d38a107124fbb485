package dev.punctual.board;

import dev.punctual.poll.SourceHealth;
import dev.punctual.rule.BusinessCalendar;
import dev.punctual.rule.Deadline;
import dev.punctual.rule.Promise;
import dev.punctual.rule.Readiness;
import dev.punctual.rule.Readiness.Evidence;
import dev.punctual.rule.Rule;
import dev.punctual.rule.RuleSet;
import dev.punctual.rule.RuleSet.Maintenance;
import dev.punctual.rule.RuleSet.Team;
import dev.punctual.rule.Schedule;
import dev.punctual.web.Html;
import dev.punctual.web.Words;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The cards beside a rule's history: its state now, what comes next, who hears. */
final class RuleSide {

  private static final int NEXT = 5;
  private static final int[] HORIZON_DAYS = {2, 14, 70, 400};

  private final Rule rule;
  private final RuleSet rules;
  private final Instant now;
  private final Words words;

  RuleSide(Rule rule, RuleSet rules, Instant now, Words words) {
    this.rule = rule;
    this.rules = rules;
    this.now = now;
    this.words = words;
  }

  /** Evidence, precision, source and gates of the deadline that is looked at. */
  Html state(@Nullable Past current, @Nullable SourceHealth health, SecondLine second) {
    Html html = Html.empty();
    if (current != null) {
      html.add(
          "<p><b>{}</b> {}</p>",
          words.say("now.sentence", capital(second.of(current.due()))),
          sentence(words.reason(reason(current))));
    }
    html.put("<dl class=\"dl\">");
    item(html, "now.evidence", Html.text(new PromiseText(words).evidence(rule)));
    if (current != null && current.due().arrivedAt() != null) {
      item(html, "now.precision", Html.text(precision(current)));
    }
    item(html, "now.source", source(health));
    if (current != null && current.due().troubleText() != null) {
      item(html, "now.trouble", Html.text(words.reason(current.due().troubleText())));
    }
    Readiness readiness = rule.readiness();
    if (readiness.rows() != null || readiness.check() != null || readiness.stableFor() != null) {
      item(html, "now.gates", gates(readiness, current));
    }
    return html.put("</dl>").put(questions(current));
  }

  private String reason(Past current) {
    String evidence = current.evidence();
    return evidence == null || current.due().arrivedAt() == null
        ? current.due().reason()
        : evidence;
  }

  /** With a full stop, but where it asks something already. */
  private String sentence(String text) {
    if (text.endsWith("?")) {
      return text;
    }
    boolean stopped = text.endsWith(".") || text.endsWith("。");
    return words.say("now.sentence", stopped ? text.substring(0, text.length() - 1) : text);
  }

  private static String capital(String text) {
    return text.isEmpty()
        ? text
        : text.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + text.substring(1);
  }

  private String precision(Past current) {
    Instant earliest = current.arrivalEarliest();
    Instant at = current.due().arrivedAt();
    if (earliest == null || at == null || earliest.equals(at)) {
      return words.say("now.exact");
    }
    return words.say("now.between", words.duration(Duration.between(earliest, at)));
  }

  private Html source(@Nullable SourceHealth health) {
    Html link = Html.of("<a href=\"/sources#{}\">{}</a>", rule.source(), rule.source());
    if (health == null) {
      return link;
    }
    Instant good = health.lastGoodAt();
    String answered =
        good == null
            ? words.say("now.neverAnswered")
            : words.say("now.answered", words.duration(Duration.between(good, now)));
    return link.write(", " + health.description() + ", " + answered);
  }

  private Html gates(Readiness readiness, @Nullable Past current) {
    boolean failing = current != null && "gate".equals(current.due().trouble());
    boolean passed = current != null && current.due().arrivedAt() != null;
    Look look = failing ? Look.AT_RISK : passed ? Look.MET : Look.WAITING;
    Html html = Html.empty().put("<span class=\"actions\">");
    if (readiness.rows() != null) {
      html.put(look.pill(words.say("evidence.rows", PromiseText.sign(readiness.rows()))));
    }
    if (readiness.check() != null) {
      html.put(look.pill(words.say("evidence.check")));
    }
    if (readiness.stableFor() != null) {
      html.put(look.pill(words.say("gate.stable", words.duration(readiness.stableFor()))));
    }
    return html.put("</span>");
  }

  private Html questions(@Nullable Past current) {
    Html html = Html.empty();
    String where =
        switch (rule.readiness().evidence()) {
          case Evidence.Where evidence -> evidence.expression();
          case Evidence.Partition evidence -> evidence.value();
          case Evidence.Column evidence -> evidence.name();
          case Evidence.Modified _, Evidence.Changed _, Evidence.Best _, Evidence.Completion _ ->
              "";
        };
    String sql = rule.target() instanceof dev.punctual.rule.Target.Query query ? query.sql() : "";
    String check = rule.readiness().check() == null ? "" : rule.readiness().check();
    for (String question : List.of(where, sql, check)) {
      if (!question.isEmpty()) {
        html.put(
            html.isEmpty() ? "<p class=\"caption asked\">" + words.say("now.asked") + "</p>" : "");
        html.put("<div class=\"code\"><pre tabindex=\"0\">").put(Code.sql(question));
        html.put(bound(question, current)).put("</pre></div>");
      }
    }
    return html;
  }

  private static Html bound(String question, @Nullable Past current) {
    Html html = Html.empty();
    if (current != null && question.contains(":data_date")) {
      html.add("\n<span class=\"c\">-- :data_date = {}</span>", current.dataDate());
    }
    if (current != null && question.contains(":business_date")) {
      html.add("\n<span class=\"c\">-- :business_date = {}</span>", current.due().businessDate());
    }
    return html;
  }

  private void item(Html html, String key, Html content) {
    html.add("<dt>{}</dt><dd>{}</dd>", words.say(key), content);
  }

  /** The next deadlines; empty for a freshness rule and after the last. */
  List<Deadline> next() {
    for (int days : HORIZON_DAYS) {
      List<Deadline> found = Schedule.between(rule, now, now.plus(Duration.ofDays(days)));
      if (found.size() >= NEXT || days == HORIZON_DAYS[HORIZON_DAYS.length - 1]) {
        return found.stream().limit(NEXT).toList();
      }
    }
    return List.of();
  }

  Html nextTable(List<Deadline> next) {
    Html html = Html.empty().put("<table class=\"dense\"><thead><tr>");
    for (String head : List.of("date", "due", "data", "in")) {
      html.add("<th scope=\"col\">{}</th>", words.say("next.head." + head));
    }
    html.put("</tr></thead><tbody>");
    for (Deadline deadline : next) {
      html.add(
          "<tr><td class=\"nowrap\">{}</td><td><b>{}</b></td><td>{}</td><td class=\"muted"
              + " nowrap\">{}</td></tr>",
          words.weekday(deadline.businessDate()),
          words.timeOn(deadline.dueAt(), deadline.timezone(), deadline.businessDate()),
          words.shortDate(deadline.dataDate()),
          words.say("next.in", words.duration(Duration.between(now, deadline.dueAt()))));
    }
    return html.put("</tbody></table>");
  }

  /**
   * Holidays between now and the last of them, and maintenance to come.
   *
   * @param maintenance the windows of rule files and of people
   */
  List<String> notes(List<Deadline> next, List<Maintenance> maintenance) {
    List<String> notes = new ArrayList<>();
    BusinessCalendar calendar = rule.promise().on().calendar();
    if (calendar != null && !next.isEmpty()) {
      LocalDate last = next.getLast().businessDate();
      LocalDate date = now.atZone(rule.timezone()).toLocalDate();
      for (; !date.isAfter(last) && notes.size() < 3; date = date.plusDays(1)) {
        String holiday = calendar.holidayName(date, words.locale());
        if (holiday != null && !rule.promise().on().includes(date)) {
          notes.add(words.say("next.holiday", words.weekday(date), holiday));
        }
      }
    }
    for (Maintenance window : maintenance) {
      if (window.to().isAfter(now) && window.concerns(rule.id())) {
        notes.add(
            words.say(
                "next.maintenance",
                words.stamp(window.from(), rule.timezone()),
                words.stamp(window.to(), rule.timezone()),
                window.reason()));
      }
    }
    return notes;
  }

  /** Who hears of it, and when. */
  Html hears() {
    Html html = Html.empty().put("<dl class=\"dl\">");
    Team team = rule.team() == null ? null : rules.teams().get(rule.team());
    String channel =
        team == null || team.slack() == null ? words.say("hears.default") : team.slack();
    if (rule.notices().remind() != null) {
      item(
          html,
          "hears.reminder",
          Html.text(words.say("hears.before", words.duration(rule.notices().remind()))));
    }
    String delay =
        rule.notices().alertAfter() == null
            ? ""
            : words.say("hears.after", words.duration(rule.notices().alertAfter()));
    item(html, "hears.miss", Html.text(channel + delay));
    if (team != null) {
      for (RuleSet.Escalation step : team.escalate()) {
        String who = step.slack() == null ? channel : step.slack();
        item(
            html,
            "hears.escalation",
            Html.text(words.say("hears.later", who, words.duration(step.after()))));
      }
      if (team.quietHours() != null) {
        Promise.Span quiet = team.quietHours();
        item(html, "hears.quiet", Html.text(quiet.from() + "–" + quiet.to()));
      }
    }
    if (rule.notices().announce() != null) {
      item(html, "hears.announce", Html.text(rule.notices().announce()));
    }
    if (rule.notices().severity() == Rule.Severity.PAGE) {
      item(html, "hears.severity", Html.text(words.say("hears.page")));
    }
    if (!rule.about().consumers().isEmpty()) {
      item(html, "hears.consumers", Html.text(words.list(rule.about().consumers())));
    }
    Rule.Agreement agreed = rule.about().agreed();
    if (agreed != null) {
      String on = agreed.on() == null ? "" : ", " + words.date(agreed.on());
      item(html, "hears.agreed", Html.text(agreed.with() + on));
    }
    return html.put("</dl>");
  }
}
