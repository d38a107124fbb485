package dev.punctual.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * {@code ./punctual backfill} as it ships, killed ({@code kill -9}) at random moments and started
 * again until it ends by itself, and once more after that.
 */
final class KilledBackfill {

  private static final Duration AT_MOST = Duration.ofMinutes(5);
  private static final int STRAY = 400;

  private final Path folder;
  private final List<String> words;
  private final BackfillCount count;
  private final Random dice;

  /**
   * A backfill of the deployment in a folder.
   *
   * @param words the command with its options
   */
  KilledBackfill(Path folder, List<String> words, BackfillCount count, long seed) {
    this.folder = folder;
    this.words = words;
    this.count = count;
    this.dice = new Random(seed);
  }

  /** What is asked of a source, counted where the source is. */
  interface Meter {
    /** What came since the last time, in words. */
    String read() throws IOException;
  }

  /**
   * Runs it until it is done.
   *
   * @param kills how often it is killed, spread over the days it has to fill in
   * @param days that it will have filled in
   */
  void run(int kills, long days, Meter meter)
      throws IOException, InterruptedException, SQLException {
    for (int i = 0; i < kills; i++) {
      long share = days * i / kills;
      kill(share + dice.nextLong(Math.max(1, days / kills)), meter);
    }
    finish("the rest", meter);
    finish("once more", meter);
  }

  /** Starts it and kills it a stray moment after there are so many rows. */
  private void kill(long rows, Meter meter) throws IOException, InterruptedException, SQLException {
    long begun = System.nanoTime();
    Process process = start("killed");
    long left;
    try (Connection connection = count.connect()) {
      Instant last = Instant.now().plus(AT_MOST);
      while (process.isAlive()
          && BackfillCount.filled(connection) <= rows
          && Instant.now().isBefore(last)) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
      TimeUnit.MILLISECONDS.sleep(dice.nextInt(STRAY));
      boolean alive = process.isAlive();
      process.destroyForcibly().waitFor();
      left = BackfillCount.filled(connection);
      BackfillCount.say(
          "%s after %.1f s with %d days filled in; %s"
              .formatted(
                  alive ? "killed" : "ended before the kill",
                  (System.nanoTime() - begun) / 1e9,
                  left,
                  meter.read()));
    }
  }

  private void finish(String name, Meter meter)
      throws IOException, InterruptedException, SQLException {
    long begun = System.nanoTime();
    Process process = start(name.replace(' ', '-'));
    if (!process.waitFor(AT_MOST.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException("the backfill did not end; see " + folder);
    }
    try (Connection connection = count.connect()) {
      BackfillCount.say(
          "%s: exit code %d after %.1f s, %d days filled in; %s"
              .formatted(
                  name,
                  process.exitValue(),
                  (System.nanoTime() - begun) / 1e9,
                  BackfillCount.filled(connection),
                  meter.read()));
    }
    List<String> said = Files.readAllLines(folder.resolve(name.replace(' ', '-') + ".log"));
    said.subList(Math.max(0, said.size() - 2), said.size())
        .forEach(line -> BackfillCount.say("  it said: " + line));
  }

  private Process start(String name) throws IOException {
    return Launcher.start(folder, name, Map.of(), words);
  }
}
