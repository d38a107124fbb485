package dev.punctual.observe.airflow;

import dev.punctual.observe.airflow.FakeAirflow.Exchange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * A published API description, as far as it takes to hold requests and answers against it: paths,
 * methods, query keys, body fields and their types, fields an answer must have.
 */
final class OpenApi {

  private final Map<?, ?> root;
  private final String base;

  private OpenApi(Map<?, ?> root, String base) {
    this.root = root;
    this.base = base;
  }

  /**
   * Reads a description.
   *
   * @param base what its paths lack before them
   */
  static OpenApi read(Path file, String base) throws IOException {
    LoadSettings large = LoadSettings.builder().setCodePointLimit(10_000_000).build();
    Object root = new Load(large).loadFromString(Files.readString(file));
    return new OpenApi((Map<?, ?>) root, base);
  }

  /** Everything that an exchange holds against the description; empty when it fits. */
  List<String> objections(Exchange exchange) {
    List<String> wrong = new ArrayList<>();
    String where = exchange.method() + " " + exchange.path();
    Map<?, ?> item = item(exchange.path());
    Map<?, ?> operation = map(item.get(exchange.method().toLowerCase(java.util.Locale.ROOT)));
    if (operation.isEmpty()) {
      return List.of(where + ": no such operation");
    }
    query(exchange, item, operation, where, wrong);
    if (exchange.request() != null) {
      Object schema = schema(map(operation.get("requestBody")));
      check(schema, exchange.request(), where + " asked", true, wrong);
    }
    Map<?, ?> answers = map(operation.get("responses"));
    Map<?, ?> answer = resolved(answers.get(String.valueOf(exchange.status())));
    if (exchange.status() < 300) {
      if (answer.isEmpty()) {
        wrong.add(where + ": no answer " + exchange.status());
      } else {
        check(schema(answer), exchange.response(), where + " answered", false, wrong);
      }
    }
    return wrong;
  }

  private Map<?, ?> item(String path) {
    Map<?, ?> fallback = Map.of();
    for (Map.Entry<?, ?> entry : map(root.get("paths")).entrySet()) {
      String template = base + entry.getKey();
      if (template.equals(path)) {
        return map(entry.getValue());
      }
      if (path.matches(template.replaceAll("\\{[^}]+}", "[^/]+"))) {
        fallback = map(entry.getValue());
      }
    }
    return fallback;
  }

  private void query(
      Exchange exchange, Map<?, ?> item, Map<?, ?> operation, String where, List<String> wrong) {
    Set<String> known = new java.util.HashSet<>();
    for (Map<?, ?> holder : List.of(item, operation)) {
      for (Object parameter : list(holder.get("parameters"))) {
        known.add(String.valueOf(resolved(parameter).get("name")));
      }
    }
    String query = exchange.query() == null ? "" : exchange.query();
    for (String pair : query.isEmpty() ? new String[0] : query.split("&", -1)) {
      String key = pair.replaceFirst("=.*", "");
      if (!known.contains(key)) {
        wrong.add(where + ": no query key " + key);
      }
    }
  }

  private static @Nullable Object schema(Map<?, ?> holder) {
    return map(map(holder.get("content")).get("application/json")).get("schema");
  }

  private void check(
      @Nullable Object given,
      @Nullable Object value,
      String where,
      boolean strict,
      List<String> wrong) {
    Map<?, ?> schema = resolved(given);
    if (value == null
        && (Boolean.TRUE.equals(schema.get("nullable")) || schema.get("type") == null)) {
      if (schema.get("anyOf") == null) {
        return;
      }
    }
    if (schema.get("anyOf") instanceof List<?> some) {
      anyOf(some, value, where, strict, wrong);
      return;
    }
    for (Object part : list(schema.get("allOf"))) {
      check(part, value, where, false, wrong);
    }
    if (schema.get("enum") instanceof List<?> allowed && !allowed.contains(value)) {
      wrong.add(where + ": " + value + " is none of " + allowed);
    }
    Object type = schema.get("type");
    if (type != null && !fits(type.toString(), value)) {
      wrong.add(where + ": " + value + " is no " + type);
      return;
    }
    time(schema, value, where, wrong);
    if (value instanceof Map<?, ?> object && schema.get("properties") != null) {
      object(schema, object, where, strict, wrong);
    }
    if (value instanceof Collection<?> items && schema.get("items") != null) {
      for (Object item : items) {
        check(schema.get("items"), item, where + "[]", strict, wrong);
      }
    }
  }

  private void anyOf(
      List<?> some, @Nullable Object value, String where, boolean strict, List<String> wrong) {
    for (Object option : some) {
      List<String> objections = new ArrayList<>();
      check(option, value, where, strict, objections);
      if (objections.isEmpty()) {
        return;
      }
    }
    wrong.add(where + ": " + value + " fits none of " + some);
  }

  private void object(
      Map<?, ?> schema, Map<?, ?> value, String where, boolean strict, List<String> wrong) {
    Map<?, ?> properties = map(schema.get("properties"));
    for (Object required : list(schema.get("required"))) {
      if (!value.containsKey(required)) {
        wrong.add(where + ": lacks " + required);
      }
    }
    for (Map.Entry<?, ?> field : value.entrySet()) {
      Object property = properties.get(field.getKey());
      if (property == null
          && (strict || Boolean.FALSE.equals(schema.get("additionalProperties")))) {
        wrong.add(where + ": no field " + field.getKey());
      } else if (property != null) {
        check(property, field.getValue(), where + "." + field.getKey(), strict, wrong);
      }
    }
  }

  private static void time(
      Map<?, ?> schema, @Nullable Object value, String where, List<String> wrong) {
    if (value instanceof String text && String.valueOf(schema.get("format")).startsWith("date")) {
      try {
        OffsetDateTime.parse(text);
      } catch (DateTimeException e) {
        wrong.add(where + ": " + text + " is no time with a zone");
      }
    }
  }

  private static boolean fits(String type, @Nullable Object value) {
    return switch (type) {
      case "object" -> value instanceof Map;
      case "array" -> value instanceof Collection;
      case "string" -> value instanceof String;
      case "integer" -> value instanceof Integer || value instanceof Long;
      case "number" -> value instanceof Number;
      case "boolean" -> value instanceof Boolean;
      case "null" -> value == null;
      default -> true;
    };
  }

  private Map<?, ?> resolved(@Nullable Object given) {
    Map<?, ?> schema = map(given);
    Object reference = schema.get("$ref");
    if (reference == null) {
      return schema;
    }
    Object found = root;
    for (String step : reference.toString().replaceFirst("^#/", "").split("/", -1)) {
      found = map(found).get(step);
    }
    return resolved(found);
  }

  private static Map<?, ?> map(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? map : Map.of();
  }

  private static List<?> list(@Nullable Object value) {
    return value instanceof List<?> list ? list : List.of();
  }
}
