package dev.punctual.web;

import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask the API for what. Without any configured token everything that may connect may do
 * everything; with one, whatever changes something needs a token of its scope. A token that is
 * shown has to be right, always.
 */
@ServerFilter("/api/**")
public class ApiTokens {

  private static final String AUTHOR = "punctual.api.author";
  private static final String BEARER = "Bearer ";
  private static final Pattern ARRIVAL = Pattern.compile("/api/v1/jobs/([^/]+)/arrivals/?");
  private static final Pattern LINEAGE = Pattern.compile("/api/v1/(lineage|dbt)(/.*)?");

  private final List<ApiToken> tokens;

  ApiTokens(List<ApiToken> tokens) {
    this.tokens = List.copyOf(tokens);
  }

  /** Name of the token a request came with; null without one. */
  public static @Nullable String author(HttpRequest<?> request) {
    return request.getAttribute(AUTHOR, String.class).orElse(null);
  }

  @RequestFilter
  void check(HttpRequest<?> request) {
    ApiToken token = token(request);
    if (token != null) {
      request.setAttribute(AUTHOR, token.name());
    }
    boolean reads = request.getMethod() == HttpMethod.GET || request.getMethod() == HttpMethod.HEAD;
    if (token == null && (reads || tokens.isEmpty())) {
      return;
    }
    if (token == null) {
      throw new ProblemException(
          HttpStatus.UNAUTHORIZED,
          "A token is needed",
          "Send \"Authorization: Bearer <token>\" with a token of punctual.api.tokens.");
    }
    String scope = missing(token, request, reads);
    if (scope != null) {
      throw new ProblemException(
          HttpStatus.FORBIDDEN,
          "The token may not do this",
          "Token \"" + token.name() + "\" lacks the scope " + scope + ".");
    }
  }

  private static @Nullable String missing(ApiToken token, HttpRequest<?> request, boolean reads) {
    if (reads) {
      return token.mayRead() ? null : "read";
    }
    Matcher arrival = ARRIVAL.matcher(request.getPath());
    if (arrival.matches()) {
      String job = URLDecoder.decode(arrival.group(1), StandardCharsets.UTF_8);
      return token.mayPush(job) ? null : "push:" + job;
    }
    if (LINEAGE.matcher(request.getPath()).matches()) {
      return token.mayTell() ? null : "lineage";
    }
    return token.mayOperate() ? null : "operate";
  }

  private @Nullable ApiToken token(HttpRequest<?> request) {
    String header = request.getHeaders().get("Authorization");
    if (header == null) {
      return null;
    }
    String shown = header.startsWith(BEARER) ? header.substring(BEARER.length()).strip() : "";
    return tokens.stream()
        .filter(token -> token.is(shown))
        .findFirst()
        .orElseThrow(
            () ->
                new ProblemException(
                    HttpStatus.UNAUTHORIZED,
                    "The token is not known",
                    "No token of punctual.api.tokens has this hash; it may have been withdrawn."));
  }
}
