package dev.punctual.board;

import io.micronaut.http.HttpParameters;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a reader wants to see of the board, as the address says it.
 *
 * @param view {@code attention}, {@code team}, {@code due} or {@code all}; empty for what fits
 * @param show {@code attention} or {@code waiting}; empty for everything
 * @param query words to look for, empty for none
 * @param team empty for any
 * @param label {@code name:value}, empty for any
 * @param open the folded line that is unfolded, empty for none
 */
record Wish(String view, String show, String query, String team, String label, String open) {

  private static final List<String> VIEWS = List.of("attention", "team", "due", "all");
  private static final List<String> SHOWS = List.of("attention", "waiting");

  static Wish of(HttpParameters parameters) {
    String view = parameters.getFirst("view").orElse("");
    String show = parameters.getFirst("show").orElse("");
    return new Wish(
        VIEWS.contains(view) ? view : "",
        SHOWS.contains(show) ? show : "",
        parameters.getFirst("q").orElse("").strip(),
        parameters.getFirst("team").orElse(""),
        parameters.getFirst("label").orElse(""),
        parameters.getFirst("open").orElse(""));
  }

  boolean isNarrowed() {
    return !query.isEmpty() || !team.isEmpty() || !label.isEmpty();
  }

  boolean wants(BoardRow row) {
    return row.matches(query)
        && (team.isEmpty() || team.equals(row.team()))
        && (label.isEmpty() || hasLabel(row));
  }

  private boolean hasLabel(BoardRow row) {
    int colon = label.indexOf(':');
    @Nullable String value = colon < 0 ? null : row.labels().get(label.substring(0, colon));
    return value != null && value.equals(label.substring(colon + 1));
  }

  Wish withView(String other) {
    return new Wish(other, "", query, team, label, "");
  }

  Wish withShow(String other) {
    return new Wish(view, other, query, team, label, "");
  }

  /** Unfolds a line, or folds it when it is unfolded. */
  Wish toggled(String line) {
    return new Wish(view, show, query, team, label, open.equals(line) ? "" : line);
  }

  /** The address of this wish. */
  String link() {
    List<String> parts = new ArrayList<>();
    add(parts, "view", view);
    add(parts, "show", show);
    add(parts, "q", query);
    add(parts, "team", team);
    add(parts, "label", label);
    add(parts, "open", open);
    return parts.isEmpty() ? "/" : "/?" + String.join("&", parts);
  }

  private static void add(List<String> parts, String name, String value) {
    if (!value.isEmpty()) {
      parts.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
    }
  }
}
