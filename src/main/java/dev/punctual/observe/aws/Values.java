package dev.punctual.observe.aws;

import dev.punctual.observe.Probe;
import dev.punctual.rule.BadScalarException;
import dev.punctual.rule.Deadline;
import dev.punctual.rule.SqlText;
import dev.punctual.rule.SqlText.Parameter;
import dev.punctual.rule.SqlText.Shape;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What {@code :data_date} and its kin are for one deadline, and how Athena is told them: as typed
 * literals, since its own execution parameters are texts.
 *
 * @param daysBack how many days earlier everything is asked for
 * @param zone of dates and of times without a zone
 */
record Values(Deadline deadline, int daysBack, ZoneId zone) {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);

  /**
   * The values of a probe.
   *
   * @throws BadQuestion for freshness, which has no dates
   */
  static Values of(Probe probe, @Nullable ZoneId sourceZone) throws BadQuestion {
    Deadline deadline = probe.deadline();
    if (deadline == null) {
      throw new BadQuestion(
          "a freshness rule has no dates to ask for; it needs column or modified");
    }
    return new Values(deadline, 0, sourceZone == null ? deadline.timezone() : sourceZone);
  }

  Values weekEarlier() {
    return new Values(deadline, 7, zone);
  }

  /**
   * A value alone, as of {@code partition}.
   *
   * @return a date, an instant or a local time
   */
  Object value(String written) throws BadQuestion {
    try {
      return value(SqlText.parseParameter(written));
    } catch (BadScalarException e) {
      throw bad(e);
    }
  }

  private Object value(Parameter parameter) throws BadQuestion {
    return switch (parameter) {
      case DATA_DATE -> deadline.dataDate().minusDays(daysBack);
      case BUSINESS_DATE -> deadline.businessDate().minusDays(daysBack);
      case OPENS_AT -> back(deadline.opensAt());
      case DUE_AT -> back(deadline.dueAt());
      case SLOT_START -> back(slot(parameter));
      case SLOT_END -> slotEnd(parameter);
      case SLOT_START_LOCAL -> local(back(slot(parameter)));
      case SLOT_END_LOCAL -> local(slotEnd(parameter));
    };
  }

  private Instant slotEnd(Parameter parameter) throws BadQuestion {
    slot(parameter);
    return back(deadline.opensAt());
  }

  private Instant slot(Parameter parameter) throws BadQuestion {
    Instant slot = deadline.slot();
    if (slot == null) {
      throw new BadQuestion(":" + parameter.word() + " needs a rule with every");
    }
    return slot;
  }

  /** The same time of the local clock that many days before. */
  Instant back(Instant instant) {
    return instant.atZone(zone).minusDays(daysBack).toInstant();
  }

  LocalDateTime local(Instant instant) {
    return LocalDateTime.ofInstant(instant, zone);
  }

  /** SQL of a rule in parentheses, with literals in the place of its parameters. */
  String sql(String text, Shape shape) throws BadQuestion {
    return "(" + with(text, shape, true) + ")";
  }

  /** A condition with its values in place, on one line, for people only. */
  String shown(String text) throws BadQuestion {
    return with(text, Shape.EXPRESSION, false).replaceAll("\\s+", " ").strip();
  }

  private String with(String text, Shape shape, boolean literal) throws BadQuestion {
    try {
      SqlText sql = SqlText.parse(text, shape);
      for (Parameter parameter : sql.parameters()) {
        value(parameter);
      }
      return sql.with(parameter -> literal ? literal(known(parameter)) : shown(known(parameter)));
    } catch (BadScalarException e) {
      throw bad(e);
    }
  }

  private Object known(Parameter parameter) {
    try {
      return value(parameter);
    } catch (BadQuestion e) {
      throw new IllegalStateException("looked at before", e);
    }
  }

  private static BadQuestion bad(BadScalarException e) {
    return new BadQuestion(String.valueOf(e.getMessage()).replaceAll("\\.$", ""));
  }

  private static String shown(Object value) {
    return value instanceof Instant instant
        ? instant.atOffset(ZoneOffset.UTC).toString()
        : value.toString();
  }

  /** A date or time as SQL. */
  static String literal(Object value) {
    return switch (value) {
      case LocalDate date -> "date '" + date + "'";
      case LocalDateTime time -> "timestamp '" + TIME.format(time) + "'";
      case Instant instant ->
          "timestamp '" + TIME.format(instant.atOffset(ZoneOffset.UTC)) + " UTC'";
      default -> throw new IllegalArgumentException("no literal for " + value.getClass());
    };
  }
}
