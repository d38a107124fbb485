package dev.punctual.observe.push;

import dev.punctual.observe.Observation;
import dev.punctual.observe.Probe;
import dev.punctual.observe.PushInbox;
import dev.punctual.observe.PushInbox.Report;
import dev.punctual.observe.Source;
import dev.punctual.rule.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads what jobs reported. A report with a data date belongs to the deadline of that date, one
 * without to the deadline whose window holds its instant; of a slot, whose siblings share a data
 * date, the instant decides always. The first success counts, a failure only while there is none.
 */
final class PushSource implements Source {

  /** A job that ended in time may need a moment to say so. */
  private static final Duration LAG = Duration.ofSeconds(10);

  /** Jobs that knocked while nobody was in try again within this. */
  private static final Duration KNOCK_AGAIN = Duration.ofSeconds(30);

  /** A dated report may come before its deadline opens. */
  private static final Duration EARLY = Duration.ofDays(8);

  private final String name;
  private final PushInbox inbox;

  PushSource(String name, PushInbox inbox) {
    this.name = name;
    this.inbox = inbox;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String description() {
    return "Push, POST /api/v1/jobs/{job}/arrivals";
  }

  @Override
  public boolean listens() {
    return true;
  }

  /** After a start silence proves nothing until jobs had the time to knock again. */
  @Override
  public Duration lag(Probe probe) {
    Instant openSince = inbox.openSince();
    if (openSince == null || probe.deadline() == null) {
      return LAG;
    }
    Duration again = Duration.between(probe.deadline().dueAt(), openSince.plus(KNOCK_AGAIN));
    return again.compareTo(LAG) > 0 ? again : LAG;
  }

  @Override
  public Round observe(List<Probe> probes, Ask ask) {
    Set<String> jobs =
        probes.stream().map(probe -> probe.rule().target().path()).collect(Collectors.toSet());
    Instant since =
        probes.stream()
            .map(probe -> opensAt(probe, ask.now()))
            .min(Comparator.naturalOrder())
            .orElse(ask.now())
            .minus(EARLY);
    Map<String, List<Report>> byJob =
        inbox.reports(jobs, since).stream().collect(Collectors.groupingBy(Report::job));
    List<Answer> answers = new ArrayList<>(probes.size());
    for (Probe probe : probes) {
      List<Report> reports = byJob.getOrDefault(probe.rule().target().path(), List.of());
      answers.add(new Answer(probe, answer(probe, reports, ask.now())));
    }
    return new Round(answers, Map.of(), 1, null, "reads the inbox of " + jobs.size() + " jobs");
  }

  private static Instant opensAt(Probe probe, Instant now) {
    return probe.deadline() == null ? now : probe.deadline().opensAt();
  }

  private static Observation answer(Probe probe, List<Report> reports, Instant now) {
    Deadline deadline = probe.deadline();
    if (deadline == null) {
      return newest(reports, now);
    }
    List<Report> own =
        reports.stream()
            .filter(report -> belongs(report, deadline, probe))
            .sorted(Comparator.comparing(Report::at))
            .toList();
    return own.stream()
        .filter(Report::success)
        .findFirst()
        .<Observation>map(
            report -> Observation.Arrived.at(report.at(), words("reported success", report)))
        .orElseGet(() -> withoutSuccess(own));
  }

  private static Observation withoutSuccess(List<Report> own) {
    if (own.isEmpty()) {
      return Observation.NotYet.because("the job has not reported");
    }
    Report newest = own.getLast();
    return new Observation.Failed(newest.at(), words("reported failure", newest));
  }

  private static boolean belongs(Report report, Deadline deadline, Probe probe) {
    boolean dated = report.dataDate() != null;
    if (dated && !deadline.dataDate().equals(report.dataDate())) {
      return false;
    }
    return (dated && deadline.slot() == null) || isInside(report.at(), deadline, probe);
  }

  private static boolean isInside(Instant at, Deadline deadline, Probe probe) {
    Instant end = probe.nextOpensAt();
    return !at.isBefore(deadline.opensAt()) && (end == null || at.isBefore(end));
  }

  private static Observation newest(List<Report> reports, Instant now) {
    Instant newest =
        reports.stream()
            .filter(Report::success)
            .map(Report::at)
            .filter(at -> !at.isAfter(now))
            .max(Comparator.naturalOrder())
            .orElse(null);
    String text =
        newest == null ? "the job has not reported a success" : "the job reported success";
    return new Observation.Newest(newest, Observation.Strength.STRONG, text);
  }

  private static String words(String what, Report report) {
    String note = report.note();
    return "the job " + what + (note == null || note.isBlank() ? "" : ": " + note);
  }

  @Override
  public List<Finding> check(List<Probe> probes) {
    return List.of(new Finding(true, "inbox", "listens at POST /api/v1/jobs/{job}/arrivals"));
  }

  @Override
  public void close() {}
}
