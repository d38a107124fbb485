package dev.punctual.rule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The fields of a mapping whose keys are known; unknown ones are told when it is opened. */
final class Fields {

  /** Keys that people write one level too high or too low, with where they belong. */
  private static final Map<String, String> ELSEWHERE =
      Map.of(
          "where", "ready_when",
          "partition", "ready_when",
          "modified", "ready_when",
          "changed", "ready_when",
          "rows", "ready_when",
          "check", "ready_when",
          "stable_for", "ready_when",
          "monthly", "on",
          "cron", "on",
          "business_day", "on: { monthly: … }");

  private static final int FEW = 8;

  private final YamlNode.Mapping mapping;
  private final Keys keys;
  private final Scope scope;
  private final Map<String, YamlNode.Entry> entries = new HashMap<>();

  private Fields(YamlNode.Mapping mapping, Keys keys, Scope scope) {
    this.mapping = mapping;
    this.keys = keys;
    this.scope = scope;
  }

  static Fields of(YamlNode.Mapping mapping, Keys keys, Scope scope) {
    Fields fields = new Fields(mapping, keys, scope);
    for (YamlNode.Entry entry : mapping.entries()) {
      String name = entry.key().value();
      if (keys.names().contains(name)) {
        fields.entries.put(name, entry);
      } else {
        scope.problems().error(entry.key().spot(), unknown(name, keys));
      }
    }
    return fields;
  }

  Scope scope() {
    return scope;
  }

  YamlNode.Mapping mapping() {
    return mapping;
  }

  Spot spot() {
    return mapping.spot();
  }

  boolean has(String key) {
    return entries.containsKey(key);
  }

  /** The keys that are there, in the order written. */
  List<String> written(Set<String> among) {
    List<String> written = new ArrayList<>();
    for (YamlNode.Entry entry : mapping.entries()) {
      String key = entry.key().value();
      if (among.contains(key) && entries.containsKey(key)) {
        written.add(key);
      }
    }
    return written;
  }

  Spot keySpot(String key) {
    YamlNode.Entry entry = entries.get(key);
    return entry == null ? spot() : entry.key().spot();
  }

  @Nullable Value get(String key) {
    YamlNode.Entry entry = entries.get(key);
    return entry == null ? null : new Value(entry.value(), key, example(key), scope);
  }

  <T> @Nullable T read(String key, Value.Form<T> form) {
    Value value = get(key);
    return value == null ? null : form.read(value);
  }

  /** As {@link #read}, and tells when the key is not there. */
  <T> @Nullable T require(String key, Value.Form<T> form) {
    Value value = get(key);
    if (value == null) {
      scope
          .problems()
          .error(
              spot(),
              "\"" + key + "\" is missing for " + keys.owner() + ". Write " + example(key) + ".");
      return null;
    }
    return form.read(value);
  }

  /** Tells at each key after the first of these that they exclude each other. */
  void exclusive(Set<String> group) {
    List<String> written = written(group);
    for (String key : written.subList(Math.min(1, written.size()), written.size())) {
      wrongKey(
          key,
          "\"" + key + "\" does not go with \"" + written.getFirst() + "\". Keep one of them.");
    }
  }

  void wrongKey(String key, String message) {
    scope.problems().error(keySpot(key), message);
  }

  private String example(String key) {
    return keys.examples().getOrDefault(key, key);
  }

  private static String unknown(String name, Keys keys) {
    String message = "Unknown key \"" + name + "\".";
    String near = DidYouMean.question(name, keys.names());
    if (!near.isEmpty()) {
      return message + near;
    }
    if (keys.equals(Keys.RULE) && ELSEWHERE.containsKey(name)) {
      return message + " It stands under " + ELSEWHERE.get(name) + ".";
    }
    if (keys.equals(Keys.FILE) && Keys.DEFAULTS.names().contains(name)) {
      return message + " For all rules of a file it stands under defaults.";
    }
    if (keys.equals(Keys.DEFAULTS) && Keys.RULE.names().contains(name)) {
      return "\"" + name + "\" belongs to a single rule and cannot be a default.";
    }
    return keys.names().size() > FEW
        ? message + " The keys of a rule are listed in the rules reference."
        : message
            + " The keys of "
            + keys.owner()
            + " are "
            + Wording.and(List.copyOf(keys.names()))
            + ".";
  }
}
