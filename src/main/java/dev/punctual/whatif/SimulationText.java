package dev.punctual.whatif;

import dev.punctual.rule.Percentages;
import dev.punctual.whatif.Simulation.Held;
import dev.punctual.whatif.Simulation.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A simulation in words, for a terminal. */
final class SimulationText {

  /** More days than these are counted, not named. */
  private static final int MOST_NAMED = 40;

  private final Simulation simulation;
  private final List<String> lines = new ArrayList<>();

  private SimulationText(Simulation simulation) {
    this.simulation = simulation;
  }

  static String of(Simulation simulation) {
    return new SimulationText(simulation).write();
  }

  private String write() {
    Count before = simulation.before();
    Variation variation = simulation.variation();
    line(
        "%s (%s), %s to %s"
            .formatted(
                simulation.rule().id(),
                simulation.rule().title(),
                simulation.from(),
                simulation.to()));
    if (before.due() == 0) {
      line("Nothing was judged in these days. Try --from and --to, or ./punctual backfill first.");
      return String.join("\n", lines) + "\n";
    }
    row("", "DUE", "MET", "MISSED", "EXCUSED", "UNKNOWN", "ATTAINED", "COVERED", "MISSES USED");
    row("as it was", before);
    if (!variation.isNone()) {
      row("what if", simulation.after());
      notes();
      turns();
    }
    simulation.held().forEach(this::held);
    proposal();
    if (simulation.backfilled() > 0) {
      line("%d of these days are backfilled.".formatted(simulation.backfilled()));
    }
    return String.join("\n", lines) + "\n";
  }

  private void row(String name, Count count) {
    row(
        name,
        Integer.toString(count.due()),
        Integer.toString(count.met()),
        Integer.toString(count.missed()),
        Integer.toString(count.excused()),
        Integer.toString(count.unknown()),
        count.attainment().toString(),
        count.coverage().toString(),
        count.allowance().toString());
  }

  private void row(String name, String... cells) {
    StringBuilder line = new StringBuilder("%-10s".formatted(name));
    for (String cell : cells) {
      line.append("%9s".formatted(cell)).append("  ");
    }
    lines.add(line.toString().stripTrailing());
  }

  private void notes() {
    Count after = simulation.after();
    if (after.unproved() > 0) {
      line(
          ("%d of the missed may have been in time: their arrival is known only as an interval that"
                  + " holds the due time. With them it is %s.")
              .formatted(after.unproved(), after.attainmentAtBest()));
    }
    if (after.unrecorded() > 0) {
      line(
          "%d more days would be promised of which nothing is recorded."
              .formatted(after.unrecorded()));
    }
    if (!simulation.left().isEmpty()) {
      line("%d days would not be promised.".formatted(simulation.left().size()));
    }
  }

  private void turns() {
    if (simulation.turns().isEmpty()) {
      line("No day turns.");
    }
    simulation.turns().stream()
        .collect(
            Collectors.groupingBy(
                turn -> turn.before().word() + " to " + turn.after().word(),
                java.util.TreeMap::new,
                Collectors.toList()))
        .forEach((way, turns) -> line("%s, %d: %s".formatted(way, turns.size(), named(turns))));
  }

  private static String named(List<Turn> turns) {
    String days =
        turns.stream()
            .limit(MOST_NAMED)
            .map(turn -> turn.day())
            .map(day -> String.valueOf(day.slot() == null ? day.businessDate() : day.slot()))
            .collect(Collectors.joining(", "));
    int more = turns.size() - MOST_NAMED;
    return more > 0 ? days + " and " + more + " more" : days;
  }

  private void held(Held held) {
    Integer minutes = held.minutes();
    String share = Percentages.print(held.share());
    if (minutes == null) {
      line("No due time would have held %s.".formatted(share));
    } else {
      line("%s holds from %s on.".formatted(share, simulation.shown(minutes)));
    }
  }

  private void proposal() {
    Proposal proposal = simulation.proposal();
    if (proposal == null) {
      return;
    }
    if (proposal.objective() != null) {
      line(
          "No objective is written. These %d days would have kept objective: %s."
              .formatted(proposal.days(), Percentages.print(proposal.objective())));
    } else if (proposal.days() < Proposal.ENOUGH) {
      line(
          "No objective is written, and %d days are too few to propose one (%d are enough)."
              .formatted(proposal.days(), Proposal.ENOUGH));
    } else {
      line("No objective is written, and these days would have kept none of the usual ones.");
    }
  }

  private void line(String line) {
    lines.add(line);
  }
}
