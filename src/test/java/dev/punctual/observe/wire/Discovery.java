package dev.punctual.observe.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A description of an API as Google publishes it, as far as it takes to hold requests and answers
 * against it: paths, methods, query keys and their allowed values, fields and their types.
 */
public final class Discovery {

  private final JsonNode root;

  private Discovery(JsonNode root) {
    this.root = root;
  }

  /**
   * What went over the wire.
   *
   * @param path without its query
   * @param request null without a body
   */
  public record Exchange(
      String method,
      String path,
      Map<String, String> query,
      @Nullable JsonNode request,
      int status,
      JsonNode response) {}

  public static Discovery read(Path file) throws IOException {
    return new Discovery(new ObjectMapper().readTree(Files.readString(file)));
  }

  /**
   * Where the published descriptions lie: {@code -Dpunctual.contract} or {@code PUNCTUAL_CONTRACT}.
   */
  public static Path folder() {
    String property = System.getProperty("punctual.contract");
    String named = property == null ? System.getenv("PUNCTUAL_CONTRACT") : property;
    if (named != null) {
      return Path.of(named);
    }
    Path beside = Path.of("..", "shared", "contract");
    return Files.isDirectory(beside) ? beside : Path.of("..", "..", "shared", "contract");
  }

  /** Everything that an exchange holds against the description; empty when it fits. */
  public List<String> objections(Exchange exchange) {
    List<String> wrong = new ArrayList<>();
    String where = exchange.method() + " " + exchange.path();
    JsonNode method = method(root.path("resources"), exchange);
    if (method == null) {
      return List.of(where + ": no such method");
    }
    exchange.query().forEach((key, value) -> query(method, key, value, where, wrong));
    if (exchange.request() != null && !exchange.request().isEmpty()) {
      check(method.path("request"), exchange.request(), where + " asked", wrong);
    }
    if (exchange.status() == 200) {
      check(method.path("response"), exchange.response(), where + " answered", wrong);
    }
    return wrong;
  }

  private @Nullable JsonNode method(JsonNode resources, Exchange exchange) {
    for (JsonNode resource : resources) {
      for (JsonNode method : resource.path("methods")) {
        String path = "/" + root.path("servicePath").asText() + method.path("path").asText();
        String pattern = path.replaceAll("\\{[^}]+}", "[^/]+");
        if (exchange.method().equals(method.path("httpMethod").asText())
            && exchange.path().matches(pattern)) {
          return method;
        }
      }
      JsonNode nested = method(resource.path("resources"), exchange);
      if (nested != null) {
        return nested;
      }
    }
    return null;
  }

  private void query(JsonNode method, String key, String value, String where, List<String> wrong) {
    JsonNode own = method.path("parameters").path(key);
    JsonNode parameter = own.isMissingNode() ? root.path("parameters").path(key) : own;
    if (parameter.isMissingNode()) {
      wrong.add(where + ": no query key " + key);
    } else if (parameter.has("enum") && !among(parameter.path("enum"), value)) {
      wrong.add(where + ": " + key + " may not be " + value);
    } else if (parameter.path("type").asText().equals("integer") && !value.matches("-?[0-9]+")) {
      wrong.add(where + ": " + key + " is no number: " + value);
    }
  }

  private static boolean among(JsonNode values, String value) {
    for (JsonNode one : values) {
      if (one.asText().equals(value)) {
        return true;
      }
    }
    return false;
  }

  private void check(JsonNode given, JsonNode value, String where, List<String> wrong) {
    JsonNode schema =
        given.has("$ref") ? root.path("schemas").path(given.path("$ref").asText()) : given;
    String type = schema.path("type").asText("any");
    if (!fits(type, value)) {
      wrong.add(where + ": " + value + " is no " + type);
      return;
    }
    if (schema.path("format").asText().endsWith("int64") && !value.asText().matches("-?[0-9]+")) {
      wrong.add(where + ": " + value + " is no number as text");
    }
    if (schema.has("enum") && !among(schema.path("enum"), value.asText())) {
      wrong.add(where + ": " + value + " is none of " + schema.path("enum"));
    }
    if (value.isObject() && schema.has("properties")) {
      fields(schema, value, where, wrong);
    }
    for (JsonNode item : value.isArray() ? value : List.<JsonNode>of()) {
      check(schema.path("items"), item, where + "[]", wrong);
    }
  }

  private void fields(JsonNode schema, JsonNode value, String where, List<String> wrong) {
    for (Map.Entry<String, JsonNode> field : value.properties()) {
      JsonNode property = schema.path("properties").path(field.getKey());
      if (property.isMissingNode()) {
        wrong.add(where + ": no field " + field.getKey());
      } else {
        check(property, field.getValue(), where + "." + field.getKey(), wrong);
      }
    }
  }

  private static boolean fits(String type, JsonNode value) {
    return switch (type) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      case "boolean" -> value.isBoolean();
      default -> true;
    };
  }
}
