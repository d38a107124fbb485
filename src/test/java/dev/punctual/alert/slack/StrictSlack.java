package dev.punctual.alert.slack;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A Slack that keeps to the letter: a real HTTP server with the Web API methods Punctual uses. It
 * refuses what Slack refuses (and unknown parameters, which Slack forgives), keeps every message
 * with its edits and thread, counts everything, and fails when told to.
 */
public final class StrictSlack implements AutoCloseable {

  public static final String TOKEN = "xoxb-strict-0123456789";
  private static final int PAGE = 200;
  private static final int LONGEST_TEXT = 4_000;
  private static final int LONGEST_MESSAGE = 13_000;

  private static final Map<String, List<String>> PARAMETERS =
      Map.ofEntries(
          Map.entry("auth.test", List.of()),
          Map.entry(
              "chat.postMessage",
              List.of(
                  "channel",
                  "text",
                  "attachments",
                  "blocks",
                  "metadata",
                  "thread_ts",
                  "reply_broadcast",
                  "unfurl_links",
                  "unfurl_media",
                  "mrkdwn",
                  "link_names")),
          Map.entry(
              "chat.update",
              List.of("channel", "ts", "text", "attachments", "blocks", "metadata", "link_names")),
          Map.entry("chat.delete", List.of("channel", "ts")),
          Map.entry("chat.postEphemeral", List.of("channel", "user", "text", "link_names")),
          Map.entry("users.info", List.of("user", "include_locale")),
          Map.entry("views.open", List.of("trigger_id", "view")),
          Map.entry("chat.getPermalink", List.of("channel", "message_ts")),
          Map.entry("conversations.list", List.of("types", "exclude_archived", "limit", "cursor")),
          Map.entry("conversations.info", List.of("channel", "include_num_members")),
          Map.entry(
              "conversations.history",
              List.of(
                  "channel",
                  "oldest",
                  "latest",
                  "inclusive",
                  "limit",
                  "cursor",
                  "include_all_metadata")),
          Map.entry(
              "conversations.replies",
              List.of(
                  "channel",
                  "ts",
                  "oldest",
                  "latest",
                  "inclusive",
                  "limit",
                  "cursor",
                  "include_all_metadata")));

  static final Map<String, List<String>> SCOPES =
      Map.of(
          "chat.postMessage", List.of("chat:write"),
          "chat.update", List.of("chat:write"),
          "chat.delete", List.of("chat:write"),
          "chat.postEphemeral", List.of("chat:write"),
          "users.info", List.of("users:read"),
          "conversations.list", List.of("channels:read", "groups:read"),
          "conversations.info", List.of("channels:read", "groups:read"),
          "conversations.history", List.of("channels:history", "groups:history"),
          "conversations.replies", List.of("channels:history", "groups:history"));

  /** What is to go wrong with a call. */
  public sealed interface Fault {
    /** 429 with {@code Retry-After}. */
    record Limited(int seconds) implements Fault {}

    /** An HTTP status with a body that is not JSON. */
    record Status(int status) implements Fault {}

    /** {@code ok: false}. */
    record Refusal(String error) implements Fault {}

    /** No answer until {@link StrictSlack#release()}; the call is not accepted. */
    record Hang() implements Fault {}

    /** The connection breaks before the call is accepted. */
    record DropBefore() implements Fault {}

    /** The call is accepted, the connection breaks before the answer. */
    record DropAfter() implements Fault {}
  }

  /** A message as it stands. */
  public static final class Message {
    public final String channel;
    public final String ts;
    public final @Nullable String threadTs;
    public final boolean broadcast;
    public final Instant receivedAt;
    public String text;
    public JsonArray attachments;
    public @Nullable JsonObject metadata;
    public int edits;

