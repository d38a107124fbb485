package dev.punctual.observe.wire;

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
 * A JSON value, read by name. A field that is missing and one that is null are the same, as APIs
 * differ in which of them they send.
 *
 * @param value a Map, List, String, Number or Boolean, or null
 */
public record Json(@Nullable Object value) {

  private static final JsonFactory FACTORY = new JsonFactory();

  /**
   * Reads one document.
   *
   * @throws IOException when it is not JSON
   */
  public static Json parse(byte[] document) throws IOException {
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

  /** A document of maps, lists, strings, numbers and booleans; others are written as text. */
  public static String write(Map<String, ? extends @Nullable Object> fields) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      write(json, fields);
    } catch (IOException e) {
      throw new IllegalStateException("a string could not be written to", e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, @Nullable Object value) throws IOException {
    switch (value) {
      case null -> json.writeNull();
      case Map<?, ?> fields -> {
        json.writeStartObject();
        for (Map.Entry<?, ?> field : fields.entrySet()) {
          json.writeFieldName(String.valueOf(field.getKey()));
          write(json, field.getValue());
        }
        json.writeEndObject();
      }
      case Iterable<?> items -> {
        json.writeStartArray();
        for (Object item : items) {
          write(json, item);
        }
        json.writeEndArray();
      }
      case Integer number -> json.writeNumber(number);
      case Long number -> json.writeNumber(number);
      case Boolean flag -> json.writeBoolean(flag);
      case Object scalar -> json.writeString(scalar.toString());
    }
  }

  public boolean isObject() {
    return value instanceof Map;
  }

  public Json get(String name) {
    return new Json(value instanceof Map<?, ?> fields ? fields.get(name) : null);
  }

  /** The items of a list; null where this is none. */
  public @Nullable List<Json> items() {
    return value instanceof List<?> list
        ? list.stream().map(item -> new Json(item)).toList()
        : null;
  }

  /** The items of a list field; null where there is no such list. */
  public @Nullable List<Json> items(String name) {
    return get(name).items();
  }

  public @Nullable String text(String name) {
    return get(name).value() instanceof String text ? text : null;
  }

  public String text(String name, String otherwise) {
    return Objects.requireNonNullElse(text(name), otherwise);
  }

  /** A whole number, also where it is sent as a string; null where there is none. */
  public @Nullable Long whole(String name) {
    Object field = get(name).value();
    try {
      return field instanceof Number number
          ? Long.valueOf(number.longValue())
          : field instanceof String text ? Long.valueOf(text.strip()) : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  public int number(String name, int otherwise) {
    return get(name).value() instanceof Number number ? number.intValue() : otherwise;
  }

  public boolean is(String name) {
    return Boolean.TRUE.equals(get(name).value());
  }

  /** A time, cut to microseconds; null where there is none that can be read. */
  public @Nullable Instant instant(String name) {
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
