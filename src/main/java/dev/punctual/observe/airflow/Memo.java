package dev.punctual.observe.airflow;

import dev.punctual.observe.Probe;
import dev.punctual.rule.Deadline;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What earlier rounds saw end badly, so that a task which a person then marks as success is not
 * taken to have succeeded at the end of the attempt that failed. Written only when it changes; the
 * keys of a rule come round again after eight days.
 *
 * @param subject run and task it is about
 * @param seenAt when these ends were first seen
 * @param bad by part (−1: not mapped, or the run): end of the attempt that did not succeed; {@link
 *     Instant#MIN} where it had none
 * @param marked between which instants it was marked as success; null while it was not
 */
record Memo(
    String subject, Instant seenAt, SortedMap<Integer, Instant> bad, @Nullable Span marked) {

  private static final int DAYS = 8;
  private static final int MOST_PARTS = 200;

  Memo {
    bad = Collections.unmodifiableSortedMap(new TreeMap<>(bad));
  }

  static Memo of(String subject, Instant seenAt, Map<Integer, Instant> bad) {
    SortedMap<Integer, Instant> bounded = new TreeMap<>();
    bad.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .limit(MOST_PARTS)
        .forEach(entry -> bounded.put(entry.getKey(), entry.getValue()));
    return new Memo(subject, seenAt, bounded, null);
  }

  /** Whether this end is one that was seen not to be a success. */
  boolean isBad(int part, @Nullable Instant end) {
    Instant known = bad.get(part);
    return known != null && known.equals(end == null ? Instant.MIN : end);
  }

  Memo markedIn(Span span) {
    return new Memo(subject, seenAt, bad, span);
  }

  /** Where the memo of a probe stands; null for freshness rules, which have none. */
  static @Nullable String key(Probe probe) {
    Deadline deadline = probe.deadline();
    if (deadline == null) {
      return null;
    }
    long day = Math.floorMod(deadline.businessDate().toEpochDay(), DAYS);
    String key = "ended/" + probe.rule().id() + "/" + day;
    return deadline.slot() == null
        ? key
        : key + "/" + deadline.slot().atOffset(ZoneOffset.UTC).toLocalTime();
  }

  String print() {
    String ends =
        bad.entrySet().stream()
            .map(entry -> entry.getKey() + "@" + entry.getValue())
            .collect(Collectors.joining(","));
    return String.join(
        " ",
        URLEncoder.encode(subject, StandardCharsets.UTF_8),
        seenAt.toString(),
        ends,
        marked == null ? "-" : marked.from() + "/" + marked.to());
  }

  /** Reads what was printed; null for anything else, or when it is about something else. */
  static @Nullable Memo parse(@Nullable String text, String subject) {
    String[] parts = text == null ? new String[0] : text.split(" ", -1);
    try {
      if (parts.length != 4
          || !URLDecoder.decode(parts[0], StandardCharsets.UTF_8).equals(subject)) {
        return null;
      }
      SortedMap<Integer, Instant> bad = new TreeMap<>();
      for (String entry : parts[2].split(",", -1)) {
        int at = entry.indexOf('@');
        bad.put(Integer.parseInt(entry, 0, at, 10), Instant.parse(entry.substring(at + 1)));
      }
      return new Memo(subject, Instant.parse(parts[1]), bad, span(parts[3]));
    } catch (DateTimeException | IllegalArgumentException | IndexOutOfBoundsException e) {
      return null;
    }
  }

  private static @Nullable Span span(String text) {
    int slash = text.indexOf('/');
    return slash < 0
        ? null
        : new Span(
            Instant.parse(text.substring(0, slash)), Instant.parse(text.substring(slash + 1)));
  }
}