    Message(
        String channel,
        String ts,
        @Nullable String threadTs,
        boolean broadcast,
        Map<String, String> form) {
      this.channel = channel;
      this.ts = ts;
      this.threadTs = threadTs;
      this.broadcast = broadcast;
      this.receivedAt = Instant.now();
      this.text = form.getOrDefault("text", "");
      this.attachments = array(form.get("attachments"));
      this.metadata = object(form.get("metadata"));
    }

    public boolean isTopLevel() {
      return threadTs == null;
    }

    /** Everything a reader sees, in one string. */
    public String all() {
      return text + "\n" + attachments;
    }
  }

  private final HttpServer server;
  private final Map<String, String> channels = new LinkedHashMap<>();
  private final Map<String, String> refusals = new HashMap<>();
  private final List<Message> messages = new ArrayList<>();
  private final Map<String, Deque<Fault>> faults = new HashMap<>();
  private final Map<String, Fault> channelFaults = new HashMap<>();
  private final Map<String, Integer> calls = new HashMap<>();
  private final List<String> violations = new ArrayList<>();
  private final List<String> log = new ArrayList<>();
  private final List<String> whispers = new ArrayList<>();
  private final List<JsonObject> views = new ArrayList<>();
  private final Map<String, Instant> lastPost = new HashMap<>();
  private List<String> scopes =
      List.of(
          "chat:write",
          "channels:read",
          "groups:read",
          "channels:history",
          "groups:history",
          "users:read");
  private CountDownLatch hanging = new CountDownLatch(1);
  private @Nullable Fault outage;
  private boolean rateLimited;
  private long newestTs;

  private StrictSlack(HttpServer server) {
    this.server = server;
  }

