package dev.punctual.board;

import dev.punctual.judge.State;
import dev.punctual.web.ProblemException;
import io.micronaut.http.HttpParameters;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a program asks of deadlines, as SQL with its arguments. In order of their due instants.
 *
 * @param limit rows at most
 */
record DeadlineQuery(String sql, List<Object> arguments, int limit) {

  private static final int USUAL = 100;
  private static final int MOST = 1_000;

  /**
   * Reads {@code rule}, {@code team}, {@code state}, {@code from}, {@code to}, {@code limit} and
   * {@code cursor}; a date bounds the business date (both ends included), an instant the due
   * instant (half-open).
   *
   * @throws ProblemException when one of them cannot be read
   */
  static DeadlineQuery of(HttpParameters asked) {
    List<String> conditions = new ArrayList<>();
    List<Object> arguments = new ArrayList<>();
    any(asked.getAll("rule"), "rule_id", conditions, arguments);
    any(asked.getAll("team"), "team", conditions, arguments);
    any(states(asked.getAll("state")), "state", conditions, arguments);
    asked.getFirst("from").ifPresent(text -> bound(text, "from", conditions, arguments));
    asked.getFirst("to").ifPresent(text -> bound(text, "to", conditions, arguments));
    asked.getFirst("cursor").ifPresent(text -> after(text, conditions, arguments));
    int limit = limit(asked.getFirst("limit").orElse(null));
    String where = conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
    String sql =
        "select "
            + Past.COLUMNS
            + " from deadline"
            + where
            + " order by due_at, id limit "
            + (limit + 1);
    return new DeadlineQuery(sql, arguments, limit);
  }

  private static void any(
      List<String> values, String column, List<String> conditions, List<Object> arguments) {
    List<String> wanted =
        values.stream()
            .flatMap(v -> List.of(v.split(",", -1)).stream())
            .map(String::strip)
            .toList();
    if (!wanted.isEmpty()) {
      conditions.add(
          column + " in (" + String.join(", ", wanted.stream().map(_ -> "?").toList()) + ")");
      arguments.addAll(wanted);
    }
  }

  private static List<String> states(List<String> asked) {
    List<String> words =
        asked.stream().flatMap(v -> List.of(v.split(",", -1)).stream()).map(String::strip).toList();
    List<String> known = List.of(State.values()).stream().map(State::word).toList();
    for (String word : words) {
      if (!known.contains(word)) {
        throw ProblemException.badRequest(
            "No such state",
            "state is one of " + String.join(", ", known) + ", not \"" + word + "\".");
      }
    }
    return words;
  }

  private static void bound(
      String text, String name, List<String> conditions, List<Object> arguments) {
    boolean from = name.equals("from");
    try {
      if (text.indexOf('T') < 0) {
        arguments.add(LocalDate.parse(text));
        conditions.add("business_date " + (from ? ">= ?" : "<= ?"));
      } else {
        arguments.add(Instant.parse(text));
        conditions.add("due_at " + (from ? ">= ?" : "< ?"));
      }
    } catch (DateTimeException unreadable) {
      throw ProblemException.badRequest(
          name + " cannot be read",
          "\"" + text + "\" is neither a date (2026-11-20) nor an instant (2026-11-20T01:00:00Z).");
    }
  }

  private static int limit(@Nullable String text) {
    if (text == null) {
      return USUAL;
    }
    if (!text.matches("[0-9]{1,9}")
        || Integer.parseInt(text) < 1
        || Integer.parseInt(text) > MOST) {
      throw ProblemException.badRequest(
          "limit cannot be read",
          "limit is a number from 1 to " + MOST + ", not \"" + text + "\".");
    }
    return Integer.parseInt(text);
  }

  private static void after(String cursor, List<String> conditions, List<Object> arguments) {
    try {
      String plain = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
      int bar = plain.indexOf('|');
      Instant due = Instant.parse(plain.substring(0, bar));
      long id = Long.parseLong(plain.substring(bar + 1));
      conditions.add("due_at >= ? and (due_at > ? or id > ?)");
      arguments.add(due);
      arguments.add(due);
      arguments.add(id);
    } catch (IllegalArgumentException | DateTimeException | IndexOutOfBoundsException unreadable) {
      throw ProblemException.badRequest(
          "cursor cannot be read",
          "Pass next_cursor of the answer before, or none for the beginning.");
    }
  }

  /** Where the next page goes on. */
  static String cursor(Due last) {
    String plain = last.dueAt() + "|" + last.id();
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(plain.getBytes(StandardCharsets.UTF_8));
  }
}
