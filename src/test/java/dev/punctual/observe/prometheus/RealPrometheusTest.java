package dev.punctual.observe.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.punctual.observe.Source;
import dev.punctual.observe.SourceType.Settings;
import dev.punctual.observe.wire.LocalServer;
import dev.punctual.observe.wire.LocalServer.Response;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Against a real Prometheus that scrapes an exporter of this test, where one is installed. */
class RealPrometheusTest extends PrometheusContract {

  /** What the third scrape asks for, the first has brought. */
  private static final CountDownLatch SCRAPES = new CountDownLatch(3);

  @TempDir static Path folder;

  private static @Nullable LocalServer exporter;
  private static @Nullable Process prometheus;
  private static int port;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    Path binary = binary();
    assumeTrue(binary != null, "no prometheus on the path: install it to try a real one");
    LocalServer exposed =
        new LocalServer(
            request -> {
              SCRAPES.countDown();
              return new Response(
                  200, Map.of("Content-Type", "text/plain; version=0.0.4"), EXPOSED);
            });
    exporter = exposed;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Path config = folder.resolve("prometheus.yml");
    Files.writeString(
        config,
        """
        global: { scrape_interval: 1s }
        scrape_configs:
          - job_name: exports
            static_configs: [{ targets: ["%s"] }]
        """
            .formatted(exposed.url().replace("http://", "")));
    prometheus =
        new ProcessBuilder(
                String.valueOf(binary),
                "--config.file=" + config,
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("prometheus.log").toFile())
            .start();
    assertThat(SCRAPES.await(50, TimeUnit.SECONDS)).as("it scrapes").isTrue();
  }

  private static @Nullable Path binary() {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .map(place -> Path.of(place, "prometheus"))
        .filter(Files::isExecutable)
        .findFirst()
        .orElse(null);
  }

  @AfterAll
  static void stop() throws IOException, InterruptedException {
    if (prometheus != null) {
      prometheus.destroy();
      prometheus.waitFor(10, TimeUnit.SECONDS);
    }
    if (exporter != null) {
      exporter.close();
    }
  }

  @Override
  String url() {
    return "http://127.0.0.1:" + port;
  }

  @Override
  protected Source working() {
    return new PrometheusType().open(new Settings("prometheus", Map.of("url", url())));
  }

  /** Nobody listens there. */
  @Override
  protected Source broken() {
    return new PrometheusType()
        .open(
            new Settings(
                "prometheus", Map.of("url", "http://127.0.0.1:1", "token", "t0ken-of-nobody")));
  }

  @Override
  protected List<String> secrets() {
    return List.of("t0ken-of-nobody");
  }
}
