package dev.punctual.observe.prometheus;

import dev.punctual.observe.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One value of an instant query.
 *
 * @param metric name of the metric; empty for the result of an expression
 */
record Series(String metric, double value) {

  /** The values of an answer's {@code data}; null where that is no vector or scalar. */
  static @Nullable List<Series> of(Json data) {
    return switch (data.text("resultType", "")) {
      case "scalar" -> {
        Double value = value(data.get("result"));
        yield value == null ? null : List.of(new Series("", value));
      }
      case "vector" -> vector(data);
      default -> null;
    };
  }

  private static @Nullable List<Series> vector(Json data) {
    List<Json> items = data.items("result");
    if (items == null) {
      return null;
    }
    List<Series> series = new ArrayList<>(items.size());
    for (Json item : items) {
      Double value = value(item.get("value"));
      if (value == null) {
        return null;
      }
      series.add(new Series(item.get("metric").text("__name__", ""), value));
    }
    return series;
  }

  /** A pair of a time and a number written as text. */
  private static @Nullable Double value(Json pair) {
    List<Json> both = pair.items();
    if (both == null || both.size() != 2) {
      return null;
    }
    String text = Objects.toString(both.get(1).value(), "");
    try {
      return switch (text) {
        case "NaN" -> Double.NaN;
        case "+Inf" -> Double.POSITIVE_INFINITY;
        case "-Inf" -> Double.NEGATIVE_INFINITY;
        default -> Double.valueOf(text);
      };
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
