package dev.punctual.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * How long {@code ./punctual}, built and with its caches made, takes to be there: {@code validate}
 * of many rules, {@code serve} with them on an empty ledger and on an existing one, {@code demo}.
 * From the call to the exit, or to the first answer that is good. Settings: {@code rules} (1000),
 * {@code runs} (5).
 */
public final class StartRun {

  private static final int FILES = 20;
  private static final Duration LOOK_EVERY = Duration.ofMillis(2);
  private static final Duration AT_MOST = Duration.ofMinutes(2);

  private StartRun() {}

  public static void main(String[] args) throws Exception {
    int rules = Integer.getInteger("rules", 1_000);
    int runs = Integer.getInteger("runs", 5);
    Path folder = Files.createTempDirectory("punctual-start");
    Path yaml = Files.createDirectories(folder.resolve("rules"));
    for (int file = 0; file < FILES; file++) {
      Files.writeString(yaml.resolve("file-" + file + ".yaml"), yaml(file, rules));
    }
    Launcher.train();

    List<Long> validate = new ArrayList<>();
    List<Long> empty = new ArrayList<>();
    List<Long> existing = new ArrayList<>();
    List<Long> demo = new ArrayList<>();
    for (int run = 0; run < runs; run++) {
      Path here = Files.createDirectories(folder.resolve("run-" + run));
      validate.add(untilItEnds(here, "validate", yaml.toString()));
      empty.add(untilItAnswers(here, "/health/readiness", "serve", "--rules", yaml.toString()));
      existing.add(untilItAnswers(here, "/health/readiness", "serve", "--rules", yaml.toString()));
      demo.add(untilItAnswers(here, "/", "demo"));
    }
    tell("validate, %,d rules".formatted(rules), validate);
    tell("serve, %,d rules, empty ledger, until ready".formatted(rules), empty);
    tell("serve, %,d rules, existing ledger, until ready".formatted(rules), existing);
    tell("demo, until the filled Today page is there", demo);
  }

  private static void tell(String what, List<Long> millis) {
    Collections.sort(millis);
    System.out.printf(
        "%-52s median %,6d ms  (%s)%n",
        what,
        millis.get(millis.size() / 2),
        millis.stream().map(String::valueOf).collect(Collectors.joining(" ")));
  }

  private static long untilItEnds(Path folder, String... words) throws Exception {
    long begun = System.nanoTime();
    Process process = Launcher.start(folder, "validate", Map.of(), List.of(words));
    if (process.waitFor() != 0) {
      throw new IOException("it failed; see " + folder);
    }
    return since(begun);
  }

  private static long untilItAnswers(Path folder, String path, String... words) throws Exception {
    int port = freePort();
    List<String> command = new ArrayList<>(List.of(words));
    command.addAll(List.of("--port", String.valueOf(port)));
    long begun = System.nanoTime();
    Process process = Launcher.start(folder, words[0], Map.of(), command);
    try {
      while (!answers(port, path)) {
        if (!process.isAlive() || since(begun) > AT_MOST.toMillis()) {
          throw new IOException("it did not start; see " + folder);
        }
        LockSupport.parkNanos(LOOK_EVERY.toNanos());
      }
      return since(begun);
    } finally {
      process.destroy();
      process.waitFor(20, TimeUnit.SECONDS);
    }
  }

  private static long since(long begun) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
  }

  private static boolean answers(int port, String path) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
      String request = "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String answer =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      return answer.startsWith("HTTP/1.1 200");
    } catch (IOException e) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static String yaml(int file, int rules) {
    StringBuilder yaml =
        new StringBuilder(
            "version: 1\ndefaults: { timezone: Asia/Tokyo, objective: 97% }\nrules:\n");
    for (int i = file; i < rules; i += FILES) {
      yaml.append(
          "  - { id: job-%d, title: Job %d is done, job: job-%d, ready_by: \"%02d:30\" }%n"
              .formatted(i, i, i, file + 2));
    }
    return yaml.toString();
  }
}
