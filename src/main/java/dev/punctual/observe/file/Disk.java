package dev.punctual.observe.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Reads the names in a folder. A disk over the network may hang at it, or refuse. */
@FunctionalInterface
interface Disk {

  Disk THIS =
      folder -> {
        try (Stream<Path> names = Files.list(folder)) {
          return names.toList();
        }
      };

  List<Path> list(Path folder) throws IOException;
}
