package dev.punctual.report;

import dev.punctual.report.Details.Excused;
import dev.punctual.report.Details.Unknown;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What stands behind the figures, as Markdown. Times are in the zone of the service. */
final class MarkdownDetails {
  private final FullReport full;
  private final StringBuilder text;

  MarkdownDetails(FullReport full, StringBuilder text) {
    this.full = full;
    this.text = text;
  }

  void write() {
    causes();
    periods();
    durations();
    misses();
    excused();
    unknown();
    noise();
    changes();
  }

  private void causes() {
    Map<String, Integer> causes = Misses.causes(full.details().misses());
    if (causes.isEmpty()) {
      return;
    }
    int all = full.details().misses().size();
    heading("Causes");
    row("Cause", "Misses", "Share");
    text.append("| --- | --: | --: |\n");
    causes.entrySet().stream()
        .sorted(
            Comparator.comparing((Map.Entry<String, Integer> cause) -> cause.getKey().isEmpty())
                .thenComparingInt(cause -> -cause.getValue())
                .thenComparing(Map.Entry::getKey))
        .forEach(
            cause ->
                row(
                    cause.getKey().isEmpty() ? "none yet" : plain(cause.getKey()),
                    cause.getValue(),
                    new Share(cause.getValue(), all)));
  }

  private void periods() {
    if (full.details().past().isEmpty()) {
      return;
    }
    heading("Period by period");
    row("Period", "Incidents", "Misses", "Most frequent cause", "Attained");
    text.append("| --- | --: | --: | --- | --: |\n");
    List<PeriodSummary> periods = new ArrayList<>(full.details().past());
    periods.add(full.summary(full.frozen() != null));
    for (PeriodSummary period : periods) {
      row(
          period.period(),
          period.incidents(),
          period.misses(),
          mostFrequent(period),
          period.figures().attainment());
    }
  }

  private static String mostFrequent(PeriodSummary period) {
    return period.causes().entrySet().stream()
        .filter(cause -> !cause.getKey().isEmpty())
        .max(
            Comparator.<Map.Entry<String, Integer>>comparingInt(Map.Entry::getValue)
                .thenComparing(Map.Entry::getKey, Comparator.reverseOrder()))
        .map(
            cause ->
                plain(cause.getKey())
                    + ", "
                    + new Share(cause.getValue(), Math.max(cause.getValue(), period.misses())))
        .orElse("–");
  }

  private void durations() {
    List<Miss> misses = full.details().misses();
    if (misses.isEmpty()) {
      return;
    }
    heading("How long it took");
    row("", "Of", "Median", "p95", "Worst");
    text.append("| --- | --: | --: | --: | --: |\n");
    spread("Lateness", Spread.of(misses.stream().map(Miss::lateness)));
    spread("Time to acknowledge", Spread.of(misses.stream().map(Miss::untilAcknowledged)));
    spread(
        "From there to arrival", Spread.of(misses.stream().map(Miss::fromAcknowledgedToArrival)));
  }

  private void spread(String name, Spread spread) {
    if (spread.isEmpty()) {
      row(name, 0, "–", "–", "–");
    } else {
      row(
          name,
          spread.size(),
          duration(spread.median()),
          duration(spread.p95()),
          duration(spread.worst()));
    }
  }

  private void misses() {
    if (full.details().misses().isEmpty()) {
      return;
    }
    heading("Every miss");
    row("Date", "Rule", "Due", "Late", "Cause", "Note", "Evidence");
    text.append("| --- | --- | --- | --: | --- | --- | --- |\n");
    for (Miss miss : full.details().misses()) {
      Duration late = miss.lateness();
      row(
          miss.businessDate(),
          Markdown.escape(title(miss.rule())),
          minute(miss.dueAt()),
          late == null ? plain(miss.state().word()) : duration(late),
          miss.cause() == null ? "–" : plain(miss.cause()),
          Markdown.escape(miss.note()),
          Markdown.escape(miss.evidence() == null ? miss.reason() : miss.evidence()));
    }
  }

  private void excused() {
    if (full.details().excused().isEmpty()) {
      return;
    }
    heading("Excused, and why");
    row("Date", "Rule", "Category", "Reason", "Author", "Underneath");
    text.append("| --- | --- | --- | --- | --- | --- |\n");
    for (Excused each : full.details().excused()) {
      row(
          each.businessDate(),
          Markdown.escape(title(each.rule())),
          plain(each.category()),
          Markdown.escape(each.reason()),
          Markdown.escape(each.author()),
          each.underneath() == null ? "not settled" : each.underneath().word());
    }
  }

  private void unknown() {
    if (full.details().unknown().isEmpty()) {
      return;
    }
    heading("Unknown, and why");
    row("Date", "Rule", "Reason");
    text.append("| --- | --- | --- |\n");
    for (Unknown each : full.details().unknown()) {
      row(
          each.businessDate(),
          Markdown.escape(title(each.rule())),
          (each.settled() ? "" : "not settled: ") + Markdown.escape(each.reason()));
    }
  }

  private void noise() {
    Noise noise = full.details().noise();
    if (noise.byRule().isEmpty()) {
      return;
    }
    heading("Alert noise");
    row("Rule", "Messages", "Acted on", "Share");
    text.append("| --- | --: | --: | --: |\n");
    noise
        .byRule()
        .forEach(
            one ->
                row(Markdown.escape(title(one.rule())), one.messages(), one.acted(), one.share()));
  }

  private void changes() {
    if (full.details().changes().isEmpty()) {
      return;
    }
    heading("Changes of promises");
    row("Since", "Rule", "Change");
    text.append("| --- | --- | --- |\n");
    for (PromiseChange change : full.details().changes()) {
      row(minute(change.since()), Markdown.escape(change.title()), Markdown.escape(change.words()));
    }
  }

  private void heading(String words) {
    text.append("\n## ").append(words).append("\n\n");
  }

  private void row(Object... cells) {
    Markdown.row(text, cells);
  }

  private String title(String rule) {
    return full.report().lines().stream()
        .filter(line -> line.rule().equals(rule))
        .map(Report.Line::title)
        .findFirst()
        .orElse(rule);
  }

  private String minute(Instant instant) {
    return Sentence.minute(instant, full.report().zone());
  }

  /** {@code 2 h 08}, {@code 21 min}, {@code 12 s}: cut, never rounded up. */
  private static String duration(Duration duration) {
    long minutes = duration.toMinutes();
    if (minutes < 1) {
      return duration.toSeconds() + " s";
    }
    long rest = minutes % 60;
    return minutes < 60
        ? minutes + " min"
        : minutes / 60 + " h " + (rest < 10 ? "0" + rest : String.valueOf(rest));
  }

  private static String plain(@Nullable String word) {
    return word == null ? "–" : word.replace('_', ' ');
  }
}
