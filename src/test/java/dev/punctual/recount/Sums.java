package dev.punctual.recount;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collection;

/** Counts rows one by one. */
final class Sums {
  int met;
  int missed;
  int never;
  int excused;
  int unknown;
  int excusedMet;
  int excusedMissed;
  int backfilled;

  /** Hundredths of a miss that are allowed, exactly: a hundred are one. */
  BigDecimal allowance = BigDecimal.ZERO;

  static Sums of(Collection<Row> rows) {
    Sums sums = new Sums();
    rows.forEach(sums::add);
    return sums;
  }

  void add(Row row) {
    if (row.trial()) {
      return;
    }
    boolean counts = !row.excused() && !row.is("unknown");
    if (counts) {
      allowance = allowance.add(BigDecimal.valueOf(100).subtract(row.objective()));
    }
    if (!row.judged()) {
      return;
    }
    backfilled += row.backfilled() ? 1 : 0;
    if (row.excused()) {
      excused++;
      excusedMet += row.is("met") ? 1 : 0;
      excusedMissed += row.is("missed") ? 1 : 0;
    } else if (row.is("met")) {
      met++;
    } else if (row.is("missed")) {
      missed++;
      never += row.text("state").equals("missed") ? 1 : 0;
    } else {
      unknown++;
    }
  }

  void add(Sums other) {
    met += other.met;
    missed += other.missed;
    never += other.never;
    excused += other.excused;
    unknown += other.unknown;
    excusedMet += other.excusedMet;
    excusedMissed += other.excusedMissed;
    backfilled += other.backfilled;
    allowance = allowance.add(other.allowance);
  }

  int due() {
    return met + missed + excused + unknown;
  }

  int allowed() {
    return allowance.toBigInteger().divide(BigInteger.valueOf(100)).intValue();
  }

  /** {@code on_target}, {@code at_the_limit}, {@code overspent}, of a half-year's sums. */
  static String standing(int used, int allowed) {
    if (used > allowed) {
      return "overspent";
    }
    return used > 0 && used == allowed ? "at_the_limit" : "on_target";
  }

  /** Tenths of a per cent, cut. */
  static com.google.gson.JsonElement percent(long part, long whole) {
    if (whole == 0) {
      return JsonNull.INSTANCE;
    }
    return new JsonPrimitive(BigDecimal.valueOf(part * 1000 / whole, 1));
  }

  void counts(JsonObject into) {
    into.addProperty("due", due());
    into.addProperty("met", met);
    into.addProperty("missed", missed);
    into.addProperty("never_arrived", never);
    into.addProperty("excused", excused);
    into.addProperty("unknown", unknown);
    into.add("attainment", percent(met, met + missed));
    into.add(
        "raw_attainment", percent(met + excusedMet, met + missed + excusedMet + excusedMissed));
    into.add("coverage", percent(met + missed, due() - excused));
    into.addProperty("backfilled", backfilled);
  }

  JsonObject figures() {
    JsonObject figures = new JsonObject();
    figures.addProperty("met", met);
    figures.addProperty("missed", missed);
    figures.addProperty("never_arrived", never);
    figures.addProperty("excused", excused);
    figures.addProperty("unknown", unknown);
    figures.addProperty("excused_met", excusedMet);
    figures.addProperty("excused_missed", excusedMissed);
    figures.addProperty("backfilled", backfilled);
    return figures;
  }
}
