package dev.punctual.board;

import dev.punctual.rule.Rule;
import dev.punctual.rule.Target;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Targets as people know them. */
final class Targets {

  private static final Pattern DATE = Pattern.compile("\\{(data_date|business_date)(?::([^}]*))?}");

  private Targets() {}

  /** {@code dwh.mart.learner_status}, {@code push: crm-nightly}, the source's name before it. */
  static String name(Rule rule) {
    return switch (rule.target()) {
      case Target.Job job -> "push: " + job.job();
      case Target.Query query -> query.source();
      case Target.Table _, Target.Task _, Target.Dag _, Target.File _, Target.Item _ ->
          rule.target().source() + "." + rule.target().path();
    };
  }

  /** The same with the dates of a file's path filled in. */
  static String name(Rule rule, LocalDate businessDate, LocalDate dataDate) {
    return rule.target() instanceof Target.File
        ? fill(name(rule), businessDate, dataDate)
        : name(rule);
  }

  static String fill(String template, LocalDate businessDate, LocalDate dataDate) {
    return DATE.matcher(template)
        .replaceAll(
            hole -> {
              LocalDate date = hole.group(1).equals("data_date") ? dataDate : businessDate;
              return Matcher.quoteReplacement(format(date, hole.group(2), hole.group()));
            });
  }

  private static String format(
      LocalDate date, @org.jspecify.annotations.Nullable String pattern, String written) {
    try {
      return pattern == null
          ? date.toString()
          : DateTimeFormatter.ofPattern(pattern, Locale.ROOT).format(date);
    } catch (DateTimeException | IllegalArgumentException unknown) {
      return written;
    }
  }
}
