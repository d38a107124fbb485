package dev.punctual.observe.wire;

import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * The server's clock against ours, by the Date header. That is cut to the second, so anything
 * within two seconds is no difference.
 */
final class Offset {

  private static final Duration NOISE = Duration.ofSeconds(2);

  private @Nullable Duration value;

  void read(HttpResponse<?> response, Instant before, Instant after) {
    String date = response.headers().firstValue("Date").orElse("");
    try {
      Instant theirs = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      value = between(theirs, before, after);
    } catch (DateTimeException e) {
      value = null;
    }
  }

  /** Their time lies anywhere in the second they say, ours anywhere between asking and hearing. */
  static Duration between(Instant theirs, Instant before, Instant after) {
    Duration least = Duration.between(after, theirs);
    Duration most = Duration.between(before, theirs.plusSeconds(1));
    if (least.isPositive()) {
      return least.compareTo(NOISE) > 0 ? least : Duration.ZERO;
    }
    return most.isNegative() && most.negated().compareTo(NOISE) > 0 ? most : Duration.ZERO;
  }

  @Nullable Duration value() {
    return value;
  }
}
