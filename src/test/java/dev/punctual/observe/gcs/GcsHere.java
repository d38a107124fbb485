package dev.punctual.observe.gcs;

import dev.punctual.observe.Source;
import dev.punctual.observe.SourceType.Settings;
import dev.punctual.observe.wire.Json;
import dev.punctual.observe.wire.LocalServer;
import dev.punctual.observe.wire.LocalServer.Request;
import dev.punctual.observe.wire.LocalServer.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Cloud Storage's listing and Google's token endpoint on loopback, as their descriptions have them:
 * prefix, delimiter, pages, fields, the errors. What it does not know it refuses.
 */
final class GcsHere implements AutoCloseable {

  static final String TOKEN = "ya29.t0ken-of-storage";
  private static final String KEY = privateKey();

  private static final Set<String> PARAMETERS =
      Set.of("prefix", "delimiter", "maxResults", "pageToken", "fields", "userProject");

  /** A listing asked for and its answer. */
  record Exchange(Map<String, String> parameters, int status, String body) {}

  final LocalServer server;
  final List<Exchange> listings = new CopyOnWriteArrayList<>();
  private final Path folder;
  private final Map<String, NavigableMap<String, Map<String, Object>>> buckets = new TreeMap<>();
  private @Nullable Response instead;
  private boolean refusesKey;
  private int pageSize = 1000;

  GcsHere(Path folder) throws IOException {
    this.folder = folder;
    this.server = new LocalServer(this::answer);
    buckets.put("deliveries", new TreeMap<>());
    buckets.put("closed", new TreeMap<>());
  }

  private static String privateKey() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      byte[] key = generator.generateKeyPair().getPrivate().getEncoded();
      return "-----BEGIN PRIVATE KEY-----\n"
          + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key)
          + "\n-----END PRIVATE KEY-----\n";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** An object; {@code updated} is later, as after a change of its labels. */
  GcsHere put(String name, long size, String created) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("name", name);
    object.put("size", String.valueOf(size));
    object.put("timeCreated", created);
    object.put("timeFinalized", created);
    object.put("updated", "2026-11-28T00:00:00.000Z");
    Objects.requireNonNull(buckets.get("deliveries")).put(name, object);
    return this;
  }

  GcsHere answers(Response response) {
    instead = response;
    return this;
  }

  GcsHere refusesKey() {
    refusesKey = true;
    return this;
  }

  GcsHere pagesOf(int size) {
    pageSize = size;
    return this;
  }

  private Response answer(Request request) {
    if (request.path().equals("/token")) {
      return token(request);
    }
    Response response = instead == null ? storage(request) : instead;
    listings.add(new Exchange(request.parameters(), response.status(), response.body()));
    return response;
  }

  private Response token(Request request) {
    String grant = request.parameters().getOrDefault("grant_type", "");
    return refusesKey || !grant.equals("urn:ietf:params:oauth:grant-type:jwt-bearer")
        ? Response.json(
            400,
            "{\"error\": \"invalid_grant\", \"error_description\": \"Invalid JWT Signature.\"}")
        : Response.json(
            "{\"access_token\": \""
                + TOKEN
                + "\", \"expires_in\": 3599, \"token_type\": \"Bearer\"}");
  }

  private Response storage(Request request) {
    if (!("Bearer " + TOKEN).equals(request.header("Authorization"))) {
      return error(401, "Invalid Credentials");
    }
    Set<String> unknown = new TreeSet<>(request.parameters().keySet());
    unknown.removeAll(PARAMETERS);
    String path = request.path();
    if (!path.matches("/storage/v1/b/[^/]+/o") || !request.method().equals("GET")) {
      return error(404, "Not Found");
    }
    if (!unknown.isEmpty()) {
      return error(400, "Unknown parameters " + unknown);
    }
    String bucket = path.split("/", -1)[4];
    NavigableMap<String, Map<String, Object>> objects = buckets.get(bucket);
    if (objects == null) {
      return error(404, "The specified bucket does not exist.");
    }
    return bucket.equals("closed")
        ? error(403, "punctual does not have storage.objects.list access to the bucket.")
        : page(request.parameters(), objects);
  }

  private static Response error(int status, String message) {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("code", status);
    error.put("message", message);
    return Response.json(status, Json.write(Map.of("error", error)));
  }

  private Response page(
      Map<String, String> parameters, NavigableMap<String, Map<String, Object>> all) {
    String prefix = parameters.getOrDefault("prefix", "");
    boolean flat = "/".equals(parameters.get("delimiter"));
    String fields = parameters.getOrDefault("fields", "");
    int most = Math.min(pageSize, Integer.parseInt(parameters.getOrDefault("maxResults", "1000")));
    List<Map<String, Object>> items = new ArrayList<>();
    String next = null;
    for (Map.Entry<String, Map<String, Object>> object :
        all.tailMap(parameters.getOrDefault("pageToken", prefix)).entrySet()) {
      String name = object.getKey();
      if (name.startsWith(prefix) && !(flat && name.indexOf('/', prefix.length()) >= 0)) {
        if (items.size() == most) {
          next = name;
          break;
        }
        Map<String, Object> shown = new LinkedHashMap<>(object.getValue());
        shown.keySet().removeIf(field -> !fields.matches(".*[(,]" + field + "[,)].*"));
        items.add(shown);
      }
    }
    Map<String, Object> page = new LinkedHashMap<>();
    if (!items.isEmpty()) {
      page.put("items", items);
    }
    if (next != null) {
      page.put("nextPageToken", next);
    }
    return Response.json(Json.write(page));
  }

  /** A source of this; pairs of settings to change, an empty value removes one. */
  Source open(String... changes) {
    Map<String, String> values = new HashMap<>();
    values.put("url", server.url());
    values.put("credentials-file", key().toString());
    values.put("request-timeout", "5s");
    for (int i = 0; i < changes.length; i += 2) {
      values.put(changes[i], changes[i + 1]);
    }
    values.values().removeIf(String::isEmpty);
    return new GcsType().open(new Settings("lake", values));
  }

  private Path key() {
    Map<String, Object> key = new LinkedHashMap<>();
    key.put("type", "service_account");
    key.put("project_id", "p");
    key.put("private_key_id", "1");
    key.put("private_key", KEY);
    key.put("client_email", "punctual@p.iam.gserviceaccount.com");
    key.put("client_id", "1");
    key.put("token_uri", server.url() + "/token");
    try {
      return Files.writeString(folder.resolve("key.json"), Json.write(key));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
