package dev.punctual.observe.aws;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Adobe's S3Mock as a process of its own, as its classes would clash with ours. */
record S3Mock(@Nullable Process process, URI url) implements AutoCloseable {

  private static final Pattern STARTED = Pattern.compile("started on ports .* ([0-9]+) \\(http\\)");
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  static S3Mock none() {
    return new S3Mock(null, URI.create("http://127.0.0.1:1"));
  }

  /** Starts it on a free port and waits until it says which. */
  static S3Mock start() throws IOException {
    Path root = Files.createTempDirectory("s3mock");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-jar",
                jar(),
                "--server.port=0",
                "--http.port=0",
                "--com.adobe.testing.s3mock.store.root=" + root)
            .redirectErrorStream(true)
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    return new S3Mock(process, URI.create("http://127.0.0.1:" + port(process)));
  }

  private static String port(Process process) throws IOException {
    StringBuilder said = new StringBuilder();
    BufferedReader lines = process.inputReader();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      said.append(line).append('\n');
      Matcher started = STARTED.matcher(line);
      if (started.find()) {
        Thread.ofVirtual().start(() -> lines.lines().forEach(more -> {}));
        return started.group(1);
      }
    }
    throw new IOException("S3Mock did not start: " + said);
  }

  private static String jar() {
    return Arrays.stream(System.getProperty("java.class.path").split(":", -1))
        .filter(path -> path.matches(".*/s3mock-[0-9.]+-exec\\.jar"))
        .findFirst()
        .orElseThrow();
  }

  void bucket(String name) throws IOException, InterruptedException {
    put(url + "/" + name, "");
  }

  void put(String bucket, String key, String body) throws IOException, InterruptedException {
    String path = URLEncoder.encode(key, StandardCharsets.UTF_8).replace("+", "%20");
    put(url + "/" + bucket + "/" + path.replace("%2F", "/"), body);
  }

  private static void put(String uri, String body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(uri)).PUT(BodyPublishers.ofString(body)).build();
    var response = CLIENT.send(request, BodyHandlers.ofString());
    if (response.statusCode() / 100 != 2) {
      throw new IOException(response.statusCode() + " " + response.body());
    }
  }

  @Override
  public void close() {
    if (process != null) {
      process.destroyForcibly();
    }
  }
}
