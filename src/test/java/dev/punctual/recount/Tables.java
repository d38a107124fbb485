package dev.punctual.recount;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** A report's tables, made of rows. */
final class Tables {
  /** From calm to worst. */
  private static final String SEVERITY = "-wmeulon";

  private final LocalDate start;
  private final LocalDate end;

  /** Rows of the half-year by rule; what is only on trial is in no table. */
  private final TreeMap<String, List<Row>> byRule = new TreeMap<>();

  /** The newest row of each rule there is. */
  private final Map<String, Row> newest = new HashMap<>();

  private final List<Row> rows;
  private final boolean toDate;
  private final JsonArray periods = new JsonArray();
  private final int periodCount;

  Tables(LocalDate start, LocalDate end, List<Row> halfYear, List<Row> since, JsonObject report) {
    this.start = start;
    this.end = end;
    for (Row row : halfYear) {
      byRule.computeIfAbsent(row.rule(), _ -> new ArrayList<>()).add(row);
    }
    for (Row row : since) {
      newest.merge(row.rule(), row, (one, other) -> other.due().isBefore(one.due()) ? one : other);
    }
    byRule.values().removeIf(each -> each.stream().allMatch(Row::trial));
    this.rows = halfYear.stream().filter(this::here).toList();
    this.toDate = report.getAsJsonObject("totals").get("to_date").getAsBoolean();
    this.periodCount = report.getAsJsonArray("periods").size();
  }

  private boolean here(Row row) {
    return !row.date().isBefore(start) && row.date().isBefore(end);
  }

  JsonObject write() {
    JsonObject report = new JsonObject();
    JsonArray rules = new JsonArray();
    byRule.forEach((rule, all) -> rules.add(rule(rule, all)));
    report.add("rules", rules);
    JsonObject totals = totals(byRule.keySet());
    JsonObject teams = new JsonObject();
    groups(this::team).forEach((team, members) -> teams.add(team, totals(members)));
    totals.add("teams", teams);
    report.add("totals", totals);
    report.add("labels", labels());
    report.add("periods", periods);
    List<Row> misses = misses(rows);
    report.add("lateness", durations(late(misses)));
    report.add("acknowledgement", durations(acknowledged(misses)));
    report.add("recovery", durations(recovered(misses)));
    report.add("misses", missRows(misses));
    report.add("exclusions", exclusions());
    report.add("unknown", unknown());
    return report;
  }

  private JsonObject rule(String rule, List<Row> halfYear) {
    Row newest = newest(rule);
    Sums all = Sums.of(halfYear);
    Sums sums = Sums.of(halfYear.stream().filter(this::here).toList());
    JsonObject row = new JsonObject();
    row.addProperty("rule", rule);
    row.addProperty("title", newest.text("title"));
    row.add("team", newest.json().get("team"));
    sums.counts(row);
    row.add("objective", newest.json().get("objective"));
    row.addProperty("misses_allowed", all.allowed());
    row.addProperty("misses_used", all.missed);
    row.add("standing", standing(sums, all));
    row.addProperty("excused_met", sums.excusedMet);
    row.addProperty("excused_missed", sums.excusedMissed);
    row.add("labels", newest.json().get("labels"));
    row.add("cells", cells(halfYear));
    return row;
  }

  private static JsonElement standing(Sums here, Sums all) {
    return here.met + here.missed == 0
        ? JsonNull.INSTANCE
        : new JsonPrimitive(Sums.standing(all.missed, all.allowed()));
  }

  private List<Row> of(String rule) {
    return byRule.getOrDefault(rule, List.of());
  }

  private Row newest(String rule) {
    return java.util.Objects.requireNonNull(newest.get(rule));
  }

  private String team(String rule) {
    return newest(rule).text("team");
  }

  private JsonObject cells(List<Row> halfYear) {
    JsonObject cells = new JsonObject();
    for (YearMonth month = YearMonth.from(start);
        month.isBefore(YearMonth.from(end));
        month = month.plusMonths(1)) {
      char[] letters = "-".repeat(month.lengthOfMonth()).toCharArray();
      for (Row row : halfYear) {
        if (YearMonth.from(row.date()).equals(month)) {
          int day = row.date().getDayOfMonth() - 1;
          if (SEVERITY.indexOf(row.letter()) > SEVERITY.indexOf(letters[day])) {
            letters[day] = row.letter();
          }
        }
      }
      cells.addProperty(month.toString(), new String(letters));
    }
    return cells;
  }

