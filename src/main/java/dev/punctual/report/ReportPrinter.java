package dev.punctual.report;

import dev.punctual.report.FullReport.Frozen;
import dev.punctual.report.Report.Line;
import io.micronaut.serde.ObjectMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A report as text: JSON and CSV for machines, Markdown for minutes, a table for terminals. */
@Singleton
public class ReportPrinter {
  private final ObjectMapper mapper;

  ReportPrinter(ObjectMapper mapper) {
    this.mapper = mapper;
  }

  /** The same text as {@code GET /api/v1/reports/{period}}. */
  public String json(FullReport full) {
    Frozen frozen = full.frozen();
    return frozen == null ? write(full, null, null) : frozen.json();
  }

  /** The document that a report is frozen as. */
  String write(FullReport full, @Nullable Instant frozenAt, @Nullable String frozenBy) {
    try {
      return mapper.writeValueAsString(ReportDocument.of(full, frozenAt, frozenBy));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** With a header and CRLF, as RFC 4180 has it. */
  public String csv(FullReport full) {
    Frozen frozen = full.frozen();
    return frozen == null ? Csv.print(full.report()) : frozen.csv();
  }

  /** In English, whatever the language of the machine. */
  public String markdown(FullReport full) {
    return Markdown.print(full);
  }

  /** For people at a terminal; lines end with {@code \n}. */
  public String table(FullReport full, List<Erratum> errata) {
    Report report = full.report();
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "RULE",
            "TEAM",
            "DUE",
            "MET",
            "MISSED",
            "EXCUSED",
            "UNKNOWN",
            "ATTAINED",
            "OBJECTIVE",
            "USED",
            "STANDING"));
    report.worstFirst().forEach(line -> rows.add(row(line)));
    StringBuilder text = new StringBuilder();
    text.append(report.period().title(Locale.ENGLISH))
        .append(report.running() ? ", to date: " : ": ")
        .append(Sentence.headline(report))
        .append('\n')
        .append(Sentence.detail(report))
        .append("\n\n");
    align(rows, text);
    FullReport.Frozen frozen = full.frozen();
    if (frozen != null) {
      text.append("\nFrozen ").append(Sentence.minute(frozen.at(), report.zone())).append(".\n");
    }
    for (Erratum each : errata) {
      text.append("Since then: ").append(String.join(" ", erratum(each))).append('\n');
    }
    return text.toString();
  }

  private static List<String> erratum(Erratum each) {
    List<String> parts = new ArrayList<>();
    parts.add(each.rule());
    for (String part :
        new @Nullable String[] {
          each.businessDate(), each.slot(), breach(each), each.kind(), each.word()
        }) {
      if (part != null) {
        parts.add(part.replace('_', ' '));
      }
    }
    if (each.deadlines() > 1) {
      parts.add("of " + each.deadlines() + " deadlines");
    }
    if (!each.reason().isEmpty()) {
      parts.add("(" + each.reason() + ")");
    }
    if (each.author() != null) {
      parts.add("by " + each.author());
    }
    return parts;
  }

  private static @Nullable String breach(Erratum each) {
    return each.breachFrom() == null ? null : "breach from " + each.breachFrom();
  }

  private static List<String> row(Line line) {
    Figures figures = line.figures();
    String team = line.team();
    return List.of(
        line.rule(),
        team == null ? "–" : team,
        String.valueOf(figures.due()),
        String.valueOf(figures.met()),
        String.valueOf(figures.missed()),
        String.valueOf(figures.excused()),
        String.valueOf(figures.unknown()),
        figures.attainment().toString(),
        Markdown.objective(line.named().objective()),
        line.allowance().toString(),
        Markdown.standing(line.standing()).toLowerCase(Locale.ROOT));
  }

  private static void align(List<List<String>> rows, StringBuilder text) {
    int last = rows.getFirst().size() - 1;
    int[] widths = new int[last + 1];
    rows.forEach(
        row -> {
          for (int i = 0; i <= last; i++) {
            widths[i] = Math.max(widths[i], row.get(i).length());
          }
        });
    for (List<String> row : rows) {
      for (int i = 0; i < last; i++) {
        String gap = " ".repeat(widths[i] - row.get(i).length());
        text.append(i < 2 ? row.get(i) + gap : gap + row.get(i)).append("  ");
      }
      text.append(row.get(last)).append('\n');
    }
  }
}
