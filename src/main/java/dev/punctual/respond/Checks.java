package dev.punctual.respond;

import dev.punctual.ledger.Act;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What everything people say has to fulfil, whatever it is about. */
public final class Checks {

  private static final int LONGEST_NOTE = 3_000;
  private static final int LONGEST_NAME = 200;

  private Checks() {}

  /** Refuses an act without a name. */
  public static void author(Act.Author author) {
    if (author.name().isBlank()) {
      throw Refusal.invalid("author", "Say who you are: acts carry a name.");
    }
    name("author", author.name());
  }

  /** A name, at most as long as there is room for. */
  public static String name(String field, @Nullable String text) {
    String name = text == null ? "" : text.strip();
    if (name.isEmpty()) {
      throw Refusal.invalid(field, "Say who: a name is needed.");
    }
    if (name.length() > LONGEST_NAME) {
      throw Refusal.invalid(field, "At most " + LONGEST_NAME + " characters, please.");
    }
    return name;
  }

  /** A text that has to say something. */
  public static String required(String field, @Nullable String text) {
    if (text == null || text.isBlank()) {
      throw Refusal.invalid(field, "Give a reason: it stands in the report.");
    }
    return optional(text);
  }

  /** A text that may be empty; null is empty. */
  public static String optional(@Nullable String text) {
    String stripped = text == null ? "" : text.strip();
    if (stripped.length() > LONGEST_NOTE) {
      throw Refusal.invalid("note", "At most " + LONGEST_NOTE + " characters, please.");
    }
    return stripped;
  }

  static <E> E category(String field, @Nullable String word, E[] known, Function<E, String> name) {
    String wanted = word == null ? "" : word.strip().toLowerCase(Locale.ROOT);
    List<String> names = Stream.of(known).map(name).toList();
    return Stream.of(known)
        .filter(k -> name.apply(k).equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                Refusal.invalid(
                    field, "“" + wanted + "” is none of " + String.join(", ", names) + "."));
  }
}
