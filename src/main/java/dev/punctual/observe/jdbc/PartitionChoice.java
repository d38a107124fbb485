package dev.punctual.observe.jdbc;

import dev.punctual.observe.jdbc.Partitioning.Partition;
import dev.punctual.observe.sql.BadQuestion;
import dev.punctual.observe.sql.Parameters;
import dev.punctual.rule.BadScalarException;
import dev.punctual.rule.SqlText;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.chrono.ChronoLocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which partitions of a table hold a value, by their bounds, compared as the key's type compares.
 * The default partition and hash partitions hold nothing in particular.
 *
 * @param zone of dates where the key is an instant, and of instants where it is not
 */
record PartitionChoice(Partitioning partitioning, Object value, ZoneId zone) {

  private static final Pattern LISTS =
      Pattern.compile("FOR VALUES (?:IN \\((.*)\\)|FROM \\((.*)\\) TO \\((.*)\\))", Pattern.DOTALL);
  private static final Pattern ITEM = Pattern.compile("'((?:[^']|'')*)'|([^,\\s]+)");
  private static final Pattern WHOLE_NUMBER = Pattern.compile("int[248]|numeric|oid");

  /**
   * The value a rule names, such as {@code :data_date}.
   *
   * @throws BadQuestion when it is no parameter of this deadline
   */
  static Object value(String written, Parameters parameters) throws BadQuestion {
    try {
      return parameters.value(SqlText.parseParameter(written));
    } catch (BadScalarException e) {
      throw new BadQuestion(String.valueOf(e.getMessage()).replaceAll("\\.$", ""));
    }
  }

  /**
   * The partitions that hold the value; empty when there is none yet.
   *
   * @throws BadQuestion when the days of the table begin at another hour than the rule's
   */
  List<Partition> chosen() throws BadQuestion {
    Key wanted = key(value);
    List<Partition> chosen = new ArrayList<>();
    for (Partition partition : partitioning.partitions()) {
      if (wanted != null && holds(partition.bound(), wanted)) {
        refuseOtherDays(partition, wanted);
        chosen.add(partition);
      }
    }
    return chosen;
  }

  /** A partition that begins before the date's midnight and ends within it is another day's. */
  private void refuseOtherDays(Partition partition, Key wanted) throws BadQuestion {
    Matcher lists = LISTS.matcher(partition.bound());
    if (!(value instanceof LocalDate date)
        || !partitioning.keyType().equals("timestamptz")
        || !lists.matches()
        || lists.group(2) == null) {
      return;
    }
    Key nextDay = key(date.plusDays(1));
    boolean before = side(items(lists.group(2)).getFirst(), wanted) < 0;
    boolean within = nextDay != null && side(items(lists.group(3)).getFirst(), nextDay) < 0;
    if (before && within) {
      throw new BadQuestion(
          "its partitions are not cut at midnight in "
              + zone
              + " ("
              + partition.name()
              + "); set timezone on the source to the zone of the partitions");
    }
  }

  private boolean holds(String bound, Key wanted) {
    Matcher lists = LISTS.matcher(bound);
    if (!lists.matches()) {
      return false;
    }
    String in = lists.group(1);
    if (in != null) {
      return items(in).stream().anyMatch(item -> item.literal() && isIn(item.text(), wanted));
    }
    List<Item> from = items(lists.group(2));
    List<Item> to = items(lists.group(3));
    boolean severalColumns = from.size() > 1;
    return side(from.getFirst(), wanted) <= 0
        && (side(to.getFirst(), wanted) > 0
            || (severalColumns && side(to.getFirst(), wanted) == 0));
  }

  /** A date in a list of texts may be written with or without its hyphens. */
  private boolean isIn(String item, Key wanted) {
    boolean basic =
        value instanceof LocalDate date
            && !wanted.text().isEmpty()
            && item.equals(DateTimeFormatter.BASIC_ISO_DATE.format(date));
    return basic || wanted.equals(key(item));
  }

  /** Where a bound lies to the value: negative before it. */
  private int side(Item bound, Key wanted) {
    if (bound.text().equals("MINVALUE") && !bound.literal()) {
      return -1;
    }
    if (bound.text().equals("MAXVALUE") && !bound.literal()) {
      return 1;
    }
    Key key = key(bound.text());
    return key == null ? 1 : key.compareTo(wanted);
  }

  /**
   * One value of a bound.
   *
   * @param literal as against MINVALUE, MAXVALUE, NULL
   */
  private record Item(String text, boolean literal) {}

  private static List<Item> items(String list) {
    List<Item> items = new ArrayList<>();
    Matcher item = ITEM.matcher(list);
    while (item.find()) {
      String quoted = item.group(1);
      String bare = item.group(2);
      items.add(
          quoted == null
              ? new Item(bare, !bare.matches("MINVALUE|MAXVALUE|NULL"))
              : new Item(quoted.replace("''", "'"), true));
    }
    return items;
  }

  /** A comparable form of a value; keys of one table are of one kind. */
  private record Key(@Nullable Instant time, @Nullable BigDecimal number, String text)
      implements Comparable<Key> {

    static Key at(ChronoLocalDateTime<?> local) {
      return new Key(local.toInstant(ZoneOffset.UTC), null, "");
    }

    @Override
    public int compareTo(Key other) {
      if (time != null && other.time != null) {
        return time.compareTo(other.time);
      }
      if (number != null && other.number != null) {
        return number.compareTo(other.number);
      }
      return text.compareTo(other.text);
    }
  }

  /** Null where the value cannot be one of the key's type. */
  private @Nullable Key key(Object value) {
    try {
      return switch (partitioning.keyType()) {
        case "date" -> Key.at(local(value).toLocalDate().atStartOfDay());
        case "timestamp" -> Key.at(local(value));
        case "timestamptz" -> new Key(instant(value), null, "");
        case String type when WHOLE_NUMBER.matcher(type).matches() ->
            new Key(null, number(value).stripTrailingZeros(), "");
        case String type -> text(type, value);
      };
    } catch (DateTimeException | NumberFormatException e) {
      return null;
    }
  }

  /** Keys that are text, or an expression: by time where both sides read as one. */
  private Key text(String type, Object value) {
    if (type.isEmpty()) {
      try {
        return Key.at(local(value));
      } catch (DateTimeException e) {
        return new Key(null, null, value.toString());
      }
    }
    return new Key(null, null, value.toString());
  }

  private LocalDateTime local(Object value) {
    return switch (value) {
      case LocalDate date -> date.atStartOfDay();
      case LocalDateTime time -> time;
      case OffsetDateTime time -> time.atZoneSameInstant(zone).toLocalDateTime();
      default -> {
        String text = value.toString().replace(' ', 'T');
        yield text.length() > 10
            ? LocalDateTime.parse(text.replaceFirst("(\\+00(:00)?|Z)$", ""))
            : LocalDate.parse(text).atStartOfDay();
      }
    };
  }

  private Instant instant(Object value) {
    return switch (value) {
      case LocalDate date -> date.atStartOfDay(zone).toInstant();
      case LocalDateTime time -> time.atZone(zone).toInstant();
      case OffsetDateTime time -> time.toInstant();
      default -> local(value).toInstant(ZoneOffset.UTC);
    };
  }

  private static BigDecimal number(Object value) {
    return value instanceof LocalDate date
        ? new BigDecimal(DateTimeFormatter.BASIC_ISO_DATE.format(date))
        : new BigDecimal(value.toString());
  }
}
