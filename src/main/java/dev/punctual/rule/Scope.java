package dev.punctual.rule;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What values are read in: where problems go, and what {@code ${variable}} means.
 *
 * @param variables null where there are no variables and text is taken as written
 */
record Scope(Problems problems, @Nullable Map<String, String> variables) {

  /** Outside rules: {@code ${…}} is text. */
  static Scope plain(Problems problems) {
    return new Scope(problems, null);
  }
}
