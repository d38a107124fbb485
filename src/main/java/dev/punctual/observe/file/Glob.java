package dev.punctual.observe.file;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A path with {@code *} and {@code ?}, which stand for anything within one part of it, and {@code
 * **}, which as a part stands for any number of parts. At the beginning of a part they stand for no
 * {@code .} and no {@code _}: such names are hidden, as for Hadoop and shells.
 */
final class Glob {

  private static final List<String> UNFINISHED =
      List.of(".tmp", ".temp", ".part", ".partial", ".filepart", ".inprogress", "._copying_");

  private final String text;
  private final List<String> parts;
  private final Pattern pattern;

  /**
   * A path; where it ends in a slash it means everything below.
   *
   * @param path without a slash at its beginning
   */
  Glob(String path) {
    this.text = path.isEmpty() || path.endsWith("/") ? path + "**" : path;
    this.parts = List.of(text.split("/+", -1));
    this.pattern = Pattern.compile(regex(parts));
  }

  private static String regex(List<String> parts) {
    String folders =
        parts.subList(0, parts.size() - 1).stream()
            .map(part -> part.equals("**") ? "(?:(?![._])[^/]+/)*" : part(part) + "/")
            .collect(Collectors.joining());
    String name = parts.getLast();
    return folders + (name.equals("**") ? "(?:(?![._])[^/]+/)*(?![._])[^/]+" : part(name));
  }

  private static String part(String part) {
    StringBuilder regex = new StringBuilder(isWild(part.substring(0, 1)) ? "(?![._])" : "");
    for (int i = 0; i < part.length(); i++) {
      char c = part.charAt(i);
      regex.append(
          switch (c) {
            case '*' -> "[^/]*";
            case '?' -> "[^/]";
            default -> Pattern.quote(String.valueOf(c));
          });
    }
    return regex.toString();
  }

  static boolean isWild(String text) {
    return text.indexOf('*') >= 0 || text.indexOf('?') >= 0;
  }

  /** What is still being uploaded under a name for the meantime is matched by no wildcard. */
  boolean matches(String path) {
    return pattern.matcher(path).matches() && !(isWild() && isUnfinished(path));
  }

  private boolean isUnfinished(String path) {
    String name = path.toLowerCase(Locale.ROOT);
    String wanted = text.toLowerCase(Locale.ROOT);
    return UNFINISHED.stream().anyMatch(end -> name.endsWith(end) && !wanted.endsWith(end));
  }

  boolean isWild() {
    return isWild(text);
  }

  /** All that comes before the first wildcard. */
  String literal() {
    int star = text.indexOf('*');
    int mark = text.indexOf('?');
    int end = star < 0 ? mark : mark < 0 ? star : Math.min(star, mark);
    return end < 0 ? text : text.substring(0, end);
  }

  /** All but the last part, with a slash at its end; empty where there is one part. */
  String folder() {
    return text.substring(0, text.lastIndexOf('/') + 1);
  }

  /** The last part. */
  String name() {
    return parts.getLast();
  }

  /**
   * Whether something below this folder may match.
   *
   * @param folder without a slash at its end; empty for the topmost
   */
  boolean leadsThrough(String folder) {
    if (folder.isEmpty()) {
      return true;
    }
    String[] names = folder.split("/", -1);
    for (int i = 0; i < names.length; i++) {
      if (i < parts.size() && parts.get(i).equals("**")) {
        return true;
      }
      if (i >= parts.size() - 1 || !names[i].matches(part(parts.get(i)))) {
        return false;
      }
    }
    return true;
  }
}
