package dev.punctual.observe.bigquery;

import dev.punctual.observe.bigquery.TableCard.Column;
import dev.punctual.observe.bigquery.TableCard.Cut;
import dev.punctual.observe.sql.BadQuestion;
import dev.punctual.observe.sql.Parameters;
import dev.punctual.rule.BadScalarException;
import dev.punctual.rule.SqlText;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Which partition of a table holds a value, by the name BigQuery gives it. */
final class PartitionId {

  /** Where rows of the streaming buffer wait until they are put into their partition. */
  static final String BUFFERED = "__UNPARTITIONED__";

  private PartitionId() {}

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
   * The partition of a value. Partitions of instants, and those by ingestion, are cut in UTC; a
   * date is taken for the partition of its name all the same, which is how days are loaded.
   *
   * @param zone of times without one
   * @throws BadQuestion where the table has none for such a value
   */
  static String of(TableCard card, Object value, ZoneId zone) throws BadQuestion {
    return switch (card.cut()) {
      case Cut.None _ ->
          throw new BadQuestion(
              "it is not partitioned; write where or column instead of partition");
      case Cut.ByTime(String unit, String field) ->
          byTime(unit, value, isUtc(card, field) ? ZoneOffset.UTC : zone);
      case Cut.ByNumber range -> byNumber(range, value);
    };
  }

  private static boolean isUtc(TableCard card, @org.jspecify.annotations.Nullable String field) {
    Column column = field == null ? null : card.column(field);
    return column == null || column.type().equals("TIMESTAMP");
  }

  private static String byTime(String unit, Object value, ZoneId zone) throws BadQuestion {
    String pattern =
        switch (unit) {
          case "YEAR" -> "yyyy";
          case "MONTH" -> "yyyyMM";
          case "DAY" -> "yyyyMMdd";
          default -> "yyyyMMddHH";
        };
    if (value instanceof LocalDate && pattern.endsWith("HH")) {
      throw new BadQuestion(
          "it is partitioned by the hour, and a date is none; write partition: \":slot_start\" in a"
              + " rule with every, or where");
    }
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).format(local(value, zone));
  }

  private static LocalDateTime local(Object value, ZoneId zone) {
    return switch (value) {
      case LocalDate date -> date.atStartOfDay();
      case OffsetDateTime time -> time.atZoneSameInstant(zone).toLocalDateTime();
      default -> (LocalDateTime) value;
    };
  }

  /** A date as 20261120 lies in one of the ranges. */
  private static String byNumber(Cut.ByNumber range, Object value) throws BadQuestion {
    if (!(value instanceof LocalDate date)) {
      throw new BadQuestion("it is partitioned by a number, and a time is none; write where");
    }
    long number = Long.parseLong(DateTimeFormatter.BASIC_ISO_DATE.format(date));
    if (number < range.start() || number >= range.end()) {
      throw new BadQuestion(
          "its partitions go from "
              + range.start()
              + " to "
              + range.end()
              + " and hold no "
              + number
              + "; write where");
    }
    return Long.toString(number - Math.floorMod(number - range.start(), range.step()));
  }
}
