package dev.punctual.rule;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The sections of one file, opened and not yet understood.
 *
 * @param defaults null where the file has none
 */
record RuleFile(
    TextFile file,
    @Nullable Fields defaults,
    List<YamlNode.Mapping> rules,
    List<YamlNode.Entry> teams,
    List<YamlNode.Entry> calendars,
    List<Value> maintenance) {

  /** Reads the frame of a file; an empty file has empty sections. */
  static RuleFile read(TextFile file, Problems problems) {
    YamlNode root = YamlTree.read(file, problems);
    if (root == null) {
      return new RuleFile(file, null, List.of(), List.of(), List.of(), List.of());
    }
    Scope scope = Scope.plain(problems);
    Value whole = new Value(root, "the file", "version: 1, then rules:", scope);
    Fields fields = whole.fields(Keys.FILE);
    if (fields == null) {
      return new RuleFile(file, null, List.of(), List.of(), List.of(), List.of());
    }
    version(fields);
    Value defaults = fields.get("defaults");
    return new RuleFile(
        file,
        defaults == null ? null : defaults.fields(Keys.DEFAULTS),
        rules(fields),
        entries(fields, "teams"),
        entries(fields, "calendars"),
        maintenance(fields));
  }

  /**
   * The zone of the defaults; null where there is none, or a wrong one, which is told elsewhere.
   */
  @Nullable ZoneId zone() {
    return defaults == null ? null : defaults.read("timezone", Value::zone);
  }

  /** The same fields of a mapping, in a scope where {@code ${name}} is a variable. */
  static Fields inScope(
      YamlNode.Mapping mapping, Keys keys, Problems problems, Map<String, String> variables) {
    return Fields.of(mapping, keys, new Scope(problems, variables));
  }

  private static void version(Fields fields) {
    fields.require(
        "version",
        value -> {
          String version = value.text();
          if (version != null && !version.equals("1")) {
            value.wrong(
                "Version \"" + version + "\" is not known. This Punctual reads version: 1.");
          }
          return version;
        });
  }

  private static List<YamlNode.Mapping> rules(Fields fields) {
    List<YamlNode.Mapping> rules = new ArrayList<>();
    for (Value item : list(fields, "rules")) {
      if (item.node() instanceof YamlNode.Mapping rule) {
        rules.add(rule);
      } else {
        item.wrong(
            item.shape() + " stands where a rule is meant. Begin it with - id: learner-status.");
      }
    }
    return rules;
  }

  private static List<YamlNode.Entry> entries(Fields fields, String key) {
    Value value = fields.get(key);
    return value == null ? List.of() : value.entries();
  }

  private static List<Value> maintenance(Fields fields) {
    return list(fields, "maintenance");
  }

  /** The items of a list that may be empty. */
  private static List<Value> list(Fields fields, String key) {
    Value value = fields.get(key);
    if (value == null
        || (value.node() instanceof YamlNode.Sequence list && list.items().isEmpty())) {
      return List.of();
    }
    return value.items();
  }
}
