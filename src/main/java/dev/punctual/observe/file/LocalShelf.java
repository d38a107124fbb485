package dev.punctual.observe.file;

import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.file.Walk.Listed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Folders below a root; links that lead out of it are not followed. */
final class LocalShelf implements Walk.Shelf {

  private final FilesSettings settings;
  private final Disk disk;
  private final Path root;

  private LocalShelf(FilesSettings settings, Disk disk, Path root) {
    this.settings = settings;
    this.disk = disk;
    this.root = root;
  }

  /**
   * Makes sure that the disk is there: one that is not mounted looks like an empty folder.
   *
   * @throws SourceFailure when it is not, or may not be read
   */
  static LocalShelf of(FilesSettings settings, Disk disk) throws SourceFailure {
    Path path = settings.root();
    try {
      Path root = path.toRealPath();
      List<Path> names = disk.list(root);
      String mustHold = settings.mustHold();
      if (mustHold != null && !Files.exists(root.resolve(mustHold))) {
        throw failure(settings, path + " does not hold " + mustHold + "; is the disk mounted?");
      }
      if (names.isEmpty()) {
        throw failure(
            settings,
            path
                + " is empty, as where a disk is not mounted; mount it. If it may be empty, put a"
                + " file there and name it under must-hold");
      }
      return new LocalShelf(settings, disk, root);
    } catch (NoSuchFileException e) {
      throw failure(settings, "there is no folder " + path + "; mount it, or correct path");
    } catch (NotDirectoryException e) {
      throw failure(settings, path + " is no folder; correct path");
    } catch (AccessDeniedException e) {
      throw failure(settings, path + " may not be read; give this service r and x on it");
    } catch (IOException | UncheckedIOException e) {
      throw failure(settings, path + " cannot be read: " + e.getMessage());
    }
  }

  private static SourceFailure failure(FilesSettings settings, String what) {
    return new SourceFailure(settings.name() + ": " + what, null);
  }

  @Override
  public Listed list(String folder) {
    Path place = root.resolve(folder);
    try {
      if (!place.toRealPath().startsWith(root)) {
        return new Listed.Barred(leadsOut(folder));
      }
      return found(disk.list(place));
    } catch (NoSuchFileException | NotDirectoryException e) {
      return new Listed.Missing();
    } catch (AccessDeniedException e) {
      return new Listed.Barred(
          "the folder " + folder + " may not be read; give this service r and x on it");
    } catch (IOException | UncheckedIOException e) {
      return new Listed.Barred("the folder " + folder + " cannot be read: " + e.getMessage());
    }
  }

  private Listed found(List<Path> names) {
    List<Entry> files = new ArrayList<>();
    List<String> folders = new ArrayList<>();
    Map<String, String> barred = new HashMap<>();
    for (Path name : names) {
      String path = root.relativize(name).toString();
      try {
        if (Files.isSymbolicLink(name) && !name.toRealPath().startsWith(root)) {
          barred.put(path, leadsOut(path));
        } else {
          BasicFileAttributes it = Files.readAttributes(name, BasicFileAttributes.class);
          if (it.isDirectory()) {
            folders.add(path);
          } else if (it.isRegularFile()) {
            files.add(new Entry(path, it.size(), it.lastModifiedTime().toInstant()));
          }
        }
      } catch (NoSuchFileException e) {
        // moved away while the folder was read, or a link to nothing
      } catch (IOException e) {
        barred.put(path, path + " cannot be looked at: " + e.getMessage());
      }
    }
    return new Listed.Found(files, folders, barred);
  }

  private String leadsOut(String path) {
    return path
        + " is a link that leads out of "
        + settings.root()
        + " and is not followed; put the file there itself, or widen path";
  }
}
