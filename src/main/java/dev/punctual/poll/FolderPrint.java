package dev.punctual.poll;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A cheap look at a folder: names, sizes, times of change and where links lead. Two equal prints of
 * a folder that has been quiet mean that its files are the same.
 *
 * @param quiet false while something changed so lately that another change could look the same
 */
record FolderPrint(List<String> files, boolean quiet) {

  /** Coarser than the clock of any file system in use. */
  private static final Duration SETTLED = Duration.ofSeconds(2);

  private static final int DEPTH = 32;
  private static final int MOST = 20_000;

  FolderPrint {
    files = List.copyOf(files);
  }

  static FolderPrint of(Path folder, Instant now) {
    List<String> files = new ArrayList<>();
    boolean quiet = true;
    try (Stream<Path> walk = Files.walk(folder, DEPTH, FileVisitOption.FOLLOW_LINKS)) {
      for (Path path : walk.limit(MOST).sorted().toList()) {
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        Instant changed = attributes.lastModifiedTime().toInstant();
        quiet &= changed.isBefore(now.minus(SETTLED));
        files.add(path + " " + path.toRealPath() + " " + attributes.size() + " " + changed);
      }
    } catch (IOException | UncheckedIOException e) {
      // Reading the folder will say what is wrong with it.
      files.add(e.toString());
      quiet = false;
    }
    return new FolderPrint(files, quiet);
  }

  /** Whether the files are surely those of an earlier print. */
  boolean sameAs(FolderPrint earlier) {
    return quiet && earlier.quiet && files.equals(earlier.files);
  }
}
