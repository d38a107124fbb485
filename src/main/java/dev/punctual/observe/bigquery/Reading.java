package dev.punctual.observe.bigquery;

import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Newest;
import dev.punctual.observe.Observation.NotYet;
import dev.punctual.observe.Observation.Present;
import dev.punctual.observe.Observation.Strength;
import dev.punctual.observe.Observation.Unreachable;
import dev.punctual.observe.Probe;
import dev.punctual.observe.bigquery.Question.Proof;
import dev.punctual.observe.bigquery.Question.Row;
import dev.punctual.observe.sql.Scale;
import dev.punctual.observe.sql.Scale.Moment;
import dev.punctual.observe.sql.Words;
import dev.punctual.rule.RowsRule;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Says in words what a row proves. Texts change only with what was seen. */
final class Reading {

  private final Question question;
  private final Probe probe;
  private final Row row;
  private final String target;

  private Reading(Question question, Row row) {
    this.question = question;
    this.probe = question.probe();
    this.row = row;
    this.target = probe.rule().target().path();
  }

  static Observation of(Question question, Row row) {
    Reading reading = new Reading(question, row);
    return switch (question.proof()) {
      case Proof.Matching(String shown) -> reading.matching(shown);
      case Proof.NewestOf newest -> reading.newest(newest);
      case Proof.Value(Scale scale) -> reading.value(scale);
      case Proof.Seen(Observation yes) -> reading.checked(yes, yes.text());
    };
  }

  private long counted() {
    return Objects.requireNonNullElse(row.counted(), 0L);
  }

  private Observation matching(String shown) {
    return counted() == 0
        ? NotYet.because("no row of " + target + " where " + shown)
        : gates(
            Long.toString(counted()), Words.rows(counted()) + " of " + target + " where " + shown);
  }

  private Observation newest(Proof.NewestOf proof) {
    String column = target + "." + proof.column();
    Moment newest = row.newest() == null ? null : proof.scale().read(row.newest());
    if (newest == null) {
      return fresh(null, column + " has no value from " + proof.since() + " up to now");
    }
    String seen = "newest " + column + " is " + proof.scale().shown(newest);
    return probe.deadline() == null
        ? new Newest(proof.scale().instant(newest), Strength.STRONG, seen)
        : gates(counted() + "/" + row.newest(), seen);
  }

  private Observation value(Scale scale) {
    String answer = row.answer();
    if (answer == null) {
      return fresh(null, "the query answered nothing");
    }
    return switch (answer.toLowerCase(Locale.ROOT)) {
      case "true" ->
          probe.deadline() == null
              ? new Unreachable("the query answered true; a freshness rule needs a time")
              : new Present(Strength.STRONG, answer, "the query answered true");
      case "false" -> fresh(null, "the query answered false");
      default -> time(scale, answer);
    };
  }

  private Observation time(Scale scale, String answer) {
    Moment moment = scale.read(answer);
    if (moment == null) {
      return new Unreachable(
          "the query answered \"" + shortened(answer) + "\", neither true or false nor a time");
    }
    String seen = "the query answered " + scale.shown(moment);
    if (scale.isAhead(moment)) {
      return fresh(null, seen + ", which is later than now and left out");
    }
    if (probe.deadline() == null) {
      return fresh(scale.instant(moment), seen);
    }
    return scale.reaches(moment)
        ? new Present(Strength.STRONG, answer, seen)
        : NotYet.because(seen + ", before " + scale.needed(moment));
  }

  private Observation fresh(@Nullable Instant newest, String text) {
    return probe.deadline() == null
        ? new Newest(newest, Strength.STRONG, text)
        : NotYet.because(text);
  }

  /** Present, unless a gate says no; the rows are looked at first. */
  private Observation gates(String measure, String text) {
    Observation no = rows(probe, counted(), Objects.requireNonNullElse(row.lastWeek(), 0L));
    return no == null ? checked(new Present(Strength.STRONG, measure, text), text) : no;
  }

  private Observation checked(Observation yes, String text) {
    if (!question.checked() || "true".equalsIgnoreCase(row.answer())) {
      return yes;
    }
    String answer = row.answer() == null ? "NULL" : row.answer().toLowerCase(Locale.ROOT);
    return new NotYet("check", text + ", but the check answered " + shortened(answer));
  }

  /** The "no" of the gate on rows; null where it is open. */
  static @Nullable Observation rows(Probe probe, long counted, long lastWeek) {
    RowsRule rows = probe.rule().readiness().rows();
    if (rows == null || rows.holds(counted, lastWeek)) {
      return null;
    }
    String week = rows.relativeToLastWeek() ? " (" + Words.rows(lastWeek) + ")" : "";
    return new NotYet(
        "rows",
        probe.rule().target().path()
            + " has "
            + Words.rows(counted)
            + ", and "
            + rows
            + week
            + " is promised");
  }

  private static String shortened(String answer) {
    String line = answer.replaceAll("\\s+", " ");
    return line.length() <= 60 ? line : line.substring(0, 60) + "…";
  }
}
