package dev.punctual.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Says in another language what the judge and the sources wrote down in English. The ledger, the
 * API, the command line and the log keep the English sentence; it is what the forms are found by.
 * See {@code docs/decisions/0008}.
 */
final class Reasons {

  private static final Pattern HOLE = Pattern.compile("\\{([a-z]+)([~!]?)}");

  /** A sentence inside a sentence inside a sentence; deeper ones are nobody's. */
  private static final int DEEPEST = 6;

  private final List<Form> forms;

  private Reasons(List<Form> forms) {
    this.forms = forms;
  }

  /**
   * A sentence with holes and how it is said.
   *
   * @param piece the longest part without holes, which a text has to contain to be worth a match
   */
  private record Form(
      String english, Pattern pattern, String piece, List<Hole> holes, String japanese) {}

  /** {@code ~}: said in the language where it can be; {@code !}: it has to be. */
  private record Hole(String name, String kind) {}

  /**
   * The forms of every file in a folder of resources, in the order of their names: a source brings
   * a file of its own.
   */
  static Reasons read(String folder) {
    URL place = Reasons.class.getResource(folder);
    if (place == null) {
      throw new IllegalStateException("The forms of reasons are missing: " + folder);
    }
    try {
      URI uri = place.toURI();
      if (!uri.getScheme().equals("jar")) {
        return read(Path.of(uri));
      }
      try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
        return read(jar.getPath(folder));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Reasons read(Path folder) throws IOException {
    List<Form> forms = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        String english = "";
        for (String line : Files.readAllLines(file)) {
          if (line.startsWith("  ")) {
            forms.add(form(english, line.substring(2)));
          } else if (!line.startsWith("#")) {
            english = line;
          }
        }
      }
    }
    return new Reasons(List.copyOf(forms));
  }

  private static Form form(String english, String japanese) {
    List<Hole> holes = new ArrayList<>();
    StringBuilder pattern = new StringBuilder();
    String piece = "";
    Matcher hole = HOLE.matcher(english);
    int from = 0;
    while (hole.find()) {
      String before = english.substring(from, hole.start());
      pattern.append(Pattern.quote(before));
      pattern.append(hole.group(1).equals("source") ? "(\\S+?)" : "(.+?)");
      piece = before.length() > piece.length() ? before : piece;
      holes.add(new Hole(hole.group(1), hole.group(2)));
      from = hole.end();
    }
    String rest = english.substring(from);
    pattern.append(Pattern.quote(rest));
    return new Form(
        english,
        Pattern.compile(pattern.toString(), Pattern.DOTALL),
        rest.length() > piece.length() ? rest : piece,
        List.copyOf(holes),
        japanese);
  }

  /** The English sentences that have a form. */
  List<String> english() {
    return forms.stream().map(Form::english).toList();
  }

  /** The text in the language; as it is where it has no form. */
  String say(String text) {
    String said = find(text, 0);
    return said == null ? text : said;
  }

  private @Nullable String find(String text, int depth) {
    if (depth > DEEPEST) {
      return null;
    }
    for (Form form : forms) {
      if (text.contains(form.piece())) {
        Matcher matcher = form.pattern().matcher(text);
        String said = matcher.matches() ? fill(form, matcher, depth) : null;
        if (said != null) {
          return said;
        }
      }
    }
    return null;
  }

  private @Nullable String fill(Form form, Matcher matcher, int depth) {
    String said = form.japanese();
    for (int i = 0; i < form.holes().size(); i++) {
      Hole hole = form.holes().get(i);
      String part = matcher.group(i + 1);
      String own = hole.kind().isEmpty() ? part : find(part, depth + 1);
      if (own == null && hole.kind().equals("!")) {
        return null;
      }
      said = said.replace("{" + hole.name() + "}", own == null ? part : own);
    }
    return said;
  }
}
