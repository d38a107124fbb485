package dev.punctual.web;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.cookie.Cookie;
import io.micronaut.http.cookie.SameSite;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The name a reader gave with the last form, so that nobody types it twice. It proves nothing. */
public final class Authors {

  private static final String COOKIE = "author";

  private Authors() {}

  /** Empty before the first form. */
  public static String of(HttpRequest<?> request) {
    return request
        .getCookies()
        .findCookie(COOKIE)
        .map(cookie -> URLDecoder.decode(cookie.getValue(), StandardCharsets.UTF_8))
        .orElse("");
  }

  /** To be set with the answer to a form. */
  public static Cookie remembered(String author) {
    return Cookie.of(COOKIE, URLEncoder.encode(author, StandardCharsets.UTF_8))
        .path("/")
        .httpOnly(true)
        .sameSite(SameSite.Lax)
        .maxAge(Duration.ofDays(365));
  }
}
