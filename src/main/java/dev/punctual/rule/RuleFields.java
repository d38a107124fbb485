package dev.punctual.rule;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a rule with those of its file's defaults behind them. A key on the rule replaces
 * the default's whole value; a default that does not fit the kind of rule is passed over.
 */
final class RuleFields {

  private final Fields own;
  private final @Nullable Fields defaults;

  RuleFields(Fields own, @Nullable Fields defaults) {
    this.own = own;
    this.defaults = defaults;
  }

  Fields own() {
    return own;
  }

  Problems problems() {
    return own.scope().problems();
  }

  boolean has(String key) {
    return own.has(key) || (defaults != null && defaults.has(key));
  }

  @Nullable Value get(String key) {
    Value value = own.get(key);
    return value == null && defaults != null ? defaults.get(key) : value;
  }

  <T> @Nullable T read(String key, Value.Form<T> form) {
    Value value = get(key);
    return value == null ? null : form.read(value);
  }

  <T> T read(String key, Value.Form<T> form, T otherwise) {
    T value = read(key, form);
    return value == null ? otherwise : value;
  }

  /** Which of these keys is written: on the rule, else in the defaults. */
  @Nullable String firstOf(Set<String> keys) {
    List<String> written = own.written(keys);
    if (written.isEmpty() && defaults != null) {
      written = defaults.written(keys);
    }
    return written.isEmpty() ? null : written.getFirst();
  }

  /** Tells a key that is written on the rule where it has no place. */
  void refuse(String key, String message) {
    if (own.has(key)) {
      own.wrongKey(key, message);
    }
  }

  /** The place of a key, on the rule or in the defaults. */
  Spot keySpot(String key) {
    return own.has(key) || defaults == null ? own.keySpot(key) : defaults.keySpot(key);
  }
}
