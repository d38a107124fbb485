package dev.punctual.observe.drive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.punctual.observe.wire.Discovery.Exchange;
import dev.punctual.observe.wire.GoogleLogin;
import dev.punctual.observe.wire.LocalServer;
import dev.punctual.observe.wire.LocalServer.Request;
import dev.punctual.observe.wire.LocalServer.Response;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Drive as far as the source asks it: files by id, its search language, shared drives that are left
 * out unless asked for, folders it does not know, pages. Everything that went over the wire is
 * kept, to be held against the published description.
 */
final class FakeDrive implements AutoCloseable {

  static final String SCOPE = "https://www.googleapis.com/auth/drive.metadata.readonly";
  static final String SHEET = "application/vnd.google-apps.spreadsheet";

  private static final ObjectMapper JSON = new ObjectMapper();

  final LocalServer server;
  final GoogleLogin login = new GoogleLogin(SCOPE);
  final List<Exchange> exchanges = new CopyOnWriteArrayList<>();
  final List<File> files = new CopyOnWriteArrayList<>();
  volatile int pageSize = 1000;
  private final CountDownLatch closed = new CountDownLatch(1);
  volatile boolean hangs;
  volatile boolean garbled;
  volatile boolean incomplete;
  volatile @Nullable Refused always;

  /** A refusal as Drive words it. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;
    final int status;
    final String reason;

    Refused(int status, String reason, String message) {
      super(message);
      this.status = status;
      this.reason = reason;
    }
  }

  /** A file or folder; the fields are those of the API. */
  static final class File {
    final String id;
    final String name;
    String mimeType = SHEET;
    @Nullable String parent;
    String modifiedTime = "2026-11-20T08:00:00.000Z";
    String size = "2048";
    boolean trashed;
    boolean hidden;

    File(String id, String name) {
      this.id = id;
      this.name = name;
    }

    File in(File folder) {
      parent = folder.id;
      return this;
    }

    File modified(String at) {
      modifiedTime = at;
      return this;
    }
  }

  FakeDrive() throws IOException {
    server = new LocalServer(this::serve);
  }

  /** A file with an id of its own, made from its name. */
  File file(String name) {
    File file = new File(id(name + files.size()), name);
    files.add(file);
    return file;
  }

  File folder(String name) {
    File folder = file(name);
    folder.mimeType = Files.FOLDER;
    return folder;
  }

