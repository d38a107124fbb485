package dev.punctual.board;

/**
 * A figure with what it is, for templates.
 *
 * @param tone a class of the look, empty for none
 */
public record Tile(String figure, String text, String tone) {

  static Tile plain(String figure, String text) {
    return new Tile(figure, text, "");
  }

  static Tile toned(String tone, String figure, String text) {
    return new Tile(figure, text, tone);
  }
}