  /** Starts on a free port of the loopback interface. */
  public static StrictSlack start() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
      StrictSlack slack = new StrictSlack(server);
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.createContext("/api/", slack::handle);
      server.start();
      return slack;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/api/";
  }

  /** Makes a channel the app is a member of; returns its id. */
  public synchronized String channel(String name) {
    String id = "C" + String.format("%08d", channels.size() + 1);
    channels.put(name, id);
    return id;
  }

  /** Makes every post into a channel be refused: {@code is_archived}, {@code not_in_channel}, … */
  public synchronized void refuse(String channel, String error) {
    refusals.put(channel, error);
  }

  public synchronized void accept(String channel) {
    refusals.remove(channel);
  }

  /** The next calls of a method fail, in this order. */
  public synchronized void failNext(String method, Fault... next) {
    faults.computeIfAbsent(method, m -> new ArrayDeque<>()).addAll(List.of(next));
  }

  /** Every call fails until {@link #recover()}. */
  public synchronized void fail(Fault fault) {
    outage = fault;
  }

  /** Every call about a channel fails until {@link #recover()}. */
  public synchronized void fail(String channel, Fault fault) {
    channelFaults.put(channel, fault);
  }

  public synchronized void recover() {
    outage = null;
    channelFaults.clear();
    faults.clear();
  }

  /** Lets calls that hang fail. */
  public synchronized void release() {
    hanging.countDown();
    hanging = new CountDownLatch(1);
  }

  /** From now on more than one post a second and channel is answered with 429. */
  public synchronized void limitRate() {
    rateLimited = true;
  }

  public synchronized void grant(String... scopes) {
    this.scopes = List.of(scopes);
  }

  /** A person removes a message. */
  public synchronized void remove(Message message) {
    messages.remove(message);
  }

  public synchronized List<Message> messages() {
    return List.copyOf(messages);
  }

  /** Top-level messages of a channel, oldest first. */
  public synchronized List<Message> messages(String name) {
    String id = channels.get(name);
    return messages.stream().filter(m -> m.isTopLevel() && m.channel.equals(id)).toList();
  }

  public synchronized List<Message> replies(Message parent) {
    return messages.stream()
        .filter(m -> parent.ts.equals(m.threadTs) && parent.channel.equals(m.channel))
        .toList();
  }

  /** Accepted and refused calls of a method. */
  public synchronized int calls(String method) {
    return calls.getOrDefault(method, 0);
  }

  /** What Slack would have refused or what it forgives and a careful sender does not do. */
  public synchronized List<String> violations() {
    return List.copyOf(violations);
  }

  /** One line a call, in the order of arrival. */
  public synchronized List<String> log() {
    return List.copyOf(log);
  }

  /** Waits until the condition holds; fails loudly when it does not within the time. */
  public void await(Duration most, Predicate<StrictSlack> condition) {
    long end = System.nanoTime() + most.toNanos();
    synchronized (this) {
      while (!condition.test(this)) {
        long left = end - System.nanoTime();
        if (left <= 0) {
          throw new AssertionError("not within " + most + "; calls so far: " + log);
        }
        try {
          wait(Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new AssertionError(e);
        }
      }
    }
  }

  @Override
  public void close() {
    release();
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    String method = exchange.getRequestURI().getPath().substring("/api/".length());
    Map<String, String> form = new LinkedHashMap<>(parse(exchange.getRequestURI().getRawQuery()));
    form.putAll(
        parse(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
    Fault fault;
    CountDownLatch hang;
    synchronized (this) {
      calls.merge(method, 1, Integer::sum);
      fault = fault(method, form);
      hang = hanging;
      log.add(method + (fault == null ? "" : " ! " + fault) + " " + form.get("channel"));
      notifyAll();
    }
    if (fault instanceof Fault.Hang) {
      await(hang);
      exchange.close();
      return;
    }
    if (fault instanceof Fault.DropBefore) {
      exchange.close();
      return;
    }
    if (fault instanceof Fault.Limited limited) {
      exchange.getResponseHeaders().add("Retry-After", String.valueOf(limited.seconds()));
      answer(exchange, 429, "{\"ok\":false,\"error\":\"ratelimited\"}");
      return;
    }
    if (fault instanceof Fault.Status status) {
      answer(exchange, status.status(), "<html>no</html>");
      return;
    }
    JsonObject answer;
    if (fault instanceof Fault.Refusal error) {
      answer = no(error.error());
    } else {
      answer = call(exchange, method, form);
    }
    synchronized (this) {
      notifyAll();
    }
    if (fault instanceof Fault.DropAfter) {
      exchange.close();
      return;
    }
    if (answer.has("retry_after")) {
      exchange.getResponseHeaders().add("Retry-After", answer.remove("retry_after").getAsString());
      answer(exchange, 429, answer.toString());
      return;
    }
    exchange.getResponseHeaders().add("x-oauth-scopes", String.join(",", scopes));
    answer(exchange, 200, answer.toString());
  }

  private @Nullable Fault fault(String method, Map<String, String> form) {
    Deque<Fault> next = faults.get(method);
    if (next != null && !next.isEmpty()) {
      return next.poll();
    }
    String channel = name(form.get("channel"));
    if (channel != null && channelFaults.containsKey(channel)) {
      return channelFaults.get(channel);
    }
    return outage;
  }

  private synchronized JsonObject call(
      HttpExchange exchange, String method, Map<String, String> form) {
    List<String> known = PARAMETERS.get(method);
    if (known == null) {
      return violation(no("unknown_method"), "unknown method " + method);
    }
    String token = exchange.getRequestHeaders().getFirst("Authorization");
    if (token == null && form.get("token") == null) {
      return no("not_authed");
    }
    if (!("Bearer " + TOKEN).equals(token) && !TOKEN.equals(form.get("token"))) {
      return no("invalid_auth");
    }
    for (String parameter : form.keySet()) {
      if (!known.contains(parameter) && !parameter.equals("token")) {
        return violation(no("invalid_arguments"), method + ": unknown parameter " + parameter);
      }
    }
    for (String scope : SCOPES.getOrDefault(method, List.of())) {
      if (!scopes.contains(scope)) {
        JsonObject missing = no("missing_scope");
        missing.addProperty("needed", scope);
        missing.addProperty("provided", String.join(",", scopes));
        return missing;
      }
    }
    return switch (method) {
      case "auth.test" -> authenticated();
      case "chat.postMessage" -> post(form);
      case "chat.update" -> update(form);
      case "chat.delete" -> delete(form);
      case "chat.getPermalink" -> permalink(form);
      case "chat.postEphemeral" -> whisper(form);
      case "users.info" -> user(form);
      case "views.open" -> view(form);
      case "conversations.list" -> list();
      case "conversations.info" -> info(form);
      case "conversations.history" -> history(form, null);
      case "conversations.replies" -> history(form, form.get("ts"));
      default -> no("unknown_method");
    };
  }

  private JsonObject authenticated() {
    JsonObject answer = ok();
    answer.addProperty("url", "https://strict.slack.com/");
    answer.addProperty("team", "Strict");
    answer.addProperty("user", "punctual");
    answer.addProperty("team_id", "T00000001");
    answer.addProperty("user_id", "U00000001");
    answer.addProperty("bot_id", "B00000001");
    return answer;
  }

  private JsonObject post(Map<String, String> form) {
    String name = name(form.get("channel"));
    if (name == null) {
      return no("channel_not_found");
    }
    if (refusals.containsKey(name)) {
      return no(Objects.requireNonNull(refusals.get(name)));
    }
    String channel = Objects.requireNonNull(channels.get(name));
    String threadTs = form.get("thread_ts");
    if (threadTs != null && parent(channel, threadTs) == null) {
      return no("thread_not_found");
    }
    boolean broadcast =
        "true".equals(form.get("reply_broadcast")) || "1".equals(form.get("reply_broadcast"));
    if (broadcast && threadTs == null) {
      return violation(no("invalid_arguments"), "reply_broadcast without thread_ts");
    }
    String problem = problem(form);
    if (problem != null) {
      return violation(no(problem.substring(0, problem.indexOf(' '))), problem);
    }
    Instant last = lastPost.get(channel);
    if (rateLimited && last != null && Instant.now().isBefore(last.plusMillis(900))) {
      JsonObject limited = no("ratelimited");
      limited.addProperty("retry_after", 1);
      return limited;
    }
    lastPost.put(channel, Instant.now());
    Message message = new Message(channel, nextTs(), threadTs, broadcast, form);
    messages.add(message);
    JsonObject answer = ok();
    answer.addProperty("channel", channel);
    answer.addProperty("ts", message.ts);
    answer.add("message", json(message, true));
    return answer;
  }

  private JsonObject update(Map<String, String> form) {
    String channel = form.get("channel");
    if (channel == null || !channels.containsValue(channel)) {
      return no("channel_not_found");
    }
    Message message = find(channel, form.get("ts"));
    if (message == null) {
      return no("message_not_found");
    }
    String problem = problem(form);
    if (problem != null) {
      return violation(no(problem.substring(0, problem.indexOf(' '))), problem);
    }
    message.text = form.getOrDefault("text", message.text);
    if (form.containsKey("attachments")) {
      message.attachments = array(form.get("attachments"));
    }
    message.edits++;
    JsonObject answer = ok();
    answer.addProperty("channel", channel);
    answer.addProperty("ts", message.ts);
    answer.addProperty("text", message.text);
    return answer;
  }

  private JsonObject delete(Map<String, String> form) {
    Message message = find(form.get("channel"), form.get("ts"));
    if (message == null) {
      return no("message_not_found");
    }
    messages.remove(message);
    JsonObject answer = ok();
    answer.addProperty("channel", message.channel);
    answer.addProperty("ts", message.ts);
    return answer;
  }

  private JsonObject permalink(Map<String, String> form) {
    Message message = find(form.get("channel"), form.get("message_ts"));
    if (message == null) {
      return no("message_not_found");
    }
    JsonObject answer = ok();
    answer.addProperty("channel", message.channel);
    answer.addProperty(
        "permalink", "https://strict.slack.com/archives/" + message.channel + "/p" + message.ts);
    return answer;
  }

  private JsonObject whisper(Map<String, String> form) {
    whispers.add(form.getOrDefault("text", ""));
    notifyAll();
    return ok();
  }

  private JsonObject user(Map<String, String> form) {
    String id = form.getOrDefault("user", "");
    JsonObject user = new JsonObject();
    user.addProperty("id", id);
    user.addProperty("team_id", id.startsWith("UOTHER") ? "T00000002" : "T00000001");
    user.addProperty("name", "tanaka");
    user.addProperty("real_name", "K. Tanaka");
    user.addProperty("is_restricted", id.startsWith("UGUEST"));
    if ("true".equals(form.get("include_locale")) || "1".equals(form.get("include_locale"))) {
      user.addProperty("locale", id.startsWith("UJA") ? "ja-JP" : "en-US");
    }
    JsonObject answer = ok();
    answer.add("user", user);
    return answer;
  }

  private JsonObject view(Map<String, String> form) {
    JsonObject view = JsonParser.parseString(form.getOrDefault("view", "{}")).getAsJsonObject();
    String problem = StrictViews.problem(view);
    if (problem != null) {
      return violation(no("invalid_arguments"), problem);
    }
    views.add(view);
    return form.getOrDefault("trigger_id", "").isEmpty() ? no("invalid_trigger_id") : ok();
  }

  /** Words that only one person saw. */
  public synchronized List<String> whispers() {
    return List.copyOf(whispers);
  }

  /** Forms that were opened. */
  public synchronized List<JsonObject> views() {
    return List.copyOf(views);
  }

  private JsonObject list() {
    JsonArray all = new JsonArray();
    channels.forEach((name, id) -> all.add(channel(name, id)));
    JsonObject answer = ok();
    answer.add("channels", all);
    JsonObject metadata = new JsonObject();
    metadata.addProperty("next_cursor", "");
    answer.add("response_metadata", metadata);
    return answer;
  }

  private static JsonObject channel(String name, String id) {
    JsonObject channel = new JsonObject();
    channel.addProperty("id", id);
    channel.addProperty("name", name);
    channel.addProperty("is_channel", true);
    channel.addProperty("is_member", true);
    return channel;
  }

  private JsonObject info(Map<String, String> form) {
    for (Map.Entry<String, String> each : channels.entrySet()) {
      if (each.getValue().equals(form.get("channel"))) {
        JsonObject answer = ok();
        answer.add("channel", channel(each.getKey(), each.getValue()));
        return answer;
      }
    }
    return no("channel_not_found");
  }

  private JsonObject history(Map<String, String> form, @Nullable String thread) {
    String channel = form.get("channel");
    if (channel == null || !channels.containsValue(channel)) {
      return no("channel_not_found");
    }
    if (thread != null && find(channel, thread) == null) {
      return no("thread_not_found");
    }
    boolean metadata =
        "true".equals(form.get("include_all_metadata"))
            || "1".equals(form.get("include_all_metadata"));
    double oldest = Double.parseDouble(form.getOrDefault("oldest", "0"));
    List<Message> found = new ArrayList<>();
    for (Message each : messages) {
      boolean here =
          thread == null
              ? each.isTopLevel() || each.broadcast
              : each.ts.equals(thread) || thread.equals(each.threadTs);
      if (here && each.channel.equals(channel) && Double.parseDouble(each.ts) > oldest) {
        found.add(each);
      }
    }
    if (thread == null) {
      found = new ArrayList<>(found.reversed());
    }
    int limit = Math.min(PAGE, Integer.parseInt(form.getOrDefault("limit", "100")));
    int from =
        form.get("cursor") == null
            ? 0
            : Integer.parseInt(Objects.requireNonNull(form.get("cursor")));
    int to = Math.min(found.size(), from + limit);
    JsonArray page = new JsonArray();
    found.subList(Math.min(from, to), to).forEach(m -> page.add(json(m, metadata)));
    JsonObject answer = ok();
    answer.add("messages", page);
    answer.addProperty("has_more", to < found.size());
    JsonObject next = new JsonObject();
    next.addProperty("next_cursor", to < found.size() ? String.valueOf(to) : "");
    answer.add("response_metadata", next);
    return answer;
  }

  private static JsonObject json(Message message, boolean metadata) {
    JsonObject json = new JsonObject();
    json.addProperty("type", "message");
    json.addProperty("ts", message.ts);
    json.addProperty("text", message.text);
    json.addProperty("user", "U00000001");
    if (message.threadTs != null) {
      json.addProperty("thread_ts", message.threadTs);
    }
    if (metadata && message.metadata != null) {
      json.add("metadata", message.metadata);
    }
    return json;
  }

  /** What Slack would refuse, beginning with its word for it; null when nothing. */
  private static @Nullable String problem(Map<String, String> form) {
    String text = form.getOrDefault("text", "");
    if (text.isBlank()) {
      return "no_text a message without text has no notification";
    }
    if (text.length() > LONGEST_TEXT) {
      return "msg_too_long text of " + text.length();
    }
    if (StrictBlocks.badMarkup(text)) {
      return "invalid_markup unescaped characters in: " + text;
    }
    try {
      String metadata = StrictBlocks.metadata(object(form.get("metadata")));
      if (metadata != null) {
        return metadata;
      }
      StrictBlocks blocks = new StrictBlocks();
      String problem = blocks.attachments(array(form.get("attachments")));
      if (problem != null) {
        return problem;
      }
      int total = text.length() + blocks.characters();
      return total > LONGEST_MESSAGE ? "msg_blocks_too_long " + total : null;
    } catch (RuntimeException e) {
      return "invalid_arguments " + e;
    }
  }

  private @Nullable String name(@Nullable String channel) {
    if (channel == null) {
      return null;
    }
    String bare = channel.startsWith("#") ? channel.substring(1) : channel;
    if (channels.containsKey(bare)) {
      return bare;
    }
    return channels.entrySet().stream()
        .filter(c -> c.getValue().equals(channel))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(null);
  }

  private @Nullable Message find(@Nullable String channel, @Nullable String ts) {
    return messages.stream()
        .filter(m -> m.channel.equals(channel) && m.ts.equals(ts))
        .findFirst()
        .orElse(null);
  }

  private @Nullable Message parent(String channel, String ts) {
    Message found = find(channel, ts);
    return found == null || !found.isTopLevel() ? null : found;
  }

  /** Unique and rising, whatever the clock does. */
  private String nextTs() {
    Instant now = Instant.now();
    newestTs = Math.max(newestTs + 1, now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000);
    return newestTs / 1_000_000 + "." + String.format("%06d", newestTs % 1_000_000);
  }

  private JsonObject violation(JsonObject answer, String words) {
    violations.add(words);
    return answer;
  }

  private static JsonObject ok() {
    JsonObject answer = new JsonObject();
    answer.addProperty("ok", true);
    return answer;
  }

  private static JsonObject no(String error) {
    JsonObject answer = new JsonObject();
    answer.addProperty("ok", false);
    answer.addProperty("error", error);
    return answer;
  }

  private static JsonArray array(@Nullable String json) {
    return json == null ? new JsonArray() : JsonParser.parseString(json).getAsJsonArray();
  }

  private static @Nullable JsonObject object(@Nullable String json) {
    JsonElement parsed = json == null ? null : JsonParser.parseString(json);
    return parsed == null ? null : parsed.getAsJsonObject();
  }

  private static Map<String, String> parse(@Nullable String form) {
    Map<String, String> parsed = new LinkedHashMap<>();
    if (form == null || form.isBlank()) {
      return parsed;
    }
    for (String pair : form.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String argument = equals < 0 ? "" : pair.substring(equals + 1);
      parsed.put(decode(name), decode(argument));
    }
    return parsed;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json; charset=utf-8");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(1, TimeUnit.MINUTES)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
