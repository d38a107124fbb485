package dev.punctual.observe.aws;

import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Newest;
import dev.punctual.observe.Observation.NotYet;
import dev.punctual.observe.Observation.Present;
import dev.punctual.observe.Observation.Strength;
import dev.punctual.observe.Observation.Unreachable;
import dev.punctual.observe.Probe;
import dev.punctual.observe.aws.Question.Proof;
import dev.punctual.observe.aws.Question.Row;
import dev.punctual.observe.aws.Scale.Moment;
import dev.punctual.rule.RowsRule;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Says in words what a row proves. Texts change only with what was seen. */
final class Reading {

  private static final int LONGEST = 60;

  private final Probe probe;
  private final Row row;
  private final String target;

  private Reading(Probe probe, Row row) {
    this.probe = probe;
    this.row = row;
    this.target = probe.rule().target().path();
  }

  static Observation of(Question question, Row row) {
    Reading reading = new Reading(question.probe(), row);
    return switch (question.proof()) {
      case Proof.Matching matching -> reading.matching(matching);
      case Proof.InPartition partition -> reading.partition(partition);
      case Proof.NewestOf newest -> reading.newest(newest);
      case Proof.Value(Scale scale) -> reading.value(scale);
      case Proof.Written written -> reading.gates(Strength.WEAK, written.measure(), written.text());
    };
  }

  private long counted() {
    return Objects.requireNonNullElse(row.counted(), 0L);
  }

  private Observation matching(Proof.Matching matching) {
    if (counted() == 0) {
      return NotYet.because("no row of " + target + " where " + matching.shown());
    }
    return gates(
        Strength.STRONG,
        Long.toString(counted()),
        rows(counted()) + " of " + target + " where " + matching.shown());
  }

  private Observation partition(Proof.InPartition proof) {
    if (counted() == 0) {
      return NotYet.because("partition " + proof.partition() + " is empty");
    }
    return gates(
        Strength.STRONG,
        proof.measure(),
        "partition " + proof.partition() + " has " + rows(counted()));
  }

  private Observation newest(Proof.NewestOf proof) {
    Scale scale = proof.scale();
    String column = target + "." + proof.column();
    String warning = warning(scale);
    Moment newest = row.newest() == null ? null : scale.read(row.newest());
    if (newest == null) {
      return probe.deadline() == null
          ? new Newest(null, Strength.STRONG, column + " has no value yet" + warning)
          : NotYet.because(column + " has no value of the last days" + warning);
    }
    String seen = "newest " + column + " is " + scale.shown(newest);
    if (probe.deadline() == null) {
      return new Newest(scale.instant(newest), Strength.STRONG, seen + warning);
    }
    if (!scale.reaches(newest)) {
      return NotYet.because(seen + ", before " + scale.needed(newest) + warning);
    }
    String measure = row.counted() == null ? row.newest() : row.counted() + "/" + row.newest();
    return gates(Strength.STRONG, measure, seen + warning);
  }

  private String warning(Scale scale) {
    if (row.ahead() == null) {
      return "";
    }
    Moment ahead = scale.read(row.ahead());
    String newest = ahead == null ? row.ahead() : scale.shown(ahead);
    return "; values later than now are left out, the newest is " + newest;
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
              : gates(Strength.STRONG, answer, "the query answered true");
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
        ? gates(Strength.STRONG, answer, seen)
        : NotYet.because(seen + ", before " + scale.needed(moment));
  }

  private Observation fresh(@Nullable Instant newest, String text) {
    return probe.deadline() == null
        ? new Newest(newest, Strength.STRONG, text)
        : NotYet.because(text);
  }

  /** Present, unless a gate says no; the rows are looked at first. */
  private Observation gates(Strength strength, @Nullable String measure, String text) {
    RowsRule rows = probe.rule().readiness().rows();
    long lastWeek = Objects.requireNonNullElse(row.lastWeek(), 0L);
    if (rows != null && !rows.holds(counted(), lastWeek)) {
      String week = rows.relativeToLastWeek() ? " (" + rows(lastWeek) + ")" : "";
      return new NotYet(
          "rows", target + " has " + rows(counted()) + ", and " + rows + week + " is promised");
    }
    if (probe.rule().readiness().check() != null) {
      String answer = row.answer() == null ? "NULL" : row.answer().toLowerCase(Locale.ROOT);
      if (!answer.equals("true")) {
        return new NotYet("check", text + ", but the check answered " + shortened(answer));
      }
    }
    return new Present(strength, measure, text);
  }

  private static String shortened(String answer) {
    String line = answer.replaceAll("\\s+", " ");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }

  /** With commas between thousands. */
  static String rows(long number) {
    return String.format(Locale.ROOT, "%,d", number) + (number == 1 ? " row" : " rows");
  }
}
