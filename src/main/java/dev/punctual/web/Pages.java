package dev.punctual.web;

import dev.punctual.ledger.RuleBook;
import dev.punctual.ledger.ServiceConfig;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.views.ViewsRenderer;
import io.micronaut.views.thymeleaf.ThymeleafViewsRenderer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Turns a feature's model into a page: adds the layout's {@link Page} under {@code page} and the
 * {@link Words} under {@code words}, renders {@code templates/<view>.html} whole before a byte is
 * sent, and answers 304 where the reader has these bytes already.
 *
 * <p>Call it from controllers marked {@code @ExecuteOn(TaskExecutors.BLOCKING)}.
 */
@Singleton
public class Pages {

  private final ThymeleafViewsRenderer<Map<String, Object>> renderer;
  private final Preferences preferences;
  private final ServiceConfig service;
  private final RuleBook book;
  private final LastCheck lastCheck;
  private final Surroundings surroundings;

  Pages(
      ThymeleafViewsRenderer<Map<String, Object>> renderer,
      Preferences preferences,
      ServiceConfig service,
      RuleBook book,
      LastCheck lastCheck,
      Surroundings surroundings) {
    this.renderer = renderer;
    this.preferences = preferences;
    this.service = service;
    this.book = book;
    this.lastCheck = lastCheck;
    this.surroundings = surroundings;
  }

  /** The reader's language. */
  public Words words(HttpRequest<?> request) {
    return Words.of(preferences.resolveOrDefault(request));
  }

  /** The zone of the service. */
  public ZoneId zone() {
    return ZoneId.of(service.timezone());
  }

  /** The present, cut to microseconds as everything stored is. */
  public Instant now() {
    return surroundings.clock().instant().truncatedTo(ChronoUnit.MICROS);
  }

  /**
   * A page.
   *
   * @param view name of the template
   * @param title of the window, in the reader's language
   */
  public HttpResponse<String> show(
      HttpRequest<?> request, Tab tab, String view, String title, Map<String, ?> model) {
    return show(request, tab, view, title, model, HttpStatus.OK);
  }

  /** The same with another status: 422 where a form was refused. */
  public HttpResponse<String> show(
      HttpRequest<?> request,
      Tab tab,
      String view,
      String title,
      Map<String, ?> model,
      HttpStatus status) {
    String body = render(request, tab, view, title, model);
    String tag = "W/\"" + Integer.toHexString(body.hashCode()) + "-" + body.length() + "\"";
    if (status == HttpStatus.OK
        && tag.equals(request.getHeaders().get(HttpHeaders.IF_NONE_MATCH))) {
      return headed(HttpResponse.<String>status(HttpStatus.NOT_MODIFIED), tag);
    }
    MutableHttpResponse<String> answer =
        HttpResponse.<String>status(status).body(body).contentType(MediaType.TEXT_HTML_TYPE);
    return headed(answer, tag);
  }

  private static MutableHttpResponse<String> headed(
      MutableHttpResponse<String> response, String tag) {
    return response
        .header(HttpHeaders.ETAG, tag)
        .header(HttpHeaders.CACHE_CONTROL, "private, no-cache")
        .header(HttpHeaders.VARY, "Accept-Language, Cookie");
  }

  /** The bytes of a page. */
  String render(HttpRequest<?> request, Tab tab, String view, String title, Map<String, ?> model) {
    Map<String, Object> all = new HashMap<>(model);
    Words words = words(request);
    all.put("words", words);
    all.put("page", page(request, words, tab, title));
    StringWriter out = new StringWriter(1 << 14);
    try {
      ((ViewsRenderer<Map<String, Object>, HttpRequest<?>>) renderer)
          .render(view, all, request)
          .writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString();
  }

  /** A problem page asks the database nothing: it has to work when that is what is wrong. */
  private Page page(HttpRequest<?> request, Words words, Tab tab, String title) {
    Instant now = now();
    List<Banner> banners =
        surroundings.notices().stream()
            .filter(notice -> tab != Tab.NONE || !notice.asksDatabase())
            .flatMap(n -> n.banners(words, now).stream())
            .filter(banner -> !request.getPath().equals(banner.link()))
            .toList();
    return new Page(
        tab,
        title,
        words,
        Preferences.theme(request),
        zone(),
        now,
        tab == Tab.NONE ? null : lastCheck.at(),
        book.edition().readAt(),
        banners,
        here(request));
  }

  private static String here(HttpRequest<?> request) {
    String query =
        request.getParameters().asMap().entrySet().stream()
            .filter(p -> !p.getKey().equals(Preferences.LANGUAGE))
            .flatMap(p -> p.getValue().stream().map(v -> encode(p.getKey()) + "=" + encode(v)))
            .collect(Collectors.joining("&"));
    return query.isEmpty() ? request.getPath() : request.getPath() + "?" + query;
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** The clock and what other features have to say. */
  @Singleton
  record Surroundings(Clock clock, List<Notice> notices) {}
}
