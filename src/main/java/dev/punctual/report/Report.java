package dev.punctual.report;

import dev.punctual.ledger.Allowance;
import dev.punctual.report.Histories.Named;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The figures of a period as of an instant.
 *
 * @param halfYear the one that allowances and standings are given for; the period itself unless
 *     that is a month or a quarter
 * @param zone of the service: where the period begins and ends
 * @param running whether the period is not over yet, so that its figures are "to date"
 * @param rulesHash the rules in force when the report was made
 * @param lines by rule id
 * @param freshness by rule id; freshness rules have no deadlines and are in no total
 */
public record Report(
    Period period,
    Period halfYear,
    ZoneId zone,
    Instant generatedAt,
    boolean running,
    String rulesHash,
    List<Line> lines,
    List<Freshness> freshness) {

  public Report {
    lines = List.copyOf(lines);
    freshness = List.copyOf(freshness);
  }

  public Instant from() {
    return period.from(zone);
  }

  /** The end of the period, not part of it. */
  public Instant to() {
    return period.to(zone);
  }

  /** Where what is counted ends: now while the period is running. */
  public Instant until() {
    return running ? generatedAt : to();
  }

  public Totals totals() {
    return Totals.of(lines);
  }

  /** Overspent first, then at the limit, then by misses. */
  public List<Line> worstFirst() {
    return lines.stream().sorted(Line.WORST_FIRST).toList();
  }

  /** Totals by team, by name; rules without a team come last, under the empty name. */
  public SortedMap<String, Totals> byTeam() {
    return grouped(line -> line.team() == null ? "" : line.team());
  }

  /** Totals by the values of a label; rules without it come last, under the empty value. */
  public SortedMap<String, Totals> byLabel(String label) {
    return grouped(line -> line.labels().getOrDefault(label, ""));
  }

  /** The labels any rule has: those of most rules first, then those with the fewest values. */
  public List<String> labels() {
    Map<String, List<String>> values = new TreeMap<>();
    for (Line line : lines) {
      line.labels()
          .forEach(
              (label, value) -> values.computeIfAbsent(label, _ -> new ArrayList<>()).add(value));
    }
    return values.entrySet().stream()
        .sorted(
            Comparator.<Map.Entry<String, List<String>>>comparingInt(e -> -e.getValue().size())
                .thenComparingLong(entry -> entry.getValue().stream().distinct().count()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private SortedMap<String, Totals> grouped(Function<Line, String> by) {
    SortedMap<String, Totals> totals =
        new TreeMap<>(
            Comparator.comparing(String::isEmpty).thenComparing(Comparator.naturalOrder()));
    lines.forEach(line -> totals.merge(by.apply(line), Totals.of(List.of(line)), Totals::plus));
    return totals;
  }

  /**
   * One rule's figures.
   *
   * @param allowance of the half-year, whatever part of it the report shows
   * @param cells one letter a day by month, as in the ledger's tallies
   */
  public record Line(
      Named named, Figures figures, Allowance allowance, SortedMap<YearMonth, String> cells) {

    static final Comparator<Line> WORST_FIRST =
        Comparator.<Line, Standing>comparing(
                line -> Standing.of(line.allowance()), Comparator.reverseOrder())
            .thenComparingInt(line -> -line.allowance().used())
            .thenComparingInt(line -> -line.figures().missed())
            .thenComparingInt(line -> line.allowance().allowed())
            .thenComparing(Line::title)
            .thenComparing(Line::rule);

    public String rule() {
      return named.rule();
    }

    public String title() {
      return named.title();
    }

    public @Nullable String team() {
      return named.team();
    }

    public SortedMap<String, String> labels() {
      return named.labels();
    }

    /** Where the rule stands in the half-year; null while nothing is counted in the period. */
    public @Nullable Standing standing() {
      return standing(figures, allowance);
    }

    static @Nullable Standing standing(Figures figures, Allowance allowance) {
      return figures.counted() == 0 ? null : Standing.of(allowance);
    }
  }

  /**
   * Several rules together.
   *
   * @param figures pooled, so that rules with many deadlines weigh more
   * @param judged rules that have a standing
   */
  public record Totals(
      int rules,
      int judged,
      int onTarget,
      int atTheLimit,
      int overspent,
      int missesAllowed,
      int missesUsed,
      Figures figures) {

    static final Totals NONE = new Totals(0, 0, 0, 0, 0, 0, 0, Figures.NONE);

    static Totals of(List<Line> lines) {
      return lines.stream()
          .map(line -> one(line.figures(), line.allowance()))
          .reduce(NONE, Totals::plus);
    }

    static Totals one(Figures figures, Allowance allowance) {
      Standing standing = Line.standing(figures, allowance);
      return new Totals(
          1,
          standing == null ? 0 : 1,
          standing == Standing.ON_TARGET ? 1 : 0,
          standing == Standing.AT_THE_LIMIT ? 1 : 0,
          standing == Standing.OVERSPENT ? 1 : 0,
          allowance.allowed(),
          allowance.used(),
          figures);
    }

    Totals plus(Totals other) {
      return new Totals(
          rules + other.rules,
          judged + other.judged,
          onTarget + other.onTarget,
          atTheLimit + other.atTheLimit,
          overspent + other.overspent,
          missesAllowed + other.missesAllowed,
          missesUsed + other.missesUsed,
          figures.plus(other.figures));
    }

    /** Rules that have not overspent: at the limit the promise is still kept. */
    public int kept() {
      return onTarget + atTheLimit;
    }
  }
}
