package dev.punctual.observe.aws;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which partitions of a Hive table hold a date or an hour, by the names, types and usual spellings
 * of its keys: {@code dt=2026-11-20}, {@code dt=20261120}, {@code year=2026/month=11/day=20},
 * {@code dt=2026-11-20/hour=09}. Keys that say something else are left open.
 *
 * @param texts by key, outermost first, how its value may be spelt; none for a key left open
 */
record PartitionChoice(Map<String, List<String>> texts, Map<String, String> types) {

  private static final Pattern YEAR = Pattern.compile("year|yyyy|yr|y");
  private static final Pattern MONTH = Pattern.compile("month|mm|mon|mo|m");
  private static final Pattern DAY = Pattern.compile("day|dd|dom|d");
  private static final Pattern HOUR = Pattern.compile("hour|hh|hr|h");
  private static final Pattern DATE =
      Pattern.compile(
          "(.*_)?(dt|ds|date|day|ymd|yyyymmdd|datehour|ymdh|d)(_.*)?|.*(date|day)|(date|day).*");
  private static final Pattern WHOLE = Pattern.compile("(tiny|small|big)?int|integer");
  private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_]*");

  /**
   * Chooses.
   *
   * @param value a date, an instant or a local time
   * @param zone of instants
   * @throws BadQuestion where no key can be told to be the date
   */
  static PartitionChoice of(Card card, Object value, ZoneId zone) throws BadQuestion {
    LocalDateTime time =
        switch (value) {
          case LocalDate date -> date.atStartOfDay();
          case Instant instant -> LocalDateTime.ofInstant(instant, zone);
          case LocalDateTime local -> local;
          default -> throw new IllegalArgumentException("no partition for " + value.getClass());
        };
    return new Chooser(card, time, value instanceof LocalDate).choice();
  }

  /** Whether every key has a value. */
  boolean isExact() {
    return texts.values().stream().noneMatch(List::isEmpty);
  }

  /** Every spelling of the whole, in the order of the keys. */
  List<List<String>> combinations() {
    List<List<String>> all = List.of(List.of());
    for (List<String> some : texts.values()) {
      List<List<String>> longer = new ArrayList<>();
      for (List<String> begun : all) {
        for (String text : some) {
          List<String> one = new ArrayList<>(begun);
          one.add(text);
          longer.add(List.copyOf(one));
        }
      }
      all = longer;
    }
    return all;
  }

  /** A condition in the words of Glue. */
  String expression() {
    return condition(key -> key);
  }

  /** A condition in the SQL of Athena. */
  String sql() {
    return condition(Card.Name::quote);
  }

  private String condition(java.util.function.UnaryOperator<String> name) {
    return texts.entrySet().stream()
        .filter(key -> !key.getValue().isEmpty())
        .map(
            key ->
                key.getValue().stream()
                    .map(text -> name.apply(key.getKey()) + " = " + literal(key.getKey(), text))
                    .distinct()
                    .collect(Collectors.joining(" or ", "(", ")")))
        .collect(Collectors.joining(" and "));
  }

  private String literal(String key, String text) {
    String type = types.getOrDefault(key, "string");
    if (WHOLE.matcher(type).matches()) {
      return text.replaceFirst("^0+(?=.)", "");
    }
    return (type.equals("date") ? "date " : type.startsWith("timestamp") ? "timestamp " : "")
        + "'"
        + text
        + "'";
  }

  /** For people: {@code dt=2026-11-20}. */
  @Override
  public String toString() {
    return texts.entrySet().stream()
        .filter(key -> !key.getValue().isEmpty())
        .map(key -> key.getKey() + "=" + key.getValue().getFirst())
        .collect(Collectors.joining("/"));
  }

  /** Finds out what each key is. */
  private static final class Chooser {

    private final Card card;
    private final LocalDateTime time;
    private final boolean wholeDay;

    Chooser(Card card, LocalDateTime time, boolean wholeDay) {
      this.card = card;
      this.time = time;
      this.wholeDay = wholeDay;
    }

    PartitionChoice choice() throws BadQuestion {
      List<String> keys = card.partitionKeys();
      for (String key : keys) {
        if (!PLAIN.matcher(key).matches()) {
          throw new BadQuestion("its partition key " + key + " is no plain name; write where");
        }
      }
      boolean parts = keys.stream().anyMatch(key -> YEAR.matcher(key).matches());
      boolean hours = keys.stream().anyMatch(key -> HOUR.matcher(key).matches());
      String date = parts ? null : dateKey(keys);
      Map<String, List<String>> texts = new LinkedHashMap<>();
      for (String key : keys) {
        texts.put(key, parts || HOUR.matcher(key).matches() ? part(key) : List.of());
        if (key.equals(date)) {
          texts.put(key, wholeDay || hours ? day(key) : hour(key));
        }
      }
      if (texts.values().stream().allMatch(List::isEmpty)) {
        throw noDate(keys);
      }
      return new PartitionChoice(texts, types(keys));
    }

    private Map<String, String> types(List<String> keys) {
      Map<String, String> types = new LinkedHashMap<>();
      keys.forEach(key -> types.put(key, type(key)));
      return types;
    }

    private String dateKey(List<String> keys) throws BadQuestion {
      List<String> others = keys.stream().filter(key -> !HOUR.matcher(key).matches()).toList();
      for (String key : others) {
        if (type(key).equals("date") || type(key).startsWith("timestamp")) {
          return key;
        }
      }
      for (String key : others) {
        if (DATE.matcher(key).matches()) {
          return key;
        }
      }
      if (others.size() == 1) {
        return others.getFirst();
      }
      throw noDate(keys);
    }

    private BadQuestion noDate(List<String> keys) {
      return new BadQuestion(
          "none of its partition keys ("
              + String.join(", ", keys)
              + ") can be told to be the date; write where");
    }

    private List<String> part(String key) {
      if (YEAR.matcher(key).matches()) {
        return List.of(Integer.toString(time.getYear()));
      }
      if (MONTH.matcher(key).matches()) {
        return padded(time.getMonthValue());
      }
      if (DAY.matcher(key).matches()) {
        return padded(time.getDayOfMonth());
      }
      return HOUR.matcher(key).matches() && !wholeDay ? padded(time.getHour()) : List.of();
    }

    private static List<String> padded(int number) {
      Set<String> both = new LinkedHashSet<>();
      both.add(String.format(Locale.ROOT, "%02d", number));
      both.add(Integer.toString(number));
      return List.copyOf(both);
    }

    private List<String> day(String key) {
      String projected = projected(key);
      if (projected != null) {
        return List.of(projected);
      }
      String type = type(key);
      if (type.startsWith("timestamp")) {
        return List.of(written("yyyy-MM-dd HH:mm:ss"), written("yyyy-MM-dd HH:mm:ss.S"));
      }
      String basic = written("yyyyMMdd");
      return type.equals("date")
          ? List.of(written("yyyy-MM-dd"))
          : WHOLE.matcher(type).matches() ? List.of(basic) : List.of(written("yyyy-MM-dd"), basic);
    }

    private List<String> hour(String key) {
      String projected = projected(key);
      if (projected != null) {
        return List.of(projected);
      }
      return WHOLE.matcher(type(key)).matches()
          ? List.of(written("yyyyMMddHH"))
          : List.of(
              written("yyyy-MM-dd-HH"),
              written("yyyyMMddHH"),
              written("yyyy-MM-dd HH:mm:ss"),
              written("yyyy-MM-dd'T'HH"),
              written("yyyy-MM-dd HH"));
    }

    /** As the table's own projection spells a date. */
    private @Nullable String projected(String key) {
      String format = card.parameters().get("projection." + key + ".format");
      if (!card.isProjected() || format == null) {
        return null;
      }
      try {
        return written(format);
      } catch (IllegalArgumentException e) {
        return null;
      }
    }

    private String written(String pattern) {
      LocalDateTime at = wholeDay ? time.with(LocalTime.MIDNIGHT) : time;
      return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).format(at);
    }

    private String type(String key) {
      return card.columns().getOrDefault(key, "string");
    }
  }
}
