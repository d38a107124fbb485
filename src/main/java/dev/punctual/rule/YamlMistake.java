package dev.punctual.rule;

import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** What the YAML parser stumbled over, said so that it can be mended. */
record YamlMistake(Spot spot, String message) {

  static YamlMistake of(YamlEngineException e, TextFile file) {
    return switch (e) {
      case ReaderException reader -> unprintable(reader, file);
      case MarkedYamlEngineException marked -> marked(marked, file);
      default ->
          new YamlMistake(Spot.startOf(file.path()), "This is not YAML: " + e.getMessage() + ".");
    };
  }

  private static YamlMistake unprintable(ReaderException e, TextFile file) {
    String text = file.text();
    int at =
        text.offsetByCodePoints(
            0, Math.clamp(e.getPosition(), 0, text.codePointCount(0, text.length())));
    int lineStart = text.lastIndexOf('\n', at - 1) + 1;
    int line = 1 + (int) text.substring(0, at).chars().filter(c -> c == '\n').count();
    return new YamlMistake(
        new Spot(file.path(), line, 1 + text.codePointCount(lineStart, at)),
        "The character U+%04X does not belong in a text file.".formatted(e.getCodePoint()));
  }

  private static YamlMistake marked(MarkedYamlEngineException e, TextFile file) {
    String problem = Optional.ofNullable(e.getProblem()).orElse("");
    String context = Optional.ofNullable(e.getContext()).orElse("");
    boolean neverClosed = problem.contains("unexpected end of stream");
    Optional<Mark> mark =
        neverClosed ? e.getContextMark().or(e::getProblemMark) : e.getProblemMark();
    Spot spot =
        mark.map(m -> new Spot(file.path(), m.getLine() + 1, m.getColumn() + 1))
            .orElse(Spot.startOf(file.path()));
    return new YamlMistake(spot, say(problem, context, neverClosed));
  }

  private static String say(String problem, String context, boolean neverClosed) {
    if (neverClosed && context.contains("quoted scalar")) {
      return "The quote opened here is never closed.";
    }
    if (problem.contains("TAB")) {
      return "A tab stands here. Indent with blanks.";
    }
    if (context.contains("scanning an alias")) {
      return "A text that begins with * stands in quotes: \"*\".";
    }
    if (context.contains("scanning an anchor")) {
      return "A text that begins with & stands in quotes.";
    }
    if (problem.startsWith("found character '")) {
      return "A text cannot begin with " + problem.charAt(17) + ". Put it in quotes.";
    }
    if (problem.contains("mapping values are not allowed")) {
      return "A key cannot stand here. Indent it like its neighbours; put a text with a colon in"
          + " quotes.";
    }
    if (problem.contains("could not find expected ':'")) {
      return "A colon is missing after the key in front of this place.";
    }
    if (problem.contains("sequence entries are not allowed")) {
      return "A list item (-) cannot stand here. Put it on a line of its own below the key.";
    }
    if (problem.contains("expected <block end>")) {
      return "This line does not fit the ones above. Indent it like its neighbours; put a text with"
          + " quotes inside wholly in quotes.";
    }
    if (problem.contains("expected ',' or ']'")) {
      return "A list in [ ] goes on here without a comma, or is not closed.";
    }
    if (problem.contains("expected ',' or '}'")) {
      return "A mapping in { } goes on here without a comma, or is not closed.";
    }
    if (problem.contains("unknown escape character")) {
      return "There is no such escape in double quotes. Write the backslash twice, or use single"
          + " quotes.";
    }
    return "This is not YAML: " + (context.isEmpty() ? "" : context + ", ") + problem.strip() + ".";
  }
}
