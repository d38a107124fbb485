package dev.punctual.report;

import dev.punctual.judge.State;
import dev.punctual.judge.Verdict;
import dev.punctual.web.Html;
import dev.punctual.web.Words;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;

/** Every miss that counts: when, how late, why, and what proves it. Newest first. */
final class MissTable {
  private final TableParts parts;
  private final Words words;
  private final ZoneId zone;

  MissTable(TableParts parts) {
    this.parts = parts;
    this.words = parts.words();
    this.zone = parts.report().zone();
  }

  Html write(List<Miss> misses) {
    Html out = Html.sized(misses.size() * 400 + 1024);
    parts.begin(
        out,
        "dense misses",
        "report.businessDate",
        "report.rule",
        "report.dueAt",
        "report.arrived",
        "report.verdictColumn",
        "report.cause",
        "report.evidence",
        "report.takenOn");
    misses.reversed().stream().limit(TableParts.MOST_ROWS).forEach(miss -> row(out, miss));
    parts.rest(out, misses.size() - TableParts.MOST_ROWS, 8);
    return out.put("</table>");
  }

  private void row(Html out, Miss miss) {
    LocalDate due = LocalDate.ofInstant(miss.dueAt(), zone);
    Instant arrived = miss.arrivalAt();
    out.put("<tr><td class=\"nowrap muted\">").write(words.date(miss.businessDate()));
    out.put("</td><th scope=\"row\">").write(parts.title(miss.rule()));
    out.put("</th><td class=\"nowrap muted\">");
    out.write(words.timeOn(miss.dueAt(), zone, miss.businessDate()))
        .put("</td><td class=\"nowrap\">");
    out.write(arrived == null ? "–" : words.timeOn(arrived, zone, due)).put("</td><td>");
    verdict(out, miss);
    out.put("</td><td>");
    cause(out, miss);
    String evidence = miss.evidence() == null ? miss.reason() : miss.evidence();
    out.put("</td><td class=\"muted\">").write(words.reason(evidence));
    backfilled(out, miss);
    out.put("</td><td class=\"muted taken\">");
    taken(out, miss);
    out.put("</td></tr>");
  }

  private void verdict(Html out, Miss miss) {
    if (miss.state() == State.OVERDUE) {
      TableParts.pill(out, "missed", "i-cross", words.say("state.overdue"));
    } else if (miss.state() == State.MISSED) {
      TableParts.pill(out, "missed", "i-cross", words.say("report.neverArrived"));
    } else {
      parts.verdict(out, Verdict.MISSED, miss.dueAt(), miss.arrivalAt());
    }
  }

  private void cause(Html out, Miss miss) {
    if (miss.cause() == null) {
      out.put("<span class=\"muted\">").write(words.say("report.noCause")).put("</span>");
      return;
    }
    out.write(parts.category(miss.cause()));
    String note = miss.note();
    if (note != null && !note.isEmpty()) {
      out.put("<span class=\"second\">").write(note).put("</span>");
    }
  }

  private void backfilled(Html out, Miss miss) {
    String basis = miss.backfilled();
    if (basis != null) {
      out.put("<span class=\"second\">")
          .write(words.say("report.backfilledFrom", words.say("basis." + basis)))
          .put("</span>");
    }
  }

  private void taken(Html out, Miss miss) {
    Duration after = miss.untilAcknowledged();
    if (after == null) {
      out.put("–");
      return;
    }
    String who = miss.acknowledgedBy() == null ? "–" : miss.acknowledgedBy();
    out.write(words.say("report.takenBy", who, words.duration(after)));
  }
}
