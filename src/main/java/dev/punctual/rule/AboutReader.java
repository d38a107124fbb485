package dev.punctual.rule;

import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads what people are told about a rule, how it counts and who hears of it. */
final class AboutReader {

  static final Map<String, Rule.SkippedAs> SKIPPED =
      Map.of(
          "met", Rule.SkippedAs.MET,
          "missed", Rule.SkippedAs.MISSED,
          "excused", Rule.SkippedAs.EXCUSED);
  static final Map<String, Rule.Severity> SEVERITIES =
      Map.of("page", Rule.Severity.PAGE, "normal", Rule.Severity.NORMAL);

  private static final int LONGEST_TITLE = 300;
  private static final int LONGEST_TEXT = 10_000;
  private static final int LONGEST_LABEL = 200;
  private static final int LONGEST_URL = 2_000;

  private final Map<String, RuleSet.Team> teams;

  AboutReader(Map<String, RuleSet.Team> teams) {
    this.teams = teams;
  }

  Rule.About about(RuleFields rule, String id) {
    return new Rule.About(
        rule.read("title", AboutReader::title, id),
        rule.read("description", AboutReader::longText),
        rule.read("team", this::team),
        rule.read("labels", AboutReader::labels, new TreeMap<>()),
        rule.read("consumers", AboutReader::texts, List.of()),
        rule.read("agreed", AboutReader::agreed),
        rule.read("runbook", AboutReader::url));
  }

  static Rule.Counting counting(RuleFields rule, boolean skippable) {
    LocalDate from = rule.read("from", Value::date);
    LocalDate until = rule.read("until", Value::date);
    if (from != null && until != null && until.isBefore(from)) {
      rule.problems()
          .error(
              rule.keySpot("until"),
              "The rule ends (" + until + ") before it begins (" + from + ").");
    }
    return new Rule.Counting(
        timezone(rule),
        rule.read("objective", AboutReader::objective, BigDecimal.ONE),
        rule.read("trial", Value::flag, false),
        from,
        until,
        skippable
            ? rule.read("skipped", value -> value.oneOf(SKIPPED), Rule.SkippedAs.MISSED)
            : Rule.SkippedAs.MISSED,
        rule.read("was", value -> value.scalar(Ids::parse)));
  }

  static Rule.Notices notices(RuleFields rule, boolean deadlines, boolean rerunnable) {
    return new Rule.Notices(
        deadlines ? rule.read("remind", Value::duration) : null,
        rule.read("alert_after", Value::duration),
        rule.read("announce", TeamReader::channel),
        rule.read("severity", value -> value.oneOf(SEVERITIES), Rule.Severity.NORMAL),
        rerunnable && rule.read("rerun", Value::flag, false));
  }

  private static ZoneId timezone(RuleFields rule) {
    if (!rule.has("timezone")) {
      rule.problems()
          .error(
              rule.own().spot(),
              "\"timezone\" is missing. Write timezone: Asia/Tokyo here or under defaults.");
    }
    return rule.read("timezone", Value::zone, ZoneOffset.UTC);
  }

  @Nullable String team(Value value) {
    String name = value.text();
    if (name == null || teams.containsKey(name)) {
      return name;
    }
    String near = DidYouMean.question(name, teams.keySet());
    value.wrong(
        "No team is called \""
            + name
            + "\"."
            + (near.isEmpty() ? " Define it under teams." : near));
    return null;
  }

  static @Nullable String title(Value value) {
    String title = value.text(LONGEST_TITLE);
    if (title != null && title.lines().count() > 1) {
      value.wrong("A title is one line; longer texts stand under description.");
      return null;
    }
    return title;
  }

  static @Nullable String longText(Value value) {
    return value.text(LONGEST_TEXT);
  }

  static @Nullable BigDecimal objective(Value value) {
    return value.scalar(Percentages::parse);
  }

  static SortedMap<String, String> labels(Value value) {
    SortedMap<String, String> labels = new TreeMap<>();
    for (YamlNode.Entry entry : value.entries()) {
      String key = entry.key().value();
      Value label = new Value(entry.value(), key, key + ": gold", value.scope());
      String text = label.text(LONGEST_LABEL);
      if (text != null) {
        labels.put(key, text);
      }
    }
    return labels;
  }

  static List<String> texts(Value value) {
    List<String> texts = new ArrayList<>();
    for (Value item : value.items()) {
      String text = item.text(LONGEST_TITLE);
      if (text != null) {
        texts.add(text);
      }
    }
    return texts;
  }

  static Rule.@Nullable Agreement agreed(Value value) {
    Fields fields = value.fields(Keys.AGREED);
    if (fields == null) {
      return null;
    }
    String with = fields.require("with", AboutReader::title);
    LocalDate on = fields.read("on", Value::date);
    String note = fields.read("note", AboutReader::longText);
    return with == null ? null : new Rule.Agreement(with, on, note);
  }

  static @Nullable String url(Value value) {
    String text = value.text(LONGEST_URL);
    if (text == null) {
      return null;
    }
    try {
      URI uri = new URI(text);
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (web && uri.getHost() != null) {
        return text;
      }
    } catch (URISyntaxException e) {
      value.wrongAt(
          Math.max(0, e.getIndex()),
          "\""
              + text
              + "\" is not a URL: \""
              + at(text, e.getIndex())
              + "\" does not belong in it.");
      return null;
    }
    value.wrong("\"" + text + "\" is not an http or https URL. " + value.form());
    return null;
  }

  private static String at(String text, int index) {
    return index < 0 || index >= text.length() ? text : String.valueOf(text.charAt(index));
  }
}