  private Map<String, List<String>> groups(java.util.function.Function<String, String> by) {
    Map<String, List<String>> groups = new TreeMap<>();
    byRule
        .keySet()
        .forEach(rule -> groups.computeIfAbsent(by.apply(rule), _ -> new ArrayList<>()).add(rule));
    return groups;
  }

  private JsonObject totals(Collection<String> rules) {
    Sums sums = new Sums();
    Map<String, Integer> standings = new HashMap<>();
    int allowed = 0;
    int used = 0;
    for (String rule : rules) {
      Sums all = Sums.of(of(rule));
      Sums here = Sums.of(of(rule).stream().filter(this::here).toList());
      sums.add(here);
      allowed += all.allowed();
      used += all.missed;
      JsonElement standing = standing(here, all);
      if (!standing.isJsonNull()) {
        standings.merge(standing.getAsString(), 1, Integer::sum);
      }
    }
    JsonObject totals = new JsonObject();
    totals.addProperty("rules", rules.size());
    for (String standing : List.of("on_target", "at_the_limit", "overspent")) {
      totals.addProperty(standing, standings.getOrDefault(standing, 0));
    }
    sums.counts(totals);
    totals.addProperty("misses_allowed", allowed);
    totals.addProperty("misses_used", used);
    totals.addProperty("to_date", toDate);
    totals.add("teams", JsonNull.INSTANCE);
    return totals;
  }

  private JsonObject labels() {
    TreeSet<String> names = new TreeSet<>();
    byRule.keySet().forEach(rule -> names.addAll(newest(rule).part("labels").keySet()));
    JsonObject labels = new JsonObject();
    for (String name : names) {
      JsonObject values = new JsonObject();
      groups(rule -> value(rule, name))
          .forEach((value, members) -> values.add(value, totals(members)));
      labels.add(name, values);
    }
    return labels;
  }

  private String value(String rule, String label) {
    JsonElement value = newest(rule).part("labels").get(label);
    return value == null ? "" : value.getAsString();
  }

  private static List<Row> misses(List<Row> rows) {
    return rows.stream()
        .filter(Row::missed)
        .sorted(Comparator.comparing(Row::due).thenComparing(Row::rule).thenComparing(Row::slot))
        .toList();
  }

  /** One of the report's periods, in order; the last one is its own. */
  void period(String name, List<Row> of) {
    boolean last = periods.size() == periodCount - 1;
    boolean before = periods.size() == periodCount - 2;
    List<Row> misses = misses(of);
    Sums sums = Sums.of(of);
    JsonObject period = new JsonObject();
    period.addProperty("period", name);
    period.add("figures", sums.figures());
    period.add("attainment", Sums.percent(sums.met, sums.met + sums.missed));
    period.add("coverage", Sums.percent(sums.met + sums.missed, sums.due() - sums.excused));
    TreeMap<String, Sums> rules = new TreeMap<>();
    of.forEach(row -> rules.computeIfAbsent(row.rule(), _ -> new Sums()).add(row));
    if (months() == 6) {
      period.addProperty(
          "judged", rules.values().stream().filter(r -> r.met + r.missed > 0).count());
      period.addProperty(
          "kept",
          rules.values().stream()
              .filter(r -> r.met + r.missed > 0 && r.missed <= r.allowed())
              .count());
    } else {
      period.add("judged", JsonNull.INSTANCE);
      period.add("kept", JsonNull.INSTANCE);
    }
    period.addProperty("incidents", new Joined(misses).count());
    JsonObject causes = new JsonObject();
    for (Row miss : misses) {
      String cause = miss.has("cause") ? miss.part("cause").get("category").getAsString() : "";
      int known = causes.has(cause) ? causes.get(cause).getAsInt() : 0;
      causes.addProperty(cause, known + 1);
    }
    period.add("causes", causes);
    period.add("median_late_seconds", durations(late(misses)).get("median_seconds"));
    period.add(
        "median_acknowledged_seconds", durations(acknowledged(misses)).get("median_seconds"));
    JsonObject figures = new JsonObject();
    if (before && !last) {
      rules.forEach(
          (rule, each) -> {
            if (each.due() > 0) {
              figures.add(rule, each.figures());
            }
          });
    }
    period.add("rules", figures);
    periods.add(period);
  }

  private long months() {
    return java.time.temporal.ChronoUnit.MONTHS.between(start, end);
  }

