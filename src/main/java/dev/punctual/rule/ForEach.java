package dev.punctual.rule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code for_each}: one rule for every combination of its variables. */
final class ForEach {

  private static final long MOST = 10_000;

  private ForEach() {}

  /**
   * The values of the variables, one map a rule; one without variables where there is no for_each,
   * none after telling what is wrong.
   */
  static List<Map<String, String>> products(Fields rule, @Nullable Fields defaults) {
    Value value = rule.get("for_each");
    if (value == null) {
      return List.of(Map.of());
    }
    int before = rule.scope().problems().errorCount();
    Map<String, List<String>> variables = variables(value);
    refuseUnused(value, variables.keySet(), rule, defaults);
    long count = variables.values().stream().mapToLong(List::size).reduce(1, ForEach::times);
    if (count > MOST) {
      value.wrong("for_each makes " + count + " rules of this one; at most 10,000 are made.");
    }
    return rule.scope().problems().errorCount() > before ? List.of() : combine(variables);
  }

  private static Map<String, List<String>> variables(Value value) {
    Map<String, List<String>> variables = new LinkedHashMap<>();
    List<YamlNode.Entry> entries = value.entries();
    if (entries.isEmpty() && value.isMapping()) {
      value.wrong("for_each has no variable. " + value.form());
    }
    for (YamlNode.Entry entry : entries) {
      String name = entry.key().value();
      if (!Variables.isName(name)) {
        value
            .scope()
            .problems()
            .error(
                entry.key().spot(),
                "The name of a variable has letters, digits and underscores, not \""
                    + name
                    + "\".");
      }
      Value list = new Value(entry.value(), name, name + ": [jalan, beauty]", value.scope());
      List<String> values = new ArrayList<>();
      for (Value item : list.items()) {
        String text = item.text();
        if (text != null) {
          values.add(text);
        }
      }
      variables.put(name, values);
    }
    return variables;
  }

  private static void refuseUnused(
      Value value, Set<String> variables, Fields rule, @Nullable Fields defaults) {
    Set<String> used = new java.util.TreeSet<>();
    for (YamlNode.Entry entry : rule.mapping().entries()) {
      if (!entry.key().value().equals("for_each")) {
        used.addAll(Variables.used(entry.value()));
      }
    }
    if (defaults != null) {
      used.addAll(Variables.used(defaults.mapping()));
    }
    for (YamlNode.Entry entry : value.entries()) {
      String name = entry.key().value();
      if (variables.contains(name) && !used.contains(name)) {
        value
            .scope()
            .problems()
            .error(
                entry.key().spot(),
                "The variable \""
                    + name
                    + "\" is not used. Write ${"
                    + name
                    + "} where it belongs.");
      }
    }
  }

  private static List<Map<String, String>> combine(Map<String, List<String>> variables) {
    List<Map<String, String>> products = List.of(Map.of());
    for (Map.Entry<String, List<String>> variable : variables.entrySet()) {
      List<Map<String, String>> longer = new ArrayList<>();
      for (Map<String, String> product : products) {
        for (String text : variable.getValue()) {
          Map<String, String> values = new LinkedHashMap<>(product);
          values.put(variable.getKey(), text);
          longer.add(values);
        }
      }
      products = longer;
    }
    return products;
  }

  private static long times(long a, long b) {
    return a > MOST * MOST ? a : a * b;
  }
}
