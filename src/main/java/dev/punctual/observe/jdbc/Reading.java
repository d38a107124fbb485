package dev.punctual.observe.jdbc;

import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Arrived;
import dev.punctual.observe.Observation.Newest;
import dev.punctual.observe.Observation.NotYet;
import dev.punctual.observe.Observation.Present;
import dev.punctual.observe.Observation.Strength;
import dev.punctual.observe.Observation.Unreachable;
import dev.punctual.observe.Probe;
import dev.punctual.observe.jdbc.Question.Row;
import dev.punctual.observe.sql.Scale;
import dev.punctual.observe.sql.Scale.Moment;
import dev.punctual.observe.sql.Words;
import dev.punctual.rule.Readiness;
import dev.punctual.rule.RowsRule;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Says in words what a row proves. Texts change only with what was seen. */
final class Reading {

  private final Probe probe;
  private final Row row;
  private final Instant now;
  private final String target;

  private Reading(Probe probe, Row row, Instant now) {
    this.probe = probe;
    this.row = row;
    this.now = now;
    this.target = probe.rule().target().path();
  }

  static Observation of(Question question, Row row, Instant now) {
    Reading reading = new Reading(question.probe(), row, now);
    return switch (question.proof()) {
      case Proof.Matching matching -> reading.matching(matching);
      case Proof.InPartition partition -> reading.partition(partition);
      case Proof.NewestOf newest -> reading.newest(newest);
      case Proof.Value value -> reading.value(value);
      case Proof.Written written -> reading.written(written.evidence());
      case Proof.Commit commit -> reading.commit(commit.window());
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
        Words.rows(counted()) + " of " + target + " where " + matching.shown());
  }

  private Observation partition(Proof.InPartition partition) {
    if (counted() == 0) {
      return NotYet.because("partition " + partition.partition() + " is empty");
    }
    String text =
        "partition "
            + partition.partition()
            + (partition.exactly() ? " has " + Words.rows(counted()) : " is there and not empty");
    return gates(Strength.STRONG, partition.exactly() ? Long.toString(counted()) : null, text);
  }

  private Observation newest(Proof.NewestOf proof) {
    Scale scale = proof.scale();
    String column = target + "." + proof.column();
    String warning = warning(scale);
    Moment newest = moment(scale, row.newest());
    if (probe.deadline() == null) {
      return newest == null
          ? new Newest(null, Strength.STRONG, column + " has no value yet" + warning)
          : new Newest(
              scale.instant(newest),
              Strength.STRONG,
              "newest " + column + " is " + scale.shown(newest) + warning);
    }
    if (newest == null) {
      return NotYet.because(column + " has no value yet" + warning);
    }
    String seen = "newest " + column + " is " + scale.shown(newest);
    if (!scale.reaches(newest)) {
      return NotYet.because(seen + ", before " + scale.needed(newest) + warning);
    }
    String measure = row.counted() == null ? row.newest() : row.counted() + "/" + row.newest();
    return gates(Strength.STRONG, measure, seen + warning);
  }

  private String warning(Scale scale) {
    Moment ahead = moment(scale, row.ahead());
    if (row.ahead() == null) {
      return "";
    }
    String newest = ahead == null ? row.ahead() : scale.shown(ahead);
    return "; values later than now are left out, the newest is " + newest;
  }

  private static @Nullable Moment moment(Scale scale, @Nullable String printed) {
    return printed == null ? null : scale.read(printed);
  }

  private Observation value(Proof.Value proof) {
    String answer = row.answer();
    if (answer == null) {
      return fresh(null, "the query answered nothing");
    }
    return switch (answer.toLowerCase(Locale.ROOT)) {
      case "true", "t" ->
          probe.deadline() == null
              ? new Unreachable("the query answered true; a freshness rule needs a time")
              : gates(Strength.STRONG, answer, "the query answered true");
      case "false", "f" -> fresh(null, "the query answered false");
      default -> time(proof.scale(), answer);
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

  private static String shortened(String answer) {
    String line = answer.replaceAll("\\s+", " ");
    return line.length() <= 60 ? line : line.substring(0, 60) + "…";
  }

  private Observation written(Counters.Verdict.Yes evidence) {
    return gates(Strength.WEAK, evidence.measure(), evidence.text());
  }

  private Observation commit(Window window) {
    Instant at = row.newest() == null ? null : commitTime(row.newest());
    if (at == null) {
      return probe.deadline() == null
          ? new Newest(null, Strength.WEAK, "no commit time is known of any row of " + target)
          : NotYet.because("no commit time is known of any row of " + target);
    }
    String text = target + " was last written at " + Words.time(at, window.zone());
    if (probe.deadline() == null) {
      return new Newest(at, Strength.WEAK, text);
    }
    if (at.isBefore(window.opensAt())) {
      return NotYet.because(text + ", before " + Words.time(window.opensAt(), window.zone()));
    }
    Instant earliest = window.lastNo() == null ? window.opensAt() : window.lastNo();
    if (window.isOverBy(at)) {
      return window.isOverBy(earliest)
          ? NotYet.because(text + ", which belongs to the next deadline")
          : new Unreachable(text + ", after the next opening; an earlier write cannot be seen");
    }
    Observation gated = gates(Strength.WEAK, row.newest(), text);
    boolean timed = gated instanceof Present && hasNoGates();
    return timed
        ? new Arrived(earliest.isAfter(at) ? at : earliest, at, Strength.WEAK, text)
        : gated;
  }

  private @Nullable Instant commitTime(String printed) {
    Moment moment =
        new Scale(null, now, java.time.ZoneOffset.UTC, java.time.ZoneOffset.UTC).read(printed);
    return moment instanceof Moment.At at ? (at.instant().isAfter(now) ? now : at.instant()) : null;
  }

  private boolean hasNoGates() {
    Readiness readiness = probe.rule().readiness();
    return readiness.rows() == null && readiness.check() == null && readiness.stableFor() == null;
  }

  /** Present, unless a gate says no; the rows are looked at first. */
  private Observation gates(Strength strength, @Nullable String measure, String text) {
    RowsRule rows = probe.rule().readiness().rows();
    long lastWeek = Objects.requireNonNullElse(row.lastWeek(), 0L);
    if (rows != null && !rows.holds(counted(), lastWeek)) {
      String week = rows.relativeToLastWeek() ? " (" + Words.rows(lastWeek) + ")" : "";
      return new NotYet(
          "rows",
          target + " has " + Words.rows(counted()) + ", and " + rows + week + " is promised");
    }
    if (probe.rule().readiness().check() != null) {
      String answer = row.answer() == null ? "NULL" : row.answer().toLowerCase(Locale.ROOT);
      if (!answer.equals("true") && !answer.equals("t")) {
        return new NotYet("check", text + ", but the check answered " + shortened(answer));
      }
    }
    return new Present(strength, measure, text);
  }
}
