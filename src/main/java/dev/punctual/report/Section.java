package dev.punctual.report;

import dev.punctual.web.Html;
import java.util.List;

/**
 * A part of the report with its heading; its id is what the page's own navigation points to.
 *
 * @param figures over the body
 */
public record Section(String id, String heading, String caption, List<Tile> figures, Html body) {

  public Section {
    figures = List.copyOf(figures);
  }

  Section(String id, String heading, String caption, Html body) {
    this(id, heading, caption, List.of(), body);
  }

  /** A figure over its words. */
  public record Tile(String figure, String text, String tone) {}
}
