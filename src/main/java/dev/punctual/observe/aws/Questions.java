package dev.punctual.observe.aws;

import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Absent;
import dev.punctual.observe.Observation.Unreachable;
import dev.punctual.observe.Probe;
import dev.punctual.observe.aws.Question.Proof;
import dev.punctual.rule.Deadline;
import dev.punctual.rule.Readiness;
import dev.punctual.rule.RowsRule;
import dev.punctual.rule.SqlText.Shape;
import dev.punctual.rule.Target;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** Puts probes into SQL of Athena: evidence and gates of a probe are one SELECT. */
final class Questions {

  /** Values are looked for so many days before the deadline; older ones only say "not yet". */
  private static final int LOOK_BACK = 8;

  private final @Nullable ZoneId zone;
  private final Instant now;

  /**
   * Writes for one round.
   *
   * @param zone of times without one; null for the rule's
   */
  Questions(@Nullable ZoneId zone, Instant now) {
    this.zone = zone;
    this.now = now;
  }

  /** A question to ask, or what is said without asking. */
  sealed interface Step {
    record Asked(Question question) implements Step {}

    record Said(Observation observation) implements Step {}
  }

  Step query(Probe probe, Target.Query query) {
    try {
      String answer = text(bound(probe, query.sql()));
      Proof proof = new Proof.Value(Scale.of(probe, now, zone));
      return new Step.Asked(
          new Question(probe, columns("null", "null", "null", "null", answer), "", proof));
    } catch (BadQuestion e) {
      return new Step.Said(new Unreachable("the query cannot be asked: " + e.getMessage()));
    }
  }

  Step where(Probe probe, Card card, String expression) {
    try {
      Values values = Values.of(probe, zone);
      String condition = values.sql(expression, Shape.EXPRESSION);
      String earlier =
          comparesWeeks(probe) ? values.weekEarlier().sql(expression, Shape.EXPRESSION) : null;
      return counting(
          probe, card, condition, earlier, new Proof.Matching(values.shown(expression)));
    } catch (BadQuestion e) {
      return unaskable(card, e);
    }
  }

  /** Gates of a partition that is there. */
  Step partition(Probe probe, Card card, String condition, @Nullable String earlier, Proof proof) {
    try {
      return counting(probe, card, condition, comparesWeeks(probe) ? earlier : null, proof);
    } catch (BadQuestion e) {
      return unaskable(card, e);
    }
  }

  /** Gates of a table that was written inside the window. */
  Step written(Probe probe, Card card, Proof proof) {
    if (comparesWeeks(probe)) {
      return new Step.Said(
          new Absent(
              "last week's rows of "
                  + card.name()
                  + " cannot be counted without a date; write where or column under ready_when"));
    }
    try {
      return counting(probe, card, "true", null, proof);
    } catch (BadQuestion e) {
      return unaskable(card, e);
    }
  }

  static Step unaskable(Card card, BadQuestion e) {
    return new Step.Said(new Unreachable(card.name() + " cannot be asked: " + e.getMessage()));
  }

  private Step counting(
      Probe probe, Card card, String condition, @Nullable String earlier, Proof proof)
      throws BadQuestion {
    String table = card.name().quoted();
    String before =
        earlier == null ? "null" : "(select count(*) from " + table + " where " + earlier + ")";
    String check = check(probe);
    String answer = check == null ? "null" : "case when q.c > 0 then " + text(check) + " end";
    return new Step.Asked(
        new Question(
            probe,
            columns("q.c", before, "null", "null", answer),
            "from (select count(*) as c from " + table + " where " + condition + ") q",
            proof));
  }

  /**
   * The newest value of a date or time column.
   *
   * @param type {@code date}, {@code timestamp} or {@code timestamptz}
   */
  Step column(Probe probe, Card card, String column, String type) {
    try {
      Scale scale = Scale.of(probe, now, zone);
      String name = Card.Name.quote(column);
      String nowIs = literal(type, scale, now);
      Deadline deadline = probe.deadline();
      boolean counts = deadline != null && hasGates(probe.rule().readiness());
      String inside = counts ? "count_if(" + inside(name, type, scale, deadline, 0) + ")" : "null";
      String before =
          counts && comparesWeeks(probe)
              ? "count_if(" + inside(name, type, scale, deadline, 7) + ")"
              : "null";
      String check = check(probe);
      String columns =
          columns(
              "p.c",
              "p.w",
              text("p.m"),
              text("p.a"),
              check == null ? "null" : "case when p.c > 0 then " + text(check) + " end");
      String from =
          "from (select %s as c, %s as w, max(%s) filter (where %s <= %s) as m, max(%s) filter (where %s > %s) as a from %s%s) p"
              .formatted(
                  inside,
                  before,
                  name,
                  name,
                  nowIs,
                  name,
                  name,
                  nowIs,
                  card.name().quoted(),
                  deadline == null ? "" : " where " + name + " >= " + bound(type, scale, deadline));
      return new Step.Asked(new Question(probe, columns, from, new Proof.NewestOf(column, scale)));
    } catch (BadQuestion e) {
      return unaskable(card, e);
    }
  }

  private static String bound(String type, Scale scale, Deadline deadline) {
    Instant opens = deadline.opensAt().atZone(scale.zone()).minusDays(LOOK_BACK).toInstant();
    return type.equals("date")
        ? Values.literal(deadline.dataDate().minusDays(LOOK_BACK))
        : literal(type, scale, opens);
  }

  /** Whether a row's value lies where the evidence wants it, or lay there some days before. */
  private String inside(
      String name, String type, Scale scale, @Nullable Deadline deadline, int daysBack) {
    if (deadline == null) {
      return "true";
    }
    Instant until = now.atZone(scale.zone()).minusDays(daysBack).toInstant();
    Instant opens = deadline.opensAt().atZone(scale.zone()).minusDays(daysBack).toInstant();
    LocalDate from = deadline.dataDate().minusDays(daysBack);
    return name
        + " between "
        + (type.equals("date") ? Values.literal(from) : literal(type, scale, opens))
        + " and "
        + literal(type, scale, until);
  }

  private static String literal(String type, Scale scale, Instant instant) {
    return switch (type) {
      case "date" -> Values.literal(LocalDate.ofInstant(instant, scale.zone()));
      case "timestamptz" -> Values.literal(instant);
      default -> Values.literal(LocalDateTime.ofInstant(instant, scale.localZone()));
    };
  }

  private @Nullable String check(Probe probe) throws BadQuestion {
    String check = probe.rule().readiness().check();
    return check == null ? null : bound(probe, check);
  }

  private String bound(Probe probe, String sql) throws BadQuestion {
    return probe.deadline() == null && sql.indexOf(':') < 0
        ? "(" + sql + ")"
        : Values.of(probe, zone).sql(sql, Shape.SELECT);
  }

  static boolean comparesWeeks(Probe probe) {
    RowsRule rows = probe.rule().readiness().rows();
    return rows != null && rows.relativeToLastWeek();
  }

  private static boolean hasGates(Readiness readiness) {
    return readiness.rows() != null || readiness.check() != null || readiness.stableFor() != null;
  }

  private static String text(String value) {
    return "cast(" + value + " as varchar)";
  }

  private static String columns(
      String counted, String lastWeek, String newest, String ahead, String answer) {
    return "cast(%s as bigint), cast(%s as bigint), cast(%s as varchar), cast(%s as varchar), cast(%s as varchar)"
        .formatted(counted, lastWeek, newest, ahead, answer);
  }
}
