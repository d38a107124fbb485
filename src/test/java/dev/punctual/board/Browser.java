package dev.punctual.board;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A headless Chromium, driven over its DevTools protocol. */
public final class Browser implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 60;

  private final Process process;
  private final Path profile;
  private final WebSocket socket;
  private final AtomicInteger ids = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonObject>> waiting = new ConcurrentHashMap<>();
  private final Map<String, CompletableFuture<JsonObject>> events = new ConcurrentHashMap<>();
  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private String session = "";

  /** The browser of this machine: {@code CHROMIUM} names it, else Debian's. */
  public static Optional<Path> executable() {
    return Stream.of(
            Optional.ofNullable(System.getenv("CHROMIUM")).orElse(""),
            "/usr/bin/chromium",
            "/usr/bin/chromium-browser",
            "/usr/bin/google-chrome")
        .filter(path -> !path.isEmpty())
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** How a page is looked at. */
  public record View(int width, int height, boolean dark, String language) {
    public static final View WIDE = new View(1424, 1000, false, "en");
    public static final View DARK = new View(1424, 1000, true, "en");
    public static final View JAPANESE = new View(1424, 1000, false, "ja");
    public static final View NARROW = new View(390, 844, false, "en");
  }

  public Browser(Path executable) throws Exception {
    profile = Files.createTempDirectory("browser");
    process =
        new ProcessBuilder(
                executable.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-dev-shm-usage",
                "--hide-scrollbars",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(URI.create(address(process)), new Listener())
            .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    JsonObject target = call("Target.createTarget", "url", "about:blank");
    JsonObject attached =
        call(
            "Target.attachToTarget",
            "targetId",
            target.get("targetId").getAsString(),
            "flatten",
            true);
    session = attached.get("sessionId").getAsString();
    call("Page.enable");
    call("Runtime.enable");
    call("Log.enable");
    call("Network.enable");
  }

  private static String address(Process process) throws IOException {
    // Read on, so that the browser never waits for room to write.
    BufferedReader errors =
        new BufferedReader(
            new java.io.InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
    String line = errors.readLine();
    while (line != null && !line.startsWith("DevTools listening on ")) {
      line = errors.readLine();
    }
    if (line == null) {
      throw new IOException("The browser ended before it listened");
    }
    Thread.ofVirtual().start(() -> errors.lines().forEach(ignored -> {}));
    return line.substring("DevTools listening on ".length());
  }

  /** Loads a page and waits until it is there. */
  public void open(URI page, View view) throws Exception {
    complaints.clear();
    call("Network.clearBrowserCookies"); // A chosen language is remembered, and beats the view's.
    call(
        "Emulation.setDeviceMetricsOverride",
        "width",
        view.width(),
        "height",
        view.height(),
        "deviceScaleFactor",
        1,
        "mobile",
        false);
    JsonObject scheme = new JsonObject();
    scheme.addProperty("name", "prefers-color-scheme");
    scheme.addProperty("value", view.dark() ? "dark" : "light");
    JsonArray features = new JsonArray();
    features.add(scheme);
    call("Emulation.setEmulatedMedia", "media", "", "features", features);
    JsonObject headers = new JsonObject();
    headers.addProperty("Accept-Language", view.language());
    call("Network.setExtraHTTPHeaders", "headers", headers);
    CompletableFuture<JsonObject> loaded = next("Page.loadEventFired");
    call("Page.navigate", "url", page.toString());
    loaded.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    evaluate("document.fonts.ready.then(() => 1)");
  }

  /** What the page complained of since it was opened: exceptions, console errors, refused loads. */
  public List<String> complaints() {
    return List.copyOf(complaints);
  }

  /** The value of an expression; a promise is waited for. */
  public JsonElement evaluate(String expression) throws Exception {
    JsonObject answer =
        call(
            "Runtime.evaluate",
            "expression",
            expression,
            "awaitPromise",
            true,
            "returnByValue",
            true);
    if (answer.has("exceptionDetails")) {
      throw new IllegalStateException(answer.get("exceptionDetails").toString());
    }
    JsonObject result = answer.getAsJsonObject("result");
    return result.has("value") ? result.get("value") : com.google.gson.JsonNull.INSTANCE;
  }

  /** Turns scripts of pages off or on; for the next page that is opened. */
  public void scripts(boolean on) throws Exception {
    call("Emulation.setScriptExecutionDisabled", "value", !on);
  }

  /** Forgets who the reader is. */
  public void forget() throws Exception {
    call("Network.clearBrowserCookies");
  }

  /** Presses and lets go of a key, as a person does: {@code j}, {@code Enter}, {@code Tab}. */
  public void press(String key) throws Exception {
    String text = key.equals("Enter") ? "\r" : key.equals("Space") ? " " : key;
    boolean typed = text.length() == 1;
    String name = key.equals("Space") ? " " : key;
    JsonObject down = new JsonObject();
    down.addProperty("type", typed ? "keyDown" : "rawKeyDown");
    down.addProperty("key", name);
    down.addProperty("code", key);
    down.addProperty("windowsVirtualKeyCode", code(key));
    if (typed) {
      down.addProperty("text", text);
    }
    call("Input.dispatchKeyEvent", down);
    call(
        "Input.dispatchKeyEvent",
        "type",
        "keyUp",
        "key",
        name,
        "code",
        key,
        "windowsVirtualKeyCode",
        code(key));
  }

  private static int code(String key) {
    return switch (key) {
      case "Tab" -> 9;
      case "Enter" -> 13;
      case "Escape" -> 27;
      case "Space" -> 32;
      case "ArrowDown" -> 40;
      case "ArrowUp" -> 38;
      default -> Character.toUpperCase(key.charAt(0));
    };
  }

  /** Types into what has the focus. */
  public void type(String text) throws Exception {
    call("Input.insertText", "text", text);
  }

  /** Does something that leads to another page, and waits until that is there. */
  public void going(Step step) throws Exception {
    CompletableFuture<JsonObject> loaded = next("Page.loadEventFired");
    step.take();
    loaded.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** Something a person does. */
  public interface Step {
    void take() throws Exception;
  }

  /** Clicks what leads to another page and waits until that is there. */
  void follow(String selector) throws Exception {
    CompletableFuture<JsonObject> loaded = next("Page.loadEventFired");
    evaluate("document.querySelector('" + selector + "').click()");
    loaded.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** Writes into a field. */
  void fill(String selector, String text) throws Exception {
    evaluate("document.querySelector('" + selector + "').value = '" + text + "'");
  }

  /** The text of everything that fits. */
  String text(String selector) throws Exception {
    return evaluate(
            "[...document.querySelectorAll('"
                + selector
                + "')].map(e => e.innerText).join(String.fromCharCode(10))")
        .getAsString();
  }

  /** Lets a test's own script in; for the next page that is opened. */
  public void bypassPolicy() throws Exception {
    call("Page.setBypassCSP", "enabled", true);
  }

  /** The whole page as a picture. */
  public void screenshot(Path file) throws Exception {
    JsonObject metrics = call("Page.getLayoutMetrics");
    JsonObject size = metrics.getAsJsonObject("cssContentSize");
    JsonObject clip = new JsonObject();
    clip.addProperty("x", 0);
    clip.addProperty("y", 0);
    clip.addProperty("width", size.get("width").getAsDouble());
    clip.addProperty("height", Math.min(6_000, size.get("height").getAsDouble()));
    clip.addProperty("scale", 1);
    JsonObject shot =
        call(
            "Page.captureScreenshot", "format", "png", "captureBeyondViewport", true, "clip", clip);
    Files.createDirectories(file.getParent());
    Files.write(file, Base64.getDecoder().decode(shot.get("data").getAsString()));
  }

  /** The page on paper. */
  public void print(Path file) throws Exception {
    JsonObject pdf = call("Page.printToPDF", "printBackground", true, "preferCSSPageSize", true);
    Files.createDirectories(file.getParent());
    Files.write(file, Base64.getDecoder().decode(pdf.get("data").getAsString()));
  }

  /** Shows the page as paper would, for a picture. */
  public void asPrint() throws Exception {
    call("Emulation.setEmulatedMedia", "media", "print");
  }

  private CompletableFuture<JsonObject> next(String event) {
    CompletableFuture<JsonObject> future = new CompletableFuture<>();
    events.put(event, future);
    return future;
  }

  private JsonObject call(String method, Object... parameters) throws Exception {
    JsonObject params = new JsonObject();
    for (int i = 0; i < parameters.length; i += 2) {
      add(params, (String) parameters[i], parameters[i + 1]);
    }
    return call(method, params);
  }

  private JsonObject call(String method, JsonObject params) throws Exception {
    JsonObject message = new JsonObject();
    int id = ids.incrementAndGet();
    message.addProperty("id", id);
    message.addProperty("method", method);
    if (!session.isEmpty()) {
      message.addProperty("sessionId", session);
    }
    message.add("params", params);
    CompletableFuture<JsonObject> answer = new CompletableFuture<>();
    waiting.put(id, answer);
    socket.sendText(message.toString(), true).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    JsonObject reply = answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (reply.has("error")) {
      throw new IllegalStateException(method + ": " + reply.get("error"));
    }
    return reply.getAsJsonObject("result");
  }

  private static void add(JsonObject to, String name, Object value) {
    switch (value) {
      case String text -> to.addProperty(name, text);
      case Number number -> to.addProperty(name, number);
      case Boolean flag -> to.addProperty(name, flag);
      case JsonElement element -> to.add(name, element);
      default -> throw new IllegalArgumentException(name);
    }
  }

  private void hear(JsonObject message) {
    if (message.has("id")) {
      CompletableFuture<JsonObject> answer = waiting.remove(message.get("id").getAsInt());
      if (answer != null) {
        answer.complete(message);
      }
      return;
    }
    String event = message.get("method").getAsString();
    JsonObject params = message.getAsJsonObject("params");
    note(event, params);
    CompletableFuture<JsonObject> wanted = events.remove(event);
    if (wanted != null) {
      wanted.complete(params);
    }
  }

  private void note(String event, JsonObject params) {
    if (event.equals("Runtime.exceptionThrown")) {
      complaints.add(params.get("exceptionDetails").toString());
    }
    if (event.equals("Log.entryAdded")
        && params.getAsJsonObject("entry").get("level").getAsString().equals("error")) {
      complaints.add(params.get("entry").toString());
    }
    if (event.equals("Runtime.consoleAPICalled")
        && params.get("type").getAsString().equals("error")) {
      complaints.add(params.get("args").toString());
    }
  }

  @Override
  public void close() throws IOException {
    socket.abort();
    process.destroy();
    process.onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    try (Stream<Path> files = Files.walk(profile)) {
      List<Path> all = new ArrayList<>(files.toList());
      all.reversed().forEach(file -> file.toFile().delete());
    } catch (UncheckedIOException e) {
      // Helpers of the browser outlive it for a moment and still write there.
      profile.toFile().deleteOnExit();
    }
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        JsonObject message = JsonParser.parseString(text.toString()).getAsJsonObject();
        text.setLength(0);
        hear(message);
      }
      webSocket.request(1);
      return CompletableFuture.completedFuture(null);
    }
  }
}
