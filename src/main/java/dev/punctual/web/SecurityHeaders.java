package dev.punctual.web;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;

/**
 * Headers of every answer. Nothing is loaded from elsewhere, and nothing inline runs: not a script,
 * not a {@code style} attribute.
 */
@ServerFilter("/**")
class SecurityHeaders {

  static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
          + "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
          + "frame-ancestors 'none'";

  @ResponseFilter
  void protect(HttpRequest<?> request, MutableHttpResponse<?> response) {
    response
        .header("Content-Security-Policy", POLICY)
        .header("X-Content-Type-Options", "nosniff")
        .header("X-Frame-Options", "DENY")
        .header("Referrer-Policy", "same-origin")
        .header("Cross-Origin-Opener-Policy", "same-origin")
        .header("Cross-Origin-Resource-Policy", policy(request))
        .header("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
  }

  /** Badges are made to be shown elsewhere. */
  private static String policy(HttpRequest<?> request) {
    return request.getPath().startsWith("/badges/") ? "cross-origin" : "same-origin";
  }
}
