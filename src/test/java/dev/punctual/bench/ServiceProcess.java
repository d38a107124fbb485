package dev.punctual.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The service as a process of its own, as it ships: {@code ./punctual serve} with its caches. */
final class ServiceProcess implements AutoCloseable {

  private final Process process;
  private final Path log;

  private ServiceProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts {@code serve} on a free port.
   *
   * @param environment configuration by variable, such as {@code PUNCTUAL_RULES}
   */
  static ServiceProcess start(Path folder, String name, Map<String, String> environment)
      throws IOException {
    return start(folder, name, environment, 0);
  }

  static ServiceProcess start(Path folder, String name, Map<String, String> environment, int port)
      throws IOException {
    List<String> words = List.of("serve", "--port", String.valueOf(port));
    return new ServiceProcess(
        Launcher.start(folder, name, environment, words), folder.resolve(name + ".log"));
  }

  /** Waits until it says where it listens. */
  URI address() throws IOException, InterruptedException {
    for (int i = 0; i < 1_200 && process.isAlive(); i++) {
      List<String> said;
      try (Stream<String> lines = Files.lines(log)) {
        said = lines.filter(line -> line.startsWith("Punctual on ")).toList();
      }
      if (!said.isEmpty()) {
        return URI.create(said.getLast().substring("Punctual on ".length()));
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    throw new IOException("the service did not start; see " + log);
  }

  String get(String path) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(address().resolve(path)).timeout(Duration.ofSeconds(60)).build();
      return client.send(request, BodyHandlers.ofString()).body();
    }
  }

  /** CPU of the process so far, user and system. */
  Duration cpu() {
    return process.info().totalCpuDuration().orElseThrow();
  }

  /** Resident memory in MiB; Linux only. */
  long residentMiB() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
      String line = lines.filter(l -> l.startsWith("VmRSS:")).findFirst().orElseThrow();
      return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
    }
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Ends it as an operator would; kills it when it does not end. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
