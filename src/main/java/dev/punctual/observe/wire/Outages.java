package dev.punctual.observe.wire;

import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.wire.Http.Reply;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * What it means that a server did not answer, or wants to be left alone: said once, with what to
 * do. Nothing that is a secret comes in here.
 *
 * @param source name of the source
 * @param address host, port and path, for people
 * @param server what listens there, as {@code Airflow}
 */
public record Outages(String source, String address, String server) {

  private static final int LONGEST_DETAIL = 200;
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);

  /** No answer within the source's own time-out. */
  public SourceFailure timeout(Duration timeout) {
    return failure(
        address
            + " did not answer within "
            + timeout.toMillis() / 1000.0
            + " s; look at its load, or raise request-timeout");
  }

  /** No answer came. */
  public SourceFailure unreached(Throwable cause) {
    return failure(why(cause));
  }

  private String why(Throwable cause) {
    for (Throwable t = cause; t != null; t = t.getCause()) {
      switch (t) {
        case UnknownHostException e -> {
          return unknownHost();
        }
        case UnresolvedAddressException e -> {
          return unknownHost();
        }
        case HttpTimeoutException e -> {
          return address + " did not answer within the request-timeout; check the network";
        }
        case SSLException e -> {
          return "no trusted TLS connection to "
              + address
              + ": "
              + line(e.getMessage())
              + "; check the certificate, and whether the url should begin with http:";
        }
        case NoRouteToHostException e -> {
          return "there is no way to " + address + "; check the network";
        }
        case Throwable other -> {}
      }
    }
    if (cause instanceof ConnectException) {
      return address
          + " refused the connection; is "
          + server
          + " running, are host and port right?";
    }
    return "the connection to " + address + " broke: " + line(String.valueOf(cause.getMessage()));
  }

  private String unknownHost() {
    return "the host of " + address + " is unknown; check the url and name resolution";
  }

  /**
   * 429 and 5xx.
   *
   * @param detail what the answer says of itself, as {@code ": Forbidden"}, or empty
   * @param advice what to look at
   */
  public SourceFailure busy(Reply reply, String detail, String advice) {
    String what =
        reply.status() == 429 ? "asks for fewer requests" : "failed (" + reply.status() + ")";
    return new SourceFailure(
        source + ": " + address + " " + what + detail + "; " + advice,
        null,
        retryAfter(reply.header("Retry-After").orElse("")));
  }

  /** Anything else that stops the whole source; the name of the source is put before it. */
  public SourceFailure failure(String what) {
    return new SourceFailure(source + ": " + what, null);
  }

  /** Seconds or a date; null where it is neither, and never more than an hour. */
  static @Nullable Duration retryAfter(String header) {
    try {
      Duration wait =
          header.matches("[0-9]{1,9}")
              ? Duration.ofSeconds(Long.parseLong(header))
              : Duration.between(
                  InstantSource.system().instant(),
                  ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME));
      return wait.isNegative() ? null : wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** Somebody else's words on one line of at most 200 characters, without a full stop. */
  public static String line(@Nullable String text) {
    String line = text == null ? "no reason given" : text.strip().replaceAll("\\s+", " ");
    String cut = line.length() > LONGEST_DETAIL ? line.substring(0, LONGEST_DETAIL) + "…" : line;
    return cut.replaceAll("[.\\s]+$", "");
  }

  /** The host of a redirect, for people. */
  public static String host(String location) {
    try {
      String host = URI.create(location).getHost();
      return host == null ? "another page" : host;
    } catch (IllegalArgumentException e) {
      return "elsewhere";
    }
  }
}
