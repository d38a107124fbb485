package dev.punctual.rule;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All rules in force together: files are read as one set, taken whole or not at all.
 *
 * @param hash content hash over all files, hexadecimal
 * @param rules by id
 */
public record RuleSet(
    String hash,
    SortedMap<String, Rule> rules,
    Map<String, Team> teams,
    Map<String, BusinessCalendar> calendars,
    List<Maintenance> maintenance,
    List<SourceFile> files) {

  public RuleSet {
    rules = Collections.unmodifiableSortedMap(new TreeMap<>(rules));
    teams = Map.copyOf(teams);
    calendars = Map.copyOf(calendars);
    maintenance = List.copyOf(maintenance);
    files = List.copyOf(files);
  }

  /** A set without rules: first start. */
  public static RuleSet empty() {
    return new RuleSet("empty", new TreeMap<>(), Map.of(), Map.of(), List.of(), List.of());
  }

  /** Calendars whose known years end within a year of this day, or have ended; by their place. */
  public List<CalendarEnd> calendarEnds(LocalDate today) {
    return calendars.values().stream()
        .map(calendar -> calendar.end(today))
        .filter(Objects::nonNull)
        .sorted(Comparator.comparing(CalendarEnd::problem))
        .toList();
  }

  /**
   * A team that hears.
   *
   * @param slack channel name or id, null for the deployment's default channel
   * @param mention Slack markup that notifies, null for nobody
   * @param quietHours part of the day that holds everything but {@code severity: page}
   * @param digest local time of the daily digest, null for off or the deployment's
   * @param webhook name of a webhook from the deployment configuration
   * @param language that its messages are written in, null for the deployment's
   */
  public record Team(
      String name,
      @Nullable String slack,
      @Nullable String mention,
      List<Escalation> escalate,
      @Nullable ZoneId timezone,
      Promise.@Nullable Span quietHours,
      @Nullable Digest digest,
      @Nullable String webhook,
      @Nullable Locale language) {
    public Team {
      escalate = List.copyOf(escalate);
    }
  }

  /** The next to hear when nobody acknowledged within {@code after} of the due instant. */
  public record Escalation(Duration after, @Nullable String slack, @Nullable String mention) {}

  /** A team's wish for the daily digest: switched off, or at a local time. */
  public record Digest(@Nullable DayTime at) {}

  /**
   * A declared window: deadlines with {@code from <= due_at < to} are excused.
   *
   * @param rules id patterns with {@code *}
   * @param origin where it was written: {@code sla-rules/dwh.yaml:41}
   */
  public record Maintenance(
      Instant from, Instant to, List<String> rules, String reason, String origin) {
    public Maintenance {
      rules = List.copyOf(rules);
    }

    /** Of a file. */
    public Maintenance(
        Instant from, Instant to, List<String> rules, String reason, String file, int line) {
      this(from, to, rules, reason, file + ":" + line);
    }

    /** Whether it is about a rule. */
    public boolean concerns(String rule) {
      return rules.stream().anyMatch(pattern -> RulePattern.matches(pattern, rule));
    }

    /** Whether what falls due then falls due inside. */
    public boolean covers(Instant dueAt) {
      return !dueAt.isBefore(from) && dueAt.isBefore(to);
    }
  }

  /**
   * A file that was read.
   *
   * @param path as shown in messages
   * @param ruleCount rules after expansion
   * @param text the whole content
   */
  public record SourceFile(String path, int ruleCount, String text) {}
}
