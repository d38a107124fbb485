package dev.punctual.web;

import org.jspecify.annotations.Nullable;

/**
 * A line above a page: something is wrong with the service itself.
 *
 * @param tone {@code missed} (red) or {@code risk} (amber)
 * @param text what is wrong and what it means, a sentence
 * @param link where it is mended, null where nowhere
 * @param action what the link says, empty without one
 */
public record Banner(String tone, String text, @Nullable String link, String action) {

  public static Banner red(String text, String link, String action) {
    return new Banner("missed", text, link, action);
  }

  public static Banner amber(String text, String link, String action) {
    return new Banner("risk", text, link, action);
  }
}
