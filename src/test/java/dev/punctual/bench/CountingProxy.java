package dev.punctual.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;

/** Stands before a server, passes everything on and counts what is asked. */
final class CountingProxy implements KilledBackfill.Meter, AutoCloseable {

  private static final List<String> PASSED_ON = List.of("Authorization", "Content-Type", "Accept");

  private final HttpServer server;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI behind;
  private final Map<String, Integer> asked = new TreeMap<>();

  private CountingProxy(HttpServer server, URI behind) {
    this.server = server;
    this.behind = behind;
  }

  static CountingProxy before(URI behind) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    CountingProxy proxy = new CountingProxy(server, behind);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", proxy::pass);
    server.start();
    return proxy;
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void pass(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      count(exchange.getRequestMethod() + " " + shape(exchange.getRequestURI().getPath()));
      HttpRequest.Builder request =
          HttpRequest.newBuilder(behind.resolve(exchange.getRequestURI()))
              .timeout(Duration.ofSeconds(60))
              .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body));
      for (String name : PASSED_ON) {
        String value = exchange.getRequestHeaders().getFirst(name);
        if (value != null) {
          request.header(name, value);
        }
      }
      HttpResponse<byte[]> answer = client.send(request.build(), BodyHandlers.ofByteArray());
      answer
          .headers()
          .firstValue("Content-Type")
          .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
      exchange.sendResponseHeaders(
          answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
      exchange.getResponseBody().write(answer.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A path without the names in it. */
  private static String shape(String path) {
    return path.replaceAll("/dagRuns/(?!list|~)[^/]+", "/dagRuns/…")
        .replaceAll("/dags/(?!list|~)[^/]+", "/dags/…");
  }

  private synchronized void count(String what) {
    asked.merge(what, 1, Integer::sum);
  }

  @Override
  public synchronized String read() {
    int all = asked.values().stream().mapToInt(Integer::intValue).sum();
    String said = all + " requests at the server's door " + asked;
    asked.clear();
    return said;
  }

  @Override
  public void close() {
    server.stop(0);
    client.shutdownNow();
  }
}
