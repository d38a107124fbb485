package dev.punctual.whatif;

import dev.punctual.rule.Percentages;
import dev.punctual.whatif.Overview.Sum;
import dev.punctual.whatif.Simulation.Held;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Many simulations as a table for a terminal: a line a rule, the worst first, and what they sum up
 * to.
 */
final class OverviewText {

  /** More rules than these are counted, not named. */
  private static final int MOST_LEFT_OUT = 10;

  private static final String NOTHING = "–";

  private final Overview overview;
  private final boolean varied;
  private final List<String> lines = new ArrayList<>();

  private OverviewText(Overview overview) {
    this.overview = overview;
    this.varied = overview.isVaried();
  }

  static String of(Overview overview) {
    return new OverviewText(overview).write();
  }

  private String write() {
    if (overview.rules().size() == 1) {
      lines.addAll(SimulationText.of(overview.rules().getFirst()).lines().toList());
    } else {
      table();
      lines.add("");
      sums();
    }
    leftOut();
    return String.join("\n", lines) + "\n";
  }

  private void table() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        varied
            ? List.of(
                "RULE",
                "DUE BY",
                "OBJECTIVE",
                "AS IT WAS",
                "WHAT IF",
                "TURN",
                "97% FROM",
                "99% FROM",
                "PROPOSED")
            : List.of(
                "RULE", "DUE BY", "OBJECTIVE", "AS IT WAS", "97% FROM", "99% FROM", "PROPOSED"));
    overview.rules().forEach(simulation -> rows.add(row(simulation)));
    int widest = rows.stream().mapToInt(row -> row.getFirst().length()).max().orElse(0);
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder(row.getFirst());
      line.append(" ".repeat(widest - row.getFirst().length()));
      row.stream().skip(1).forEach(cell -> line.append("%11s".formatted(cell)));
      lines.add(line.toString().stripTrailing());
    }
  }

  private List<String> row(Simulation simulation) {
    List<String> row = new ArrayList<>();
    row.add(simulation.rule().id());
    row.add(simulation.shown(simulation.dueNow()));
    row.add(objective(simulation));
    row.add(simulation.before().attainment().toString());
    if (varied) {
      row.add(simulation.after().attainment().toString());
      row.add(Integer.toString(simulation.turns().size()));
    }
    Simulation.SHARES.forEach(share -> row.add(from(simulation, share)));
    row.add(proposed(simulation.proposal()));
    return row;
  }

  private static String objective(Simulation simulation) {
    return simulation.proposal() == null
        ? Percentages.print(simulation.rule().counting().objective())
        : "none";
  }

  private static String proposed(@Nullable Proposal proposal) {
    if (proposal == null) {
      return "";
    }
    BigDecimal objective = proposal.objective();
    return objective == null ? NOTHING : Percentages.print(objective);
  }

  private static String from(Simulation simulation, BigDecimal share) {
    Integer minutes =
        simulation.held().stream()
            .filter(held -> held.share().compareTo(share) == 0)
            .findFirst()
            .map(Held::minutes)
            .orElse(null);
    return minutes == null ? NOTHING : simulation.shown(minutes);
  }

  private void sums() {
    Sum before = overview.before();
    Sum after = overview.after();
    lines.add(
        "%s; as it was %s".formatted(count(overview.rules().size(), "rule"), said(before))
            + (varied ? "; what if %s.".formatted(said(after)) : "."));
    if (varied) {
      lines.add(
          overview.turns() == 0
              ? "No day turns."
              : "%s %s."
                  .formatted(
                      count(overview.turns(), "day"), overview.turns() == 1 ? "turns" : "turn"));
    }
  }

  private static String said(Sum sum) {
    return "%s met (%s), %s on target"
        .formatted(
            sum.attainment(),
            number(sum.met()) + " of " + number((long) sum.met() + sum.missed()),
            number(sum.onTarget()) + " of " + number(sum.judged()));
  }

  private void leftOut() {
    Map<String, String> rules = overview.leftOut();
    rules.values().stream().limit(MOST_LEFT_OUT).forEach(why -> lines.add("Left out: " + why));
    if (rules.size() > MOST_LEFT_OUT) {
      lines.add("Left out: " + (rules.size() - MOST_LEFT_OUT) + " more.");
    }
  }

  private static String count(long number, String noun) {
    return number(number) + " " + noun + (number == 1 ? "" : "s");
  }

  private static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
