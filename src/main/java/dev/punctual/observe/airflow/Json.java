package dev.punctual.observe.airflow;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value, read by name. A field that is missing and one that is null are the same, as the two
 * APIs differ in which of them they send.
 *
 * @param value a Map, List, String, Number or Boolean, or null
 */
record Json(@Nullable Object value) {

  private static final JsonFactory FACTORY = new JsonFactory();

  /**
   * Reads one document.
   *
   * @throws IOException when it is not JSON
   */
  static Json parse(byte[] document) throws IOException {
    try (JsonParser parser = FACTORY.createParser(document)) {
      parser.nextToken();
      return new Json(read(parser));
    }
  }

  private static @Nullable Object read(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == null) {
      throw new IOException("the document is empty or ends early");
    }
    if (token == JsonToken.START_OBJECT) {
      return object(parser);
    }
    if (token == JsonToken.START_ARRAY) {
      return array(parser);
    }
    return token.isNumeric()
        ? parser.getNumberValue()
        : token.isBoolean()
            ? Boolean.valueOf(parser.getBooleanValue())
            : token == JsonToken.VALUE_NULL ? null : parser.getText();
  }

  private static Map<String, @Nullable Object> object(JsonParser parser) throws IOException {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      fields.put(Objects.requireNonNull(name), read(parser));
    }
    return fields;
  }

  private static List<@Nullable Object> array(JsonParser parser) throws IOException {
    List<@Nullable Object> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(read(parser));
    }
    return items;
  }

  /** A document of strings, numbers and lists of strings. */
  static String write(Map<String, Object> fields) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      json.writeStartObject();
      for (Map.Entry<String, Object> field : fields.entrySet()) {
        json.writeFieldName(field.getKey());
        switch (field.getValue()) {
          case Iterable<?> items -> {
            json.writeStartArray();
            for (Object item : items) {
              json.writeString(String.valueOf(item));
            }
            json.writeEndArray();
          }
          case Integer number -> json.writeNumber(number);
          case Boolean flag -> json.writeBoolean(flag);
          case Object scalar -> json.writeString(scalar.toString());
        }
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new IllegalStateException("a string could not be written to", e);
    }
    return text.toString();
  }

  boolean isObject() {
    return value instanceof Map;
  }

  Json get(String name) {
    return new Json(value instanceof Map<?, ?> fields ? fields.get(name) : null);
  }

  /** The items of a list field; null where there is no such list. */
  @Nullable List<Json> items(String name) {
    return get(name).value() instanceof List<?> list
        ? list.stream().map(item -> new Json(item)).toList()
        : null;
  }

  @Nullable String text(String name) {
    return get(name).value() instanceof String text ? text : null;
  }

  String text(String name, String otherwise) {
    return Objects.requireNonNullElse(text(name), otherwise);
  }

  int number(String name, int otherwise) {
    return get(name).value() instanceof Number number ? number.intValue() : otherwise;
  }

  boolean is(String name) {
    return Boolean.TRUE.equals(get(name).value());
  }

  /** A time, cut to microseconds; null where there is none that can be read. */
  @Nullable Instant instant(String name) {
    String text = text(name);
    try {
      return text == null
          ? null
          : OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MICROS);
    } catch (DateTimeException e) {
      return null;
    }
  }
}
