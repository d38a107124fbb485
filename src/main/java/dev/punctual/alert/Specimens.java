package dev.punctual.alert;

import dev.punctual.web.Words;
import java.util.List;

/**
 * Messages as they look, put into words by the code that says them, about rules that do not exist.
 * Each feature that posts messages shows its own.
 */
public interface Specimens {

  /** In the order they are shown. */
  List<Specimen> of(Words words);

  /** The part of the page they stand in: {@code deadlines} or {@code others}. */
  default String part() {
    return "others";
  }

  /**
   * One message.
   *
   * @param name what it is called, as in the key {@code looks.of.<name>}
   * @param reply whether it stands in a thread
   */
  record Specimen(String name, boolean reply, CardView view) {

    /** A message of its own. */
    public static Specimen of(String name, CardView view) {
      return new Specimen(name, false, view);
    }

    static Specimen reply(String name, CardView view) {
      return new Specimen(name, true, view);
    }
  }
}
