package dev.punctual.recount;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Holds a report against what its deadlines say, figure by figure. {@code Recount URL PERIOD}
 * prints every difference and fails where there is one. Of a report that is frozen it finds what
 * became known since: those are its errata.
 */
public final class Recount {
  private static final List<String> COUNTED =
      List.of(
          "rules",
          "totals",
          "labels",
          "periods",
          "lateness",
          "acknowledgement",
          "recovery",
          "misses",
          "exclusions",
          "unknown");

  /** While a half-year is running these also count deadlines that do not exist yet. */
  private static final List<String> PLANNED =
      List.of(
          "misses_allowed", "standing", "on_target", "at_the_limit", "overspent", "judged", "kept");

  /** What deadlines do not tell: rule files and messages. */
  private static final List<String> LEFT_OUT =
      List.of("agreed", "in_force", "frozen", "messages", "acted_on");

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI server;

  public Recount(URI server) {
    this.server = server;
  }

  @SuppressWarnings("SystemOut")
  public static void main(String[] arguments) throws IOException, InterruptedException {
    PrintStream out = System.out;
    List<String> differences = new Recount(URI.create(arguments[0])).differences(arguments[1]);
    differences.forEach(out::println);
    out.println(
        differences.isEmpty() ? "Every figure is the same." : differences.size() + " differ.");
    System.exit(differences.isEmpty() ? 0 : 1);
  }

  /** One line for every figure that is not the same. */
  public List<String> differences(String period) throws IOException, InterruptedException {
    JsonObject report = object("/api/v1/reports/" + period);
    ZoneId zone = ZoneId.of(report.get("timezone").getAsString());
    LocalDate start = Instant.parse(report.get("from").getAsString()).atZone(zone).toLocalDate();
    LocalDate end = Instant.parse(report.get("to").getAsString()).atZone(zone).toLocalDate();
    LocalDate half = LocalDate.parse(report.get("half_year_from").getAsString());
    boolean frozen = !report.get("frozen_at").isJsonNull();
    List<Row> halfYear = rows(half, half.plusMonths(6), frozen);
    LocalDate made =
        Instant.parse(report.get("generated_at").getAsString()).atZone(zone).toLocalDate();
    // A rule is called and grouped as its newest deadline says, also of a later half-year.
    Tables tables = new Tables(start, end, halfYear, rows(half, made.plusDays(3), frozen), report);
    for (JsonElement each : report.getAsJsonArray("periods")) {
      String name = each.getAsJsonObject().get("period").getAsString();
      LocalDate first = first(name, start, end, report);
      boolean stored = each.getAsJsonObject().get("frozen").getAsBoolean();
      tables.period(name, rows(first, first.plusMonths(months(start, end)), stored));
    }
    boolean toDate = report.getAsJsonObject("totals").get("to_date").getAsBoolean();
    return compare(flat(report), flat(tables.write())).entrySet().stream()
        .filter(each -> !toDate || PLANNED.stream().noneMatch(each.getKey()::endsWith))
        .map(Map.Entry::getValue)
        .toList();
  }

  private static long months(LocalDate start, LocalDate end) {
    return java.time.temporal.ChronoUnit.MONTHS.between(start, end);
  }

  /** The periods of a report follow each other and end with its own. */
  private static LocalDate first(String name, LocalDate start, LocalDate end, JsonObject report) {
    JsonArray periods = report.getAsJsonArray("periods");
    for (int i = 0; i < periods.size(); i++) {
      if (periods.get(i).getAsJsonObject().get("period").getAsString().equals(name)) {
        return start.minusMonths(months(start, end) * (periods.size() - 1 - i));
      }
    }
    throw new IllegalArgumentException(name);
  }

  private List<Row> rows(LocalDate from, LocalDate to, boolean frozen)
      throws IOException, InterruptedException {
    List<Row> rows = new ArrayList<>();
    String cursor = "";
    do {
      JsonObject page =
          object("/api/v1/deadlines?limit=1000&from=" + from + "&to=" + to.minusDays(1) + cursor);
      page.getAsJsonArray("items")
          .forEach(item -> rows.add(new Row(item.getAsJsonObject(), frozen)));
      JsonElement next = page.get("next_cursor");
      cursor =
          next.isJsonNull()
              ? ""
              : "&cursor=" + URLEncoder.encode(next.getAsString(), StandardCharsets.UTF_8);
    } while (!cursor.isEmpty());
    return rows;
  }

  private JsonObject object(String path) throws IOException, InterruptedException {
    var answer =
        client.send(HttpRequest.newBuilder(server.resolve(path)).build(), BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException(path + " answered " + answer.statusCode() + ": " + answer.body());
    }
    return JsonParser.parseString(answer.body()).getAsJsonObject();
  }

  private static Map<String, String> flat(JsonObject report) {
    Map<String, String> flat = new TreeMap<>();
    COUNTED.forEach(name -> flatten(name, report.get(name), flat));
    return flat;
  }

  private static void flatten(String path, JsonElement value, Map<String, String> into) {
    if (value.isJsonObject()) {
      for (Map.Entry<String, JsonElement> member : value.getAsJsonObject().entrySet()) {
        if (!LEFT_OUT.contains(member.getKey())) {
          flatten(path + "/" + member.getKey(), member.getValue(), into);
        }
      }
    } else if (value.isJsonArray()) {
      JsonArray items = value.getAsJsonArray();
      into.put(path + "/size", String.valueOf(items.size()));
      for (int i = 0; i < items.size(); i++) {
        flatten(path + "/" + i, items.get(i), into);
      }
    } else if (value.isJsonPrimitive() && value.getAsJsonPrimitive().isNumber()) {
      into.put(path, value.getAsBigDecimal().stripTrailingZeros().toPlainString());
    } else {
      into.put(path, value.isJsonNull() ? "null" : value.getAsString());
    }
  }

  /** What differs, by the path of the figure. */
  private static Map<String, String> compare(
      Map<String, String> report, Map<String, String> counted) {
    Map<String, String> differences = new TreeMap<>();
    TreeMap<String, String> all = new TreeMap<>(report);
    all.putAll(counted);
    for (String path : all.keySet()) {
      String told = report.getOrDefault(path, "absent");
      String found = counted.getOrDefault(path, "absent");
      if (!told.equals(found)) {
        differences.put(path, path + ": the report says " + told + ", the deadlines say " + found);
      }
    }
    return differences;
  }
}
