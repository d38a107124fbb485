package dev.punctual.observe.drive;

import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.drive.Files.Found;
import dev.punctual.observe.wire.GoogleApi.Refusal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What folders hold, many in a call: by name where names are known, else all. Drive refuses a whole
 * call for one folder that it does not know; then each is asked alone.
 */
final class Listings {

  /** Conditions stand in the address of a request. */
  private static final int LONGEST = 4_000;

  private final Files files;

  Listings(Files files) {
    this.files = files;
  }

  /** What came back about a folder. */
  sealed interface Listed {
    record Holds(List<Found> files) implements Listed {}

    record Refused(Refusal refusal) implements Listed {}
  }

  /** Which files of a folder are asked for. */
  static final class Asked {
    private final Set<String> names = new TreeSet<>();
    private boolean all;

    /** Null asks for all. */
    void add(@Nullable String name) {
      if (name == null) {
        all = true;
      } else {
        names.add(name);
      }
    }
  }

  private record Part(String folder, String condition) {}

  /** Looks into all folders, by their ids. */
  Map<String, Listed> of(Map<String, Asked> folders) throws SourceFailure, InterruptedException {
    Map<String, Listed> listed = new LinkedHashMap<>();
    List<Part> some = new ArrayList<>();
    int length = 0;
    for (Part part : parts(folders)) {
      if (length + part.condition().length() > LONGEST) {
        ask(some, listed);
        some.clear();
        length = 0;
      }
      some.add(part);
      length += part.condition().length();
    }
    ask(some, listed);
    return listed;
  }

  private static List<Part> parts(Map<String, Asked> folders) {
    List<Part> parts = new ArrayList<>();
    folders.forEach(
        (folder, asked) -> {
          String in = Search.in(folder);
          if (asked.all) {
            parts.add(new Part(folder, in));
            return;
          }
          for (String name : asked.names) {
            parts.add(new Part(folder, "(" + Search.all(in, Search.named(name)) + ")"));
          }
        });
    return parts;
  }

  private void ask(List<Part> parts, Map<String, Listed> listed)
      throws SourceFailure, InterruptedException {
    if (parts.isEmpty()) {
      return;
    }
    List<String> conditions = parts.stream().map(Part::condition).toList();
    Set<String> folders = new TreeSet<>();
    parts.forEach(part -> folders.add(part.folder()));
    try {
      List<Found> found = files.list(Search.all(Search.NOT_IN_THE_BIN, Search.any(conditions)));
      folders.forEach(folder -> keep(folder, found, listed));
    } catch (Refusal refusal) {
      refused(parts, folders, refusal, listed);
    }
  }

  private void refused(
      List<Part> parts, Set<String> folders, Refusal refusal, Map<String, Listed> listed)
      throws SourceFailure, InterruptedException {
    if (folders.size() == 1) {
      listed.put(folders.iterator().next(), new Listed.Refused(refusal));
      return;
    }
    for (String folder : folders) {
      ask(parts.stream().filter(part -> part.folder().equals(folder)).toList(), listed);
    }
  }

  private static void keep(String folder, List<Found> found, Map<String, Listed> listed) {
    List<Found> own = new ArrayList<>();
    if (listed.get(folder) instanceof Listed.Holds before) {
      own.addAll(before.files());
    }
    found.stream().filter(file -> file.parents().contains(folder)).forEach(own::add);
    if (!(listed.get(folder) instanceof Listed.Refused)) {
      listed.put(folder, new Listed.Holds(own));
    }
  }
}
