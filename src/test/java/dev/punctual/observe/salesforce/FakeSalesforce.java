package dev.punctual.observe.salesforce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.observe.Source;
import dev.punctual.observe.SourceType.Settings;
import dev.punctual.observe.wire.Json;
import dev.punctual.observe.wire.LocalServer;
import dev.punctual.observe.wire.LocalServer.Request;
import dev.punctual.observe.wire.LocalServer.Response;
import dev.punctual.rule.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An org as far as the source asks it: tokens by the client credentials flow that end, composite
 * batches of at most 25, aggregates, and its errors.
 */
final class FakeSalesforce implements AutoCloseable {

  static final String SECRET = "s3cret-of-the-app";

  final LocalServer server;

  /** Newest times by SOQL. */
  final Map<String, String> newest = new TreeMap<>();

  final AtomicInteger logins = new AtomicInteger();
  volatile int oldestLogin = 1;
  volatile @Nullable Response always;

  FakeSalesforce() throws IOException {
    server = new LocalServer(this::answer);
    newest.put(
        "select max(SystemModstamp) newest from Opportunity", "2026-11-20T09:30:00.000+0000");
    newest.put("select max(SystemModstamp) newest from Account", "2026-11-20T08:00:00.000+0000");
  }

  static Target object(String name, String... details) {
    TreeMap<String, String> more = new TreeMap<>();
    for (int i = 0; i < details.length; i += 2) {
      more.put(details[i], details[i + 1]);
    }
    return new Target.Item("object", "crm", name, more);
  }

  Source source(String secret) {
    return new SalesforceType()
        .open(
            new Settings(
                "crm",
                Map.of(
                    "url",
                    server.url(),
                    "client-id",
                    "3MVG9",
                    "client-secret",
                    secret,
                    "request-timeout",
                    "1s")));
  }

  private Response answer(Request request) {
    Response odd = always;
    if (request.path().equals("/services/oauth2/token")) {
      return token(request);
    }
    if (odd != null) {
      return odd;
    }
    String token = Objects.toString(request.header("Authorization"), "");
    if (!token.startsWith("Bearer 00D!") || number(token) < oldestLogin) {
      return Response.json(
          401,
          "[{\"message\":\"Session expired or invalid\",\"errorCode\":\"INVALID_SESSION_ID\"}]");
    }
    if (!request.path().equals("/services/data/v60.0/composite/batch")) {
      return Response.json(404, error("NOT_FOUND", "The requested resource does not exist"));
    }
    return batch(request).with("Sforce-Limit-Info", "api-usage=18/15000");
  }

  private static int number(String token) {
    return Integer.parseInt(token.substring("Bearer 00D!".length()));
  }

  private Response token(Request request) {
    Map<String, String> form = request.parameters();
    assertThat(form).containsEntry("grant_type", "client_credentials");
    return SECRET.equals(form.get("client_secret"))
        ? Response.json(
            "{\"access_token\":\"00D!" + logins.incrementAndGet() + "\",\"token_type\":\"Bearer\"}")
        : Response.json(
            400,
            "{\"error\":\"invalid_client\",\"error_description\":\"invalid client credentials\"}");
  }

  private Response batch(Request request) {
    try {
      List<Json> asked =
          Objects.requireNonNull(
              Json.parse(request.body().getBytes(StandardCharsets.UTF_8)).items("batchRequests"));
      assertThat(asked).hasSizeBetween(1, 25);
      return Response.json(
          "{\"hasErrors\":false,\"results\":["
              + asked.stream().map(this::result).collect(Collectors.joining(","))
              + "]}");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String result(Json request) {
    String url = request.text("url", "");
    assertThat(url).startsWith("v60.0/query?q=");
    String soql = URLDecoder.decode(url.substring(14), StandardCharsets.UTF_8);
    if (soql.contains("nonsense")) {
      return failed(error("MALFORMED_QUERY", "unexpected token: 'nonsense'"));
    }
    if (!soql.matches(".* from (Opportunity|Account|Lead|Custom[0-9]+__c)\\b.*")) {
      return failed(error("INVALID_TYPE", "sObject type 'No_Such__c' is not supported."));
    }
    String at = newest.get(soql);
    return "{\"statusCode\":200,\"result\":{\"totalSize\":1,\"done\":true,\"records\":[{\"attributes\":{\"type\":\"AggregateResult\"},\"newest\":"
        + (at == null ? "null" : "\"" + at + "\"")
        + "}]}}";
  }

  private static String failed(String errors) {
    return "{\"statusCode\":400,\"result\":" + errors + "}";
  }

  static String error(String code, String message) {
    return "[{\"errorCode\":\"" + code + "\",\"message\":\"" + message + "\"}]";
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
