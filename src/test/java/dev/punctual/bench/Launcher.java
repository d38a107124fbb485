package dev.punctual.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@code ./punctual} of this checkout, as it ships: built, and started from its caches. What is
 * started is one process: the launcher becomes the JVM.
 */
final class Launcher {

  private static final Path FILE = Path.of("punctual").toAbsolutePath();

  private Launcher() {}

  /** Builds when needed, and makes the caches that make it start quickly. */
  static void train() throws IOException, InterruptedException {
    for (String kind : List.of("service", "command")) {
      if (!isTrained(kind)) {
        throw new IOException("the cache for the " + kind + " was not made; see target/aot");
      }
    }
  }

  /** The same for those who only call commands and do not time their starts. */
  static void trainCommands() throws IOException, InterruptedException {
    if (!isTrained("command")) {
      System.out.println("without its cache, which was not made: starts take longer");
    }
  }

  private static boolean isTrained(String kind) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(FILE.toString()).inheritIO();
    builder.environment().put("PUNCTUAL_TRAIN", kind);
    return builder.start().waitFor() == 0;
  }

  /**
   * Starts a command.
   *
   * @param folder where it runs; what it says is appended to {@code name.log} there
   */
  static Process start(
      Path folder, String name, Map<String, String> environment, List<String> words)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(FILE.toString()));
    command.addAll(words);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("PUNCTUAL_AOT", "use");
    builder.environment().putAll(environment);
    return builder
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve(name + ".log").toFile()))
        .start();
  }
}
