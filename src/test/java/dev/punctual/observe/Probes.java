package dev.punctual.observe;

import dev.punctual.rule.DayRule;
import dev.punctual.rule.DayTime;
import dev.punctual.rule.Deadline;
import dev.punctual.rule.Promise;
import dev.punctual.rule.Readiness;
import dev.punctual.rule.Readiness.Evidence;
import dev.punctual.rule.Rule;
import dev.punctual.rule.Target;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Probes for tests of sources: a daily rule of one business date, ready by 10:00, evidence from
 * midnight on, in one zone.
 */
public record Probes(LocalDate businessDate, ZoneId zone, int dataDaysBack, boolean inFull) {

  public static Probes on(LocalDate businessDate) {
    return new Probes(businessDate, ZoneOffset.UTC, 0, true);
  }

  public Probes in(String zone) {
    return new Probes(businessDate, ZoneId.of(zone), dataDaysBack, inFull);
  }

  /** The data date lies a day before the business date. */
  public Probes forYesterday() {
    return new Probes(businessDate, zone, 1, inFull);
  }

  /** A cheap gate may answer. */
  public Probes cheaply() {
    return new Probes(businessDate, zone, dataDaysBack, false);
  }

  public Instant opensAt() {
    return DayTime.MIDNIGHT.on(businessDate, zone);
  }

  public Instant dueAt() {
    return DayTime.parse("10:00").on(businessDate, zone);
  }

  public Instant nextOpensAt() {
    return DayTime.MIDNIGHT.on(businessDate.plusDays(1), zone);
  }

  /** A probe for a target that says itself when it is done. */
  public Probe of(Target target) {
    return of(target, Readiness.completion());
  }

  public Probe of(Target target, Evidence evidence) {
    return of(target, new Readiness(evidence, null, null, null));
  }

  public Probe of(Target target, Readiness readiness) {
    return of(id(target), target, readiness);
  }

  public Probe of(String id, Target target, Readiness readiness) {
    Promise promise =
        new Promise.ReadyBy(
            DayTime.parse("10:00"),
            new DayRule.EveryDay(),
            dataDaysBack == 0 ? new Promise.DataDate.SameDay() : new Promise.DataDate.Yesterday(),
            DayTime.MIDNIGHT,
            Duration.ofHours(24));
    return new Probe(
        rule(id, target, promise, readiness), deadline(id, null), nextOpensAt(), inFull);
  }

  /** A probe for the slot that begins at {@code start}; it opens at its end. */
  public Probe slot(Target target, Readiness readiness, Instant start, Duration every) {
    String id = id(target);
    Promise promise =
        new Promise.ReadyWithin(
            every,
            Duration.ofMinutes(20),
            new DayRule.EveryDay(),
            new Promise.DataDate.SameDay(),
            Duration.ofHours(24));
    Instant end = start.plus(every);
    Deadline deadline =
        new Deadline(
            id,
            businessDate,
            start,
            businessDate.minusDays(dataDaysBack),
            end,
            end.plus(20, ChronoUnit.MINUTES),
            end.plus(1, ChronoUnit.DAYS),
            zone,
            BigDecimal.ONE);
    return new Probe(rule(id, target, promise, readiness), deadline, end.plus(every), inFull);
  }

  /** A probe of a freshness rule. */
  public Probe fresh(Target target, Evidence evidence, Duration within) {
    Promise promise = new Promise.FreshWithin(within, new DayRule.EveryDay(), null);
    Readiness readiness = new Readiness(evidence, null, null, null);
    return new Probe(rule(id(target), target, promise, readiness), null, null, inFull);
  }

  private Deadline deadline(String id, @Nullable Instant slot) {
    return new Deadline(
        id,
        businessDate,
        slot,
        businessDate.minusDays(dataDaysBack),
        opensAt(),
        dueAt(),
        dueAt().plus(1, ChronoUnit.DAYS),
        zone,
        BigDecimal.ONE);
  }

  private Rule rule(String id, Target target, Promise promise, Readiness readiness) {
    return new Rule(
        id,
        new Rule.About(id, null, null, new TreeMap<>(), List.of(), null, null),
        target,
        promise,
        readiness,
        new Rule.Counting(zone, BigDecimal.ONE, false, null, null, Rule.SkippedAs.MISSED, null),
        new Rule.Notices(null, null, null, Rule.Severity.NORMAL, false),
        new Rule.Origin("sla-rules/test.yaml", 1, 1, "0"));
  }

  private static String id(Target target) {
    return target.path().toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z0-9._-]", "-");
  }
}
