package dev.punctual.observe.wire;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP server on loopback whose every answer, its Date included, is the test's. One request a
 * connection.
 */
public final class LocalServer implements AutoCloseable {

  private final ServerSocket socket;
  private final Function<Request, Response> handler;
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile Duration ahead = Duration.ZERO;
  private volatile boolean hangs;

  /** What was asked; names of headers in small letters. */
  public record Request(String method, URI target, Map<String, String> headers, String body) {

    public String path() {
      return target.getPath();
    }

    /** The parameters of the query, or of a form in the body. */
    public Map<String, String> parameters() {
      String text = target.getRawQuery() == null ? body : target.getRawQuery();
      Map<String, String> parameters = new LinkedHashMap<>();
      for (String pair : text.split("&", -1)) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
          parameters.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
        }
      }
      return parameters;
    }

    private static String decoded(String text) {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    public @Nullable String header(String name) {
      return headers.get(name.toLowerCase(Locale.ROOT));
    }
  }

  /** What is answered. */
  public record Response(int status, Map<String, String> headers, String body) {

    public static Response json(String body) {
      return json(200, body);
    }

    public static Response json(int status, String body) {
      return new Response(status, Map.of("Content-Type", "application/json"), body);
    }

    public static Response page(int status, String html) {
      return new Response(status, Map.of("Content-Type", "text/html"), html);
    }

    /** The same with one more header. */
    public Response with(String name, String value) {
      Map<String, String> more = new TreeMap<>(headers);
      more.put(name, value);
      return new Response(status, more, body);
    }
  }

  public LocalServer(Function<Request, Response> handler) throws IOException {
    this.handler = handler;
    this.socket = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  /** {@code http://127.0.0.1:port}. */
  public String url() {
    return "http://127.0.0.1:" + socket.getLocalPort();
  }

  /** What was asked so far, oldest first. */
  public List<Request> requests() {
    return requests;
  }

  /** From now on its clock is that much ahead. */
  public LocalServer ahead(Duration duration) {
    ahead = duration;
    return this;
  }

  /** From now on it takes requests and answers none. */
  public LocalServer hangs() {
    hangs = true;
    return this;
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      Request request = read(new BufferedInputStream(client.getInputStream()));
      if (request == null) {
        return;
      }
      requests.add(request);
      if (hangs) {
        closed.await();
        return;
      }
      write(client.getOutputStream(), handler.apply(request));
    } catch (IOException e) {
      // The client went away.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static @Nullable Request read(InputStream in) throws IOException {
    String first = line(in);
    if (first == null || first.isEmpty()) {
      return null;
    }
    String[] words = first.split(" ", -1);
    if (words.length < 2) {
      return null; // no HTTP
    }
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    return new Request(words[0], URI.create(words[1]), headers, body);
  }

  private static @Nullable String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        return line.size() == 0 ? null : line.toString(StandardCharsets.ISO_8859_1);
      }
      if (c != '\r') {
        line.write(c);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  private void write(OutputStream out, Response response) throws IOException {
    byte[] body = response.body().getBytes(StandardCharsets.UTF_8);
    StringBuilder head = new StringBuilder("HTTP/1.1 " + response.status() + " .\r\n");
    String date =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            InstantSource.system().instant().plus(ahead).atOffset(ZoneOffset.UTC));
    head.append("Date: ").append(date).append("\r\nConnection: close\r\n");
    head.append("Content-Length: ").append(body.length).append("\r\n");
    response.headers().forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    out.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    out.write(body);
    out.flush();
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    socket.close();
  }
}
