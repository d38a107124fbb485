package dev.punctual.observe.file;

import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Absent;
import dev.punctual.observe.Observation.Unreachable;
import dev.punctual.observe.Source.Ask;
import dev.punctual.observe.SourceFailure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Answers from folders that are listed one by one: each once in a walk, and only those that may
 * hold something wanted. For one round; not for several threads.
 */
public final class Walk {

  private static final int DEEPEST = 40;

  private final Shelf shelf;
  private final int most;
  private final Map<String, Listed> seen = new HashMap<>();
  private int files;

  /**
   * A walk that has not begun.
   *
   * @param most files to be looked at in all; folders beyond that are not listed
   */
  public Walk(Shelf shelf, int most) {
    this.shelf = shelf;
    this.most = most;
  }

  /** Where the folders are. */
  @FunctionalInterface
  public interface Shelf {

    /**
     * What lies in one folder.
     *
     * @param folder without a slash at its end; empty for the topmost, which is there
     */
    Listed list(String folder) throws SourceFailure, InterruptedException;
  }

  /** What a folder answers. */
  public sealed interface Listed {

    /**
     * It was read.
     *
     * @param folders in it, as paths
     * @param barred paths in it that are not followed, with the reason in words
     */
    record Found(Catalogue files, int count, List<String> folders, Map<String, String> barred)
        implements Listed {

      public Found(List<Entry> files, List<String> folders, Map<String, String> barred) {
        this(new Catalogue(files), files.size(), List.copyOf(folders), Map.copyOf(barred));
      }
    }

    /** There is no such folder. */
    record Missing() implements Listed {}

    /** It is there and may not be read; why and what to do. */
    record Barred(String why) implements Listed {}
  }

  /** What there is of something wanted. */
  public sealed interface Look {

    /** Everything that begins with its prefix. */
    record Seen(List<Entry> entries) implements Look {}

    /** Not all could be looked at. */
    record Barred(List<Entry> entries, String why) implements Look {}

    /** The folder that is always there is not. */
    record Nowhere(String why) implements Look {}
  }

  /**
   * The answer to a probe.
   *
   * @throws SourceFailure when the folders as a whole cannot be asked any more
   */
  public Observation answer(Wanted wanted, Stamp stamp, Ask ask)
      throws SourceFailure, InterruptedException {
    return switch (look(wanted)) {
      case Look.Nowhere n -> new Absent(n.why());
      case Look.Seen s -> Proof.of(wanted, s.entries(), stamp, ask);
      case Look.Barred b -> {
        Observation seen = Proof.of(wanted, b.entries(), stamp, ask);
        boolean proved = seen instanceof Observation.Arrived || seen instanceof Observation.Present;
        yield proved ? seen : new Unreachable(b.why());
      }
    };
  }

  /**
   * Looks for something, judging nothing.
   *
   * @throws SourceFailure when the folders as a whole cannot be asked any more
   */
  public Look look(Wanted wanted) throws SourceFailure, InterruptedException {
    if (wanted.isCrooked()) {
      return new Look.Nowhere("the path " + wanted + " holds . or ..; write it from the root down");
    }
    String start = bare(wanted.folder());
    String home = bare(wanted.home());
    if (list(start) instanceof Listed.Missing && list(home) instanceof Listed.Missing) {
      return new Look.Nowhere("there is no folder " + home + "; correct the path, or have it made");
    }
    List<Entry> found = new ArrayList<>();
    List<String> barred = new ArrayList<>();
    gather(wanted, start, found, barred);
    return barred.isEmpty() ? new Look.Seen(found) : new Look.Barred(found, barred.getFirst());
  }

  private void gather(Wanted wanted, String folder, List<Entry> found, List<String> barred)
      throws SourceFailure, InterruptedException {
    switch (list(folder)) {
      case Listed.Found here -> {
        found.addAll(here.files().startingWith(wanted.prefix()));
        here.barred()
            .forEach(
                (path, why) -> {
                  if (wanted.has(path) || wanted.leadsThrough(path)) {
                    barred.add(why);
                  }
                });
        for (String below : here.folders()) {
          if (wanted.leadsThrough(below) && below.split("/", -1).length <= DEEPEST) {
            gather(wanted, below, found, barred);
          }
        }
      }
      case Listed.Missing m -> {}
      case Listed.Barred b -> barred.add(b.why());
    }
  }

  private Listed list(String folder) throws SourceFailure, InterruptedException {
    Listed known = seen.get(folder);
    if (known != null) {
      return known;
    }
    Listed listed = files >= most ? tooMany() : shelf.list(folder);
    if (listed instanceof Listed.Found found) {
      files += found.count();
    }
    seen.put(folder, listed);
    return listed;
  }

  private Listed tooMany() {
    return new Listed.Barred(
        "more than "
            + most
            + " files were looked at; narrow the paths of the rules, or raise most-files");
  }

  /** Folders asked for so far. */
  public int folders() {
    return seen.size();
  }

  private static String bare(String folder) {
    return folder.endsWith("/") ? folder.substring(0, folder.length() - 1) : folder;
  }
}