  private static String id(String name) {
    return ("1" + name.replaceAll("[^A-Za-z0-9]", "-") + "_ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        .substring(0, 26);
  }

  Path key(Path folder) throws IOException {
    return GoogleLogin.keyFile(folder, server.url() + "/token");
  }

  private Response serve(Request request) {
    try {
      if (request.path().equals("/token")) {
        GoogleLogin.Outcome outcome = login.exchange(request.body());
        return Response.json(outcome.status(), JSON.writeValueAsString(outcome.body()));
      }
      if (hangs) {
        closed.await();
        return Response.page(503, "");
      }
      return api(request);
    } catch (IOException | InterruptedException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private Response api(Request request) throws IOException {
    int status = 200;
    JsonNode answer;
    try {
      if (!login.bearer().equals(request.header("Authorization"))) {
        throw new Refused(401, "authError", "Invalid Credentials");
      }
      Refused refused = always;
      if (refused != null) {
        throw refused;
      }
      answer = JSON.valueToTree(answer(request));
    } catch (Refused refused) {
      status = refused.status;
      answer = error(refused);
    }
    exchanges.add(
        new Exchange(request.method(), request.path(), request.parameters(), null, status, answer));
    return garbled
        ? Response.page(200, "<html>")
        : Response.json(status, JSON.writeValueAsString(answer));
  }

  private static JsonNode error(Refused refused) {
    String message = String.valueOf(refused.getMessage());
    Map<String, String> item =
        Map.of("message", message, "domain", "global", "reason", refused.reason);
    return JSON.valueToTree(
        Map.of(
            "error", Map.of("code", refused.status, "message", message, "errors", List.of(item))));
  }

  private Map<String, Object> answer(Request request) throws Refused {
    String path = request.path().replaceFirst("^/drive/v3/", "");
    if (path.equals("about")) {
      return Map.of("user", Map.of("emailAddress", GoogleLogin.EMAIL));
    }
    boolean everywhere = "true".equals(request.parameters().get("supportsAllDrives"));
    if (path.equals("files")) {
      return search(request.parameters());
    }
    String id = path.replaceFirst("^files/", "");
    File file = find(id);
    if (file == null || file.hidden || !everywhere) {
      throw new Refused(404, "notFound", "File not found: " + id + ".");
    }
    return described(file);
  }

  private @Nullable File find(String id) {
    return files.stream().filter(file -> file.id.equals(id)).findFirst().orElse(null);
  }

  private static Map<String, Object> described(File file) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("id", file.id);
    fields.put("name", file.name);
    fields.put("mimeType", file.mimeType);
    fields.put("modifiedTime", file.modifiedTime);
    fields.put("trashed", file.trashed);
    if (!file.mimeType.equals(Files.FOLDER)) {
      fields.put("size", file.size);
    }
    if (file.parent != null) {
      fields.put("parents", List.of(file.parent));
    }
    return fields;
  }

  private Map<String, Object> search(Map<String, String> query) throws Refused {
    if (!"true".equals(query.get("includeItemsFromAllDrives"))) {
      return Map.of("files", List.of());
    }
    Condition condition = new Condition(query.getOrDefault("q", ""));
    List<File> found = new ArrayList<>();
    for (File file : files) {
      if (condition.holds(file) && !file.hidden) {
        found.add(file);
      }
    }
    int from = Integer.parseInt(query.getOrDefault("pageToken", "0"));
    int to = Math.min(found.size(), from + pageSize);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("files", found.subList(from, to).stream().map(FakeDrive::described).toList());
    answer.put("incompleteSearch", incomplete);
    if (to < found.size()) {
      answer.put("nextPageToken", Integer.toString(to));
    }
    return answer;
  }

  /** Drive's search language: {@code and}, {@code or}, parentheses, and four kinds of terms. */
  private final class Condition {
    private final String text;
    private int at;
    private @Nullable File file;

    Condition(String text) {
      this.text = text;
    }

    boolean holds(File candidate) throws Refused {
      at = 0;
      file = candidate;
      boolean holds = either();
      if (at != text.length()) {
        throw new Refused(400, "invalid", "Invalid Value at " + text.substring(at));
      }
      return holds;
    }

    private boolean either() throws Refused {
      boolean holds = both();
      while (take(" or ")) {
        holds = both() || holds;
      }
      return holds;
    }

    private boolean both() throws Refused {
      boolean holds = term();
      while (take(" and ")) {
        holds = term() && holds;
      }
      return holds;
    }

    private boolean term() throws Refused {
      File candidate = Objects.requireNonNull(file);
      if (take("(")) {
        boolean holds = either();
        expect(")");
        return holds;
      }
      if (take("trashed = false")) {
        return !candidate.trashed;
      }
      if (take("name = ")) {
        return candidate.name.equals(quoted());
      }
      if (take("mimeType = ")) {
        return candidate.mimeType.equals(quoted());
      }
      String parent = quoted();
      expect(" in parents");
      File folder = find(parent);
      if (folder == null || folder.hidden) {
        throw new Refused(404, "notFound", "File not found: .");
      }
      return parent.equals(candidate.parent);
    }

    private String quoted() throws Refused {
      expect("'");
      StringBuilder value = new StringBuilder();
      while (text.charAt(at) != '\'') {
        at += text.charAt(at) == '\\' ? 1 : 0;
        value.append(text.charAt(at++));
      }
      at++;
      return value.toString();
    }

    private boolean take(String word) {
      boolean there = text.startsWith(word, at);
      at += there ? word.length() : 0;
      return there;
    }

    private void expect(String word) throws Refused {
      if (!take(word)) {
        throw new Refused(400, "invalid", "Invalid Value at " + text.substring(at));
      }
    }
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      server.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
