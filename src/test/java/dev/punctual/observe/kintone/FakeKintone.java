package dev.punctual.observe.kintone;

import dev.punctual.observe.Source;
import dev.punctual.observe.SourceType.Settings;
import dev.punctual.observe.wire.LocalServer;
import dev.punctual.observe.wire.LocalServer.Request;
import dev.punctual.observe.wire.LocalServer.Response;
import dev.punctual.rule.Target;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A Kintone domain as far as the source asks it: codes of fields differ by app, a token is of one
 * app, times are in whole minutes, a question it does not expect is refused.
 */
final class FakeKintone implements AutoCloseable {

  static final String TOKEN = "t0ken-of-the-apps";

  final LocalServer server;

  /** Newest times by app and query. */
  final Map<String, String> newest = new TreeMap<>();

  volatile @Nullable Response always;

  FakeKintone() throws IOException {
    server = new LocalServer(this::answer);
    newest.put("12 order by 更新日時 desc limit 1", "2026-11-20T09:30:00Z");
    newest.put("13 order by Updated_datetime desc limit 1", "2026-11-20T08:00:00Z");
  }

  static Target app(String number, String... details) {
    TreeMap<String, String> more = new TreeMap<>();
    for (int i = 0; i < details.length; i += 2) {
      more.put(details[i], details[i + 1]);
    }
    return new Target.Item("app", "kintone", number, more);
  }

  Source source(String token) {
    return new KintoneType()
        .open(
            new Settings(
                "kintone", Map.of("url", server.url(), "token", token, "request-timeout", "1s")));
  }

  private Response answer(Request request) {
    Response odd = always;
    if (odd != null) {
      return odd;
    }
    if (!TOKEN.equals(request.header("X-Cybozu-API-Token"))) {
      return error(520, "GAIA_IA02", "指定したAPIトークンは無効です。");
    }
    Map<String, String> asked = request.parameters();
    String app = asked.getOrDefault("app", "");
    if (app.equals("7")) {
      return error(403, "GAIA_AP15", "APIトークンとアプリ(id: 7)の組み合わせが正しくありません。");
    }
    if (!app.matches("1[0-9]|1[0-9]{3}")) {
      return error(404, "GAIA_AP01", "指定したアプリ（id: " + app + "）が見つかりません。");
    }
    return switch (request.path()) {
      case "/k/v1/app/form/fields.json" -> fields(app);
      case "/k/v1/records.json" -> records(app, asked);
      default -> error(404, "CB_NF01", "不正なURLです。");
    };
  }

  private static Response fields(String app) {
    String updated = app.equals("13") ? "Updated_datetime" : "更新日時";
    return Response.json(
        """
        {"properties": {
          "番号": {"type": "RECORD_NUMBER", "code": "番号"},
          "%s": {"type": "UPDATED_TIME", "code": "%s"},
          "締め": {"type": "DATETIME", "code": "締め"},
          "対象日": {"type": "DATE", "code": "対象日"}}, "revision": "2"}
        """
            .formatted(updated, updated));
  }

  private Response records(String app, Map<String, String> asked) {
    String field = asked.getOrDefault("fields[0]", "");
    String query = asked.getOrDefault("query", "");
    if (query.contains("nonsense")) {
      return error(400, "GAIA_IQ11", "クエリ記述が間違っています。");
    }
    String value = newest.get(app + " " + query);
    return Response.json(
        value == null
            ? "{\"records\": [], \"totalCount\": null}"
            : "{\"records\": [{\"%s\": {\"type\": \"X\", \"value\": \"%s\"}}], \"totalCount\": null}"
                .formatted(field, value));
  }

  static Response error(int status, String code, String message) {
    return Response.json(
        status, "{\"code\":\"%s\",\"id\":\"1\",\"message\":\"%s\"}".formatted(code, message));
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
