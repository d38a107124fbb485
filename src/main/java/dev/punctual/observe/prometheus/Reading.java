package dev.punctual.observe.prometheus;

import dev.punctual.observe.LastChange;
import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Absent;
import dev.punctual.observe.Observation.Newest;
import dev.punctual.observe.Observation.NotYet;
import dev.punctual.observe.Observation.Present;
import dev.punctual.observe.Observation.Strength;
import dev.punctual.observe.Observation.Unreachable;
import dev.punctual.observe.Probe;
import dev.punctual.observe.Source.Ask;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What the values of an expression prove. A value is a time in seconds since 1970, or 1 for ready
 * and 0 for not. Of several series each has to be ready: the oldest time counts.
 */
final class Reading {

  /** A metric alone, without selectors or functions. */
  static final Pattern NAME = Pattern.compile("[A-Za-z_:][A-Za-z0-9_:]*");

  private static final int LONGEST = 80;

  /** 3 March 1973 to the year 5138: numbers outside are no times that data could have. */
  private static final double EARLIEST = 1e8;

  private static final double LATEST = 1e11;

  private Reading() {}

  static Observation of(Probe probe, List<Series> series, Ask ask) {
    String expression = probe.rule().target().path();
    String what = shown(expression);
    if (series.isEmpty()) {
      return NAME.matcher(expression).matches()
          ? new Absent("there is no metric " + what + " now; correct it, or look at its exporter")
          : nothing(probe, what + " has no value now");
    }
    if (series.stream().anyMatch(one -> Double.isNaN(one.value()))) {
      return nothing(probe, what + " is NaN");
    }
    if (series.stream().allMatch(one -> one.value() == 0 || one.value() == 1)) {
      return flag(probe, series, what);
    }
    double oldest = series.stream().mapToDouble(Series::value).min().getAsDouble();
    double newest = series.stream().mapToDouble(Series::value).max().getAsDouble();
    if (oldest == 0 && newest < LATEST) {
      return nothing(probe, what + " is 0 for one of its series");
    }
    if (oldest < EARLIEST || newest >= LATEST) {
      String odd = number(oldest < EARLIEST ? oldest : newest);
      return new Unreachable(
          what + " is " + odd + ", which is neither a time in seconds nor 1 or 0");
    }
    String subject = series.size() == 1 ? what : what + " (the oldest of its series)";
    return LastChange.of(probe, subject, instant(oldest), Strength.STRONG, ask);
  }

  private static Observation nothing(Probe probe, String text) {
    return probe.deadline() == null
        ? new Newest(null, Strength.STRONG, text)
        : NotYet.because(text);
  }

  /** 1 does not say since when, nor for which day: weak. */
  private static Observation flag(Probe probe, List<Series> series, String what) {
    long ready = series.stream().filter(one -> one.value() == 1).count();
    if (probe.deadline() == null) {
      return ready < series.size()
          ? new Newest(null, Strength.WEAK, what + " is 0")
          : new Absent(what + " is 1, which has no age; name a metric whose value is a time");
    }
    if (ready == series.size()) {
      return new Present(Strength.WEAK, null, what + " is 1");
    }
    return NotYet.because(
        series.size() == 1
            ? what + " is 0"
            : what + " is 0 for " + (series.size() - ready) + " of " + series.size() + " series");
  }

  private static Instant instant(double seconds) {
    return Instant.EPOCH.plus(Math.round(seconds * 1e6), ChronoUnit.MICROS);
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  /** An expression on one line, cut where it is long. */
  static String shown(String expression) {
    String line = expression.strip().replaceAll("\\s+", " ");
    return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
  }
}
