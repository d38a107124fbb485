package dev.punctual.rule;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One promise, as declared in YAML after defaults and {@code for_each} are applied.
 *
 * @param id the stable identity, {@code [a-z0-9][a-z0-9._-]*}, at most 100 characters
 */
public record Rule(
    String id,
    About about,
    Target target,
    Promise promise,
    Readiness readiness,
    Counting counting,
    Notices notices,
    Origin origin) {

  public String title() {
    return about.title();
  }

  /** The responsible team, null when the deployment's default channel hears. */
  public @Nullable String team() {
    return about.team();
  }

  public ZoneId timezone() {
    return counting.timezone();
  }

  /** The name of the source that is asked; {@code push} for jobs. */
  public String source() {
    return target.source();
  }

  /** The content hash of the definition. */
  public String version() {
    return origin.version();
  }

  /** Whether the promise is about age and has breaches instead of deadlines. */
  public boolean isFreshness() {
    return promise instanceof Promise.FreshWithin;
  }

  /**
   * What people are told about a rule.
   *
   * @param title free text in any script; the id where none is written
   * @param consumers who is affected by a miss
   * @param runbook an http(s) URL
   */
  public record About(
      String title,
      @Nullable String description,
      @Nullable String team,
      SortedMap<String, String> labels,
      List<String> consumers,
      @Nullable Agreement agreed,
      @Nullable String runbook) {
    public About {
      labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
      consumers = List.copyOf(consumers);
    }
  }

  /** Who was promised what, and when; shown in the report. */
  public record Agreement(String with, @Nullable LocalDate on, @Nullable String note) {}

  /**
   * How a rule's deadlines count.
   *
   * @param objective share of counted deadlines that must be met, {@code 0 < objective <= 1}; 1
   *     where none is written
   * @param trial judged and shown, neither alerted nor counted
   * @param from first business date with a deadline, null for no bound
   * @param until last business date with a deadline, null for no bound
   * @param was the former id whose history this rule continues
   */
  public record Counting(
      ZoneId timezone,
      BigDecimal objective,
      boolean trial,
      @Nullable LocalDate from,
      @Nullable LocalDate until,
      SkippedAs skipped,
      @Nullable String was) {}

  /** What a skipped task or an empty delivery counts as. */
  public enum SkippedAs {
    MET,
    MISSED,
    EXCUSED
  }

  /**
   * Who hears when; none of it changes a verdict.
   *
   * @param remind heads-up this long before the due instant while still waiting
   * @param alertAfter delays Slack, never the verdict
   * @param announce channel that gets one line when the data is there
   * @param rerun whether people may have the failed task cleared from here
   */
  public record Notices(
      @Nullable Duration remind,
      @Nullable Duration alertAfter,
      @Nullable String announce,
      Severity severity,
      boolean rerun) {}

  /** {@code PAGE} is heard in quiet hours too. */
  public enum Severity {
    NORMAL,
    PAGE
  }

  /**
   * Where a rule is written.
   *
   * @param file path as given, relative to the rules directory's parent
   * @param line first line of the rule, 1-based
   * @param endLine last line of the rule, 1-based, inclusive
   * @param version content hash of the rule's definition, hexadecimal
   */
  public record Origin(String file, int line, int endLine, String version) {}
}
