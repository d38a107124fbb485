package dev.punctual.web;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The members of a JSON body; one of the wrong kind is refused with its name. */
public record Fields(Map<String, Object> members) {

  /** Of a body that may be left out. */
  public static Fields of(@Nullable Map<String, Object> body) {
    return new Fields(body == null ? Map.of() : body);
  }

  /** A text; empty where it is left out. */
  public String text(String name) {
    Object value = members.get(name);
    if (value != null && !(value instanceof String)) {
      throw invalid(name, name + " is a text.");
    }
    return value == null ? "" : (String) value;
  }

  /** A text; null where it is left out or empty. */
  public @Nullable String textOrNull(String name) {
    String text = text(name);
    return text.isEmpty() ? null : text;
  }

  /** Several texts; none where they are left out. */
  public List<String> texts(String name) {
    Object value = members.get(name);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof List<?> list) || !list.stream().allMatch(String.class::isInstance)) {
      throw invalid(name, name + " is a list of texts.");
    }
    return list.stream().map(String.class::cast).toList();
  }

  /** An instant, cut to microseconds; null where it is left out. */
  public @Nullable Instant instant(String name) {
    String text = text(name);
    try {
      return text.isEmpty() ? null : Instant.parse(text).truncatedTo(ChronoUnit.MICROS);
    } catch (DateTimeException unreadable) {
      throw invalid(name, "\"" + text + "\" is not an instant like 2026-11-20T01:00:00Z.");
    }
  }

  /** A date; null where it is left out. */
  public @Nullable LocalDate date(String name) {
    String text = text(name);
    try {
      return text.isEmpty() ? null : LocalDate.parse(text);
    } catch (DateTimeException unreadable) {
      throw invalid(name, "\"" + text + "\" is not a date like 2026-11-27.");
    }
  }

  /** Who acts: the token's name, else what the body says. */
  public String author(HttpRequest<?> request) {
    String token = ApiTokens.author(request);
    return token == null ? text("author") : token;
  }

  /** The problem of one member. */
  public static ProblemException invalid(String field, String detail) {
    return new ProblemException(
        HttpStatus.UNPROCESSABLE_ENTITY,
        "A field is wrong",
        detail,
        Map.of("errors", List.of(Map.of("pointer", "/" + field, "detail", detail))));
  }
}
