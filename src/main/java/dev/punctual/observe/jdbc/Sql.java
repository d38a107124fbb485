package dev.punctual.observe.jdbc;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * SQL text with a {@code ?} for each bound value.
 *
 * @param binds {@code LocalDate}, {@code LocalDateTime} or {@code OffsetDateTime}
 */
record Sql(String text, List<Object> binds) {

  Sql {
    binds = List.copyOf(binds);
  }

  /** An array as PostgreSQL reads it; the text casts it. */
  static String array(Collection<?> values) {
    return values.stream()
        .map(value -> '"' + value.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"')
        .collect(Collectors.joining(",", "{", "}"));
  }

  static Builder of(String text) {
    return new Builder().add(text);
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

    Sql build() {
      return new Sql(text.toString(), binds);
    }
  }
}
