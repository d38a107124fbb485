package dev.punctual.web;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.response.Error;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Every failed request, framework's or ours: a page for people, RFC 9457 for programs. */
@Singleton
class Problems implements ErrorResponseProcessor<Object> {

  private static final MediaType JSON = MediaType.of("application/problem+json");

  private final Provider<Pages> pages;

  Problems(Provider<Pages> pages) {
    this.pages = pages;
  }

  @Override
  public MutableHttpResponse<Object> processResponse(
      ErrorContext context, MutableHttpResponse<?> response) {
    HttpRequest<?> request = context.getRequest();
    @SuppressWarnings("unchecked")
    MutableHttpResponse<Object> answer = (MutableHttpResponse<Object>) response;
    if (isForPrograms(request) || !wantsPage(request)) {
      return answer.contentType(JSON).body(body(context, response));
    }
    return answer.contentType(MediaType.TEXT_HTML_TYPE).body(page(context, response));
  }

  private static boolean isForPrograms(HttpRequest<?> request) {
    return request.getPath().startsWith("/api/") || request.getPath().startsWith("/slack/");
  }

  private static boolean wantsPage(HttpRequest<?> request) {
    return request.accept().stream().anyMatch(MediaType.TEXT_HTML_TYPE::matches);
  }

  private static Map<String, Object> body(ErrorContext context, MutableHttpResponse<?> response) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", "about:blank");
    body.put("title", title(context, response));
    body.put("status", response.code());
    body.put("detail", detail(context, response));
    problem(context).ifPresent(p -> body.putAll(p.members()));
    return body;
  }

  private String page(ErrorContext context, MutableHttpResponse<?> response) {
    HttpRequest<?> request = context.getRequest();
    Words words = pages.get().words(request);
    int code = response.code();
    boolean ours = problem(context).isPresent();
    String known = "problem." + code;
    String title =
        !ours && words.has(known + ".title")
            ? words.say(known + ".title")
            : title(context, response);
    String detail =
        !ours && words.has(known + ".text")
            ? words.say(known + ".text")
            : detail(context, response);
    return pages
        .get()
        .render(
            request,
            Tab.NONE,
            "problem",
            title,
            Map.of("code", code, "problemTitle", title, "problemDetail", detail));
  }

  private static Optional<ProblemException> problem(ErrorContext context) {
    return context
        .getRootCause()
        .filter(ProblemException.class::isInstance)
        .map(ProblemException.class::cast);
  }

  private static String title(ErrorContext context, MutableHttpResponse<?> response) {
    return problem(context).map(ProblemException::title).orElse(response.reason());
  }

  /** A server error says nothing of its inside; it stands in the log. */
  private static String detail(ErrorContext context, MutableHttpResponse<?> response) {
    if (response.code() >= 500) {
      return Words.of(Locale.ENGLISH).say("problem.500.text");
    }
    return problem(context)
        .map(ProblemException::detail)
        .orElseGet(
            () ->
                context.getErrors().stream()
                    .map(Error::getMessage)
                    .collect(Collectors.joining("; ")));
  }
}
