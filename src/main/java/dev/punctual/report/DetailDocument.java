package dev.punctual.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.punctual.report.Details.Excused;
import dev.punctual.report.Details.Unknown;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What stands behind a report's figures, as JSON: every miss, exclusion, unknown and change. */
final class DetailDocument {
  private DetailDocument() {}

  /** Every miss, with the number of the incident it is part of, counted from one. */
  static List<MissRow> misses(List<Miss> misses) {
    IdentityHashMap<Miss, Integer> numbers = new IdentityHashMap<>();
    int number = 0;
    for (List<Miss> incident : Incidents.of(misses)) {
      number++;
      for (Miss miss : incident) {
        numbers.put(miss, number);
      }
    }
    List<MissRow> rows = new ArrayList<>(misses.size());
    for (Miss miss : misses) {
      rows.add(MissRow.of(miss, Objects.requireNonNull(numbers.get(miss))));
    }
    return rows;
  }

  /**
   * How long things took, of those of which it is known.
   *
   * @param count of how many it is known; the others are null while that is none
   */
  @Serdeable(naming = SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Durations(
      int count,
      @Nullable Long medianSeconds,
      @Nullable Long p95Seconds,
      @Nullable Long worstSeconds) {
    static Durations of(List<Miss> misses, Function<Miss, @Nullable Duration> of) {
      Spread spread = Spread.of(misses.stream().map(of));
      return spread.isEmpty()
          ? new Durations(0, null, null, null)
          : new Durations(
              spread.size(),
              spread.median().toSeconds(),
              spread.p95().toSeconds(),
              spread.worst().toSeconds());
    }
  }

  /** What was sent, and what it was good for. */
  @Serdeable(naming = SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Messages(int sent, int actedOn, List<HeardRow> rules) {
    static Messages of(Noise noise) {
      return new Messages(
          noise.all().messages(),
          noise.all().acted(),
          noise.byRule().stream()
              .map(one -> new HeardRow(one.rule(), one.messages(), one.acted()))
              .toList());
    }
  }

  /** Messages that named a rule. */
  @Serdeable(naming = SnakeCaseStrategy.class)
  record HeardRow(String rule, int messages, int actedOn) {}

  /**
   * A miss that counts.
   *
   * @param slot null without {@code every}
   * @param lateSeconds null where it never arrived or is still awaited
   * @param backfilled what its times rest on where it was filled in afterwards; null for one that
   *     was judged live
   */
  @Serdeable(naming = SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record MissRow(
      String rule,
      @Nullable String team,
      String businessDate,
      @Nullable String slot,
      String opensAt,
      String dueAt,
      String state,
      @Nullable String arrivalAt,
      @Nullable Long lateSeconds,
      @Nullable String acknowledgedAt,
      @Nullable String acknowledgedBy,
      @Nullable String cause,
      @Nullable String note,
      @Nullable String evidence,
      String reason,
      int incident,
      @Nullable String backfilled) {
    static MissRow of(Miss miss, int incident) {
      Duration late = miss.lateness();
      return new MissRow(
          miss.rule(),
          miss.team(),
          miss.businessDate().toString(),
          miss.slotted() ? miss.slot().toString() : null,
          miss.opensAt().toString(),
          miss.dueAt().toString(),
          miss.state().word(),
          text(miss.arrivalAt()),
          late == null ? null : Long.valueOf(late.toSeconds()),
          text(miss.acknowledgedAt()),
          miss.acknowledgedBy(),
          miss.cause(),
          miss.note(),
          miss.evidence(),
          miss.reason(),
          incident,
          miss.backfilled());
    }
  }

  /** A deadline that does not count, and who said so. */
  @Serdeable(naming = SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record ExclusionRow(
      String rule,
      String businessDate,
      String dueAt,
      String category,
      String reason,
      String author,
      String at,
      String state,
      @Nullable String verdict,
      @Nullable String arrivalAt) {
    static ExclusionRow of(Excused each) {
      return new ExclusionRow(
          each.rule(),
          each.businessDate().toString(),
          each.dueAt().toString(),
          each.category(),
          each.reason(),
          each.author(),
          each.at().toString(),
          each.state().word(),
          each.underneath() == null ? null : each.underneath().word(),
          text(each.arrivalAt()));
    }
  }

  /** A deadline nobody can judge. */
  @Serdeable(naming = SnakeCaseStrategy.class)
  record UnknownRow(
      String rule, String businessDate, String dueAt, String reason, boolean settled) {
    static UnknownRow of(Unknown each) {
      return new UnknownRow(
          each.rule(),
          each.businessDate().toString(),
          each.dueAt().toString(),
          each.reason(),
          each.settled());
    }
  }

  /** A promise that was made, changed or withdrawn. */
  @Serdeable(naming = SnakeCaseStrategy.class)
  record ChangeRow(
      String rule,
      String title,
      String since,
      String change,
      String version,
      String file,
      int line) {
    static ChangeRow of(PromiseChange each) {
      return new ChangeRow(
          each.rule(),
          each.title(),
          each.since().toString(),
          each.words(),
          each.version(),
          each.file(),
          each.line());
    }
  }

  private static @Nullable String text(@Nullable Instant instant) {
    return instant == null ? null : instant.toString();
  }
}
