package dev.punctual.web;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.cookie.Cookie;
import io.micronaut.http.cookie.SameSite;
import io.micronaut.http.server.util.locale.HttpLocaleResolver;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Language and theme of a reader: {@code ?lang=} and {@code ?theme=} decide and are remembered in a
 * cookie; then the cookie; then, for the language, {@code Accept-Language}.
 */
@ServerFilter("/**")
class Preferences implements HttpLocaleResolver {

  static final String LANGUAGE = "lang";
  static final String THEME = "theme";

  private static final List<String> THEMES = List.of("auto", "light", "dark");
  private static final Duration REMEMBERED = Duration.ofDays(365);

  @Override
  public Optional<Locale> resolve(HttpRequest<?> request) {
    return Optional.of(resolveOrDefault(request));
  }

  @Override
  public Locale resolveOrDefault(HttpRequest<?> request) {
    return asked(request)
        .or(() -> cookie(request, LANGUAGE).flatMap(Preferences::language))
        .orElseGet(() -> accepted(request));
  }

  @Override
  public int getOrder() {
    return HIGHEST_PRECEDENCE;
  }

  /** {@code light}, {@code dark}, or {@code auto} for the system's wish. */
  static String theme(HttpRequest<?> request) {
    return request
        .getParameters()
        .getFirst(THEME)
        .filter(THEMES::contains)
        .or(() -> cookie(request, THEME).filter(THEMES::contains))
        .orElse("auto");
  }

  @ResponseFilter
  void remember(HttpRequest<?> request, MutableHttpResponse<?> response) {
    asked(request).ifPresent(l -> response.cookie(kept(LANGUAGE, l.getLanguage())));
    request
        .getParameters()
        .getFirst(THEME)
        .filter(THEMES::contains)
        .ifPresent(theme -> response.cookie(kept(THEME, theme)));
  }

  private static Cookie kept(String name, String value) {
    return Cookie.of(name, value)
        .path("/")
        .httpOnly(true)
        .sameSite(SameSite.Lax)
        .maxAge(REMEMBERED);
  }

  private static Optional<Locale> asked(HttpRequest<?> request) {
    return request.getParameters().getFirst(LANGUAGE).flatMap(Preferences::language);
  }

  private static Optional<String> cookie(HttpRequest<?> request, String name) {
    return request.getCookies().findCookie(name).map(Cookie::getValue);
  }

  private static Optional<Locale> language(String tag) {
    return Words.LANGUAGES.stream().filter(l -> l.getLanguage().equals(tag)).findFirst();
  }

  private static Locale accepted(HttpRequest<?> request) {
    String header = request.getHeaders().get("Accept-Language");
    if (header == null) {
      return Words.LANGUAGES.getFirst();
    }
    try {
      Locale best = Locale.lookup(Locale.LanguageRange.parse(header), Words.LANGUAGES);
      return best == null ? Words.LANGUAGES.getFirst() : best;
    } catch (IllegalArgumentException unreadable) {
      return Words.LANGUAGES.getFirst();
    }
  }
}
