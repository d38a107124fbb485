package dev.punctual.web;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.net.URI;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a change that another site's page asks a reader's browser for. Every current browser says
 * where a request comes from ({@code Sec-Fetch-Site}), older ones name the origin of a POST; a
 * request with neither header comes from no browser and is for the token check to judge.
 */
@ServerFilter("/**")
class SameOrigin {

  private static final Set<HttpMethod> READING =
      EnumSet.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
  private static final Set<String> OURS = Set.of("same-origin", "none");

  @RequestFilter
  void check(HttpRequest<?> request) {
    if (!READING.contains(request.getMethod()) && isForeign(request)) {
      throw new ProblemException(
          HttpStatus.FORBIDDEN,
          "Another site asked for this",
          "A change is taken only from Punctual's own pages or from a program. Open the page here"
              + " and send the form again.");
    }
  }

  private static boolean isForeign(HttpRequest<?> request) {
    String site = request.getHeaders().get("Sec-Fetch-Site");
    if (site != null) {
      return !OURS.contains(site);
    }
    String origin = request.getHeaders().get(HttpHeaders.ORIGIN);
    return origin != null && !authority(origin).equals(lower(request.getHeaders().get("Host")));
  }

  private static String authority(String origin) {
    try {
      return lower(URI.create(origin).getAuthority());
    } catch (IllegalArgumentException unreadable) {
      return "";
    }
  }

  private static String lower(@Nullable String text) {
    return text == null ? "" : text.toLowerCase(Locale.ROOT);
  }
}
