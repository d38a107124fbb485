package dev.punctual.observe.bigquery;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * SQL text with a {@code ?} for each bound value, which is how a rule's own SQL comes; a value's
 * type is said with it, so nothing is ever pasted.
 *
 * @param binds {@code LocalDate}, {@code LocalDateTime}, {@code OffsetDateTime} or {@code String}
 */
record Sql(String text, List<Object> binds) {

  private static final DateTimeFormatter INSTANT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSSxxx", Locale.ROOT);
  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS", Locale.ROOT);

  Sql {
    binds = List.copyOf(binds);
  }

  static Builder of(String text) {
    return new Builder().add(text);
  }

  static Sql plain(String text) {
    return of(text).build();
  }

  /** The values as {@code queryParameters}. */
  List<Map<String, Object>> parameters() {
    return binds.stream().map(Sql::parameter).toList();
  }

  private static Map<String, Object> parameter(Object value) {
    return switch (value) {
      case LocalDate date -> typed("DATE", date.toString());
      case LocalDateTime time -> typed("DATETIME", LOCAL.format(time));
      case OffsetDateTime time -> typed("TIMESTAMP", INSTANT.format(time));
      default -> typed("STRING", value.toString());
    };
  }

  private static Map<String, Object> typed(String type, String value) {
    return Map.of("parameterType", Map.of("type", type), "parameterValue", Map.of("value", value));
  }

  /** Text and values in the order they are written. */
  static final class Builder {
    private final StringBuilder text = new StringBuilder();
    private final List<Object> binds = new ArrayList<>();

    Builder add(String part) {
      text.append(part);
      return this;
    }

    Builder add(Sql part) {
      text.append(part.text());
      binds.addAll(part.binds());
      return this;
    }

    /** A value whose question mark stands in the text already. */
    Builder value(Object value) {
      binds.add(value);
      return this;
    }

    Builder bind(Object value) {
      text.append('?');
      binds.add(value);
      return this;
    }

    /** {@code (?, ?)}. */
    Builder list(Collection<String> values) {
      text.append('(').append(String.join(", ", values.stream().map(v -> "?").toList()));
      text.append(')');
      binds.addAll(values);
      return this;
    }

    Sql build() {
      return new Sql(text.toString(), binds);
    }
  }
}