  private static List<Long> late(List<Row> misses) {
    return misses.stream().map(Row::late).filter(late -> late >= 0).sorted().toList();
  }

  private static long acknowledgedAt(Row row) {
    return Instant.parse(row.part("acknowledgement").get("at").getAsString()).getEpochSecond();
  }

  private static List<Long> acknowledged(List<Row> misses) {
    return misses.stream()
        .filter(row -> row.has("acknowledgement"))
        .map(row -> Math.max(0, acknowledgedAt(row) - row.due().getEpochSecond()))
        .sorted()
        .toList();
  }

  private static List<Long> recovered(List<Row> misses) {
    return misses.stream()
        .filter(row -> row.has("acknowledgement") && row.late() >= 0)
        .map(row -> row.due().getEpochSecond() + row.late() - acknowledgedAt(row))
        .filter(seconds -> seconds >= 0)
        .sorted()
        .toList();
  }

  private static JsonObject durations(List<Long> sorted) {
    JsonObject durations = new JsonObject();
    int count = sorted.size();
    durations.addProperty("count", count);
    if (count == 0) {
      durations.add("median_seconds", JsonNull.INSTANCE);
      durations.add("p95_seconds", JsonNull.INSTANCE);
      durations.add("worst_seconds", JsonNull.INSTANCE);
      return durations;
    }
    durations.addProperty(
        "median_seconds", (sorted.get((count - 1) / 2) + sorted.get(count / 2)) / 2);
    int p95 = 0;
    while ((p95 + 1) * 100 < count * 95) {
      p95++;
    }
    durations.addProperty("p95_seconds", sorted.get(p95));
    durations.addProperty("worst_seconds", sorted.get(count - 1));
    return durations;
  }

  private static JsonArray missRows(List<Row> misses) {
    Joined joined = new Joined(misses);
    JsonArray array = new JsonArray();
    for (Row row : misses) {
      JsonObject miss = new JsonObject();
      miss.addProperty("rule", row.rule());
      for (String same : List.of("team", "business_date", "slot", "opens_at", "due_at", "state")) {
        miss.add(same, row.json().get(same));
      }
      miss.add("arrival_at", inside(row, "arrival", "at"));
      miss.add("late_seconds", row.late() < 0 ? JsonNull.INSTANCE : new JsonPrimitive(row.late()));
      miss.add("acknowledged_at", inside(row, "acknowledgement", "at"));
      miss.add("acknowledged_by", inside(row, "acknowledgement", "author"));
      miss.add("cause", inside(row, "cause", "category"));
      miss.add("note", inside(row, "cause", "note"));
      miss.add("evidence", row.json().get("evidence"));
      miss.add("reason", row.json().get("reason"));
      miss.addProperty("incident", joined.number(row));
      miss.add("backfilled", inside(row, "backfilled", "basis"));
      array.add(miss);
    }
    return array;
  }

  private static JsonElement inside(Row row, String part, String name) {
    return row.has(part) ? row.part(part).get(name) : JsonNull.INSTANCE;
  }

  private static final Comparator<Row> BY_DATE =
      Comparator.comparing(Row::date).thenComparing(Row::due).thenComparing(Row::rule);

  private JsonArray exclusions() {
    JsonArray array = new JsonArray();
    rows.stream()
        .filter(row -> !row.trial() && row.judged() && row.excused())
        .sorted(BY_DATE)
        .forEach(
            row -> {
              JsonObject excused = new JsonObject();
              excused.addProperty("rule", row.rule());
              for (String same : List.of("business_date", "due_at", "state", "verdict")) {
                excused.add(same, row.json().get(same));
              }
              for (String said : List.of("category", "reason", "author", "at")) {
                excused.add(said, row.part("excusal").get(said));
              }
              excused.add("arrival_at", inside(row, "arrival", "at"));
              array.add(excused);
            });
    return array;
  }

  private JsonArray unknown() {
    JsonArray array = new JsonArray();
    rows.stream()
        .filter(row -> !row.trial() && !row.excused() && row.is("unknown"))
        .sorted(BY_DATE)
        .forEach(
            row -> {
              JsonObject unknown = new JsonObject();
              unknown.addProperty("rule", row.rule());
              for (String same : List.of("business_date", "due_at", "reason")) {
                unknown.add(same, row.json().get(same));
              }
              unknown.addProperty("settled", row.settled());
              array.add(unknown);
            });
    return array;
  }
}
