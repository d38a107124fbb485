package dev.punctual.report;

import dev.punctual.report.Report.Line;
import io.micronaut.serde.ObjectMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A report as text: JSON and CSV for machines, Markdown for minutes, a table for terminals. */
@Singleton
public class ReportPrinter {
  private final ObjectMapper mapper;

  ReportPrinter(ObjectMapper mapper) {
    this.mapper = mapper;
  }

  /** The same text as {@code GET /api/v1/reports/{period}}. */
  public String json(Report report) {
    try {
      return mapper.writeValueAsString(ReportDocument.of(report));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** With a header and CRLF, as RFC 4180 has it. */
  public String csv(Report report) {
    return Csv.print(report);
  }

  public String markdown(Report report) {
    return Markdown.print(report);
  }

  /** For people at a terminal; lines end with {@code \n}. */
  public String table(Report report) {
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
    return text.toString();
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
