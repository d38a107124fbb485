package dev.punctual.rule;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks the form of a file's defaults, whether or not a rule uses them. */
final class DefaultsReader {

  private final DayRuleReader days;
  private final Map<String, Value.Form<?>> forms;

  DefaultsReader(DayRuleReader days, AboutReader about) {
    this.forms =
        Map.ofEntries(
            Map.entry("description", AboutReader::longText),
            Map.entry("ready_by", value -> value.scalar(DayTime::parse)),
            Map.entry("every", PromiseReader::every),
            Map.entry("ready_within", Value::duration),
            Map.entry("fresh_within", Value::duration),
            Map.entry("column", ReadinessReader::columnName),
            Map.entry("during", value -> value.scalar(Spans::parse)),
            Map.entry("for", value -> value.oneOf(PromiseReader.DATA_DATES)),
            Map.entry("calendar", days::calendar),
            Map.entry("opens", PromiseReader::opens),
            Map.entry("gives_up_after", Value::duration),
            Map.entry("from", Value::date),
            Map.entry("until", Value::date),
            Map.entry("ready_when", value -> ReadinessReader.read(value, true)),
            Map.entry("run", TargetReader::run),
            Map.entry("rerun", Value::flag),
            Map.entry("skipped", value -> value.oneOf(AboutReader.SKIPPED)),
            Map.entry("timezone", Value::zone),
            Map.entry("team", about::team),
            Map.entry("objective", AboutReader::objective),
            Map.entry("trial", Value::flag),
            Map.entry("remind", Value::duration),
            Map.entry("alert_after", Value::duration),
            Map.entry("announce", TeamReader::channel),
            Map.entry("severity", value -> value.oneOf(AboutReader.SEVERITIES)),
            Map.entry("runbook", AboutReader::url),
            Map.entry("labels", AboutReader::labels),
            Map.entry("consumers", AboutReader::texts),
            Map.entry("agreed", AboutReader::agreed));
    this.days = days;
  }

  /** Tells what is wrong with each value; one with a variable is checked where it is filled in. */
  void check(@Nullable Fields defaults) {
    if (defaults == null) {
      return;
    }
    defaults.exclusive(PromiseReader.PROMISES);
    for (String key : defaults.written(Keys.DEFAULTS.names())) {
      Value value = defaults.get(key);
      if (value == null || !Variables.used(value.node()).isEmpty()) {
        continue;
      }
      if (key.equals("on")) {
        days.read(value, defaults.get("calendar"));
      } else {
        java.util.Objects.requireNonNull(forms.get(key)).read(value);
      }
    }
  }
}
