package dev.punctual.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is due when, and what will become of it: every few seconds one deadline of each fate. Each
 * rule has one slot, which ends at the coming quarter of an hour, and is due its own number of
 * seconds later.
 *
 * @param opens when all open
 */
record KillPlan(Instant opens, List<Due> due) {

  private static final Duration QUARTER = Duration.ofMinutes(15);
  private static final Duration STEP = Duration.ofSeconds(4);

  /** What happens to the data of a deadline. */
  enum Fate {
    /** The job never reports. */
    NEVER(null),
    /** The row is there in time. */
    LANDED(Duration.ofSeconds(-3)),
    /** The row is there too late. */
    LATE(Duration.ofSeconds(12)),
    /** The job reports in time, and again until it is heard. */
    REPORTED(Duration.ofSeconds(-2));

    private final @Nullable Duration after;

    Fate(@Nullable Duration after) {
      this.after = after;
    }
  }

  /** One deadline. */
  record Due(String rule, Fate fate, Instant at) {

    String title() {
      return "Rule " + rule + ".";
    }

    /** When its data comes; null when never. */
    @Nullable Instant comesAt() {
      return fate.after == null ? null : at.plus(fate.after);
    }

    /** What a service that never dies would say of it. */
    String verdict() {
      return switch (fate) {
        case LANDED, REPORTED -> "met";
        case NEVER, LATE -> "missed";
      };
    }
  }

  /** For a run of so many kills, at most one every {@code each}. */
  static KillPlan of(Instant now, Duration wanted) {
    long seconds = QUARTER.toSeconds();
    Instant soonest = now.plusSeconds(25);
    Instant opens = Instant.ofEpochSecond((soonest.getEpochSecond() / seconds + 1) * seconds);
    Duration most = QUARTER.minusSeconds(60);
    Duration length = wanted.compareTo(most) < 0 ? wanted : most;
    List<Due> due = new ArrayList<>();
    for (Duration after = STEP.multipliedBy(2);
        after.compareTo(length) < 0;
        after = after.plus(STEP)) {
      for (Fate fate : Fate.values()) {
        String rule = "r%04d-%s".formatted(after.toSeconds(), fate.name().toLowerCase(Locale.ROOT));
        due.add(new Due(rule, fate, opens.plus(after)));
      }
    }
    return new KillPlan(opens, List.copyOf(due));
  }

  Instant last() {
    return due.getLast().at();
  }

  String yaml() {
    StringBuilder yaml = new StringBuilder("version: 1\ndefaults: { timezone: UTC }\nrules:\n");
    for (Due each : due) {
      String target =
          switch (each.fate()) {
            case NEVER, REPORTED -> "job: " + each.rule();
            case LANDED, LATE ->
                "table: dwh.public.landed, ready_when: { where: \"id = '" + each.rule() + "'\" }";
          };
      yaml.append(
          "  - { id: %s, title: \"%s\", %s, every: 15m, ready_within: %ds }%n"
              .formatted(
                  each.rule(),
                  each.title(),
                  target,
                  Duration.between(opens, each.at()).toSeconds()));
    }
    return yaml.toString();
  }
}
