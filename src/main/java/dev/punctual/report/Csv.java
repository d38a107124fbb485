package dev.punctual.report;

import dev.punctual.report.Report.Line;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The table of rules as CSV (RFC 4180): a header, CRLF, an empty field where there is no figure.
 * Text that a spreadsheet would take for a formula gets an apostrophe in front.
 */
final class Csv {
  private static final List<String> HEADER =
      List.of(
          "rule",
          "title",
          "team",
          "due",
          "met",
          "missed",
          "never_arrived",
          "excused",
          "unknown",
          "attainment",
          "raw_attainment",
          "coverage",
          "objective",
          "misses_allowed",
          "misses_used",
          "standing",
          "backfilled");

  private Csv() {}

  static String print(Report report) {
    return Stream.concat(
            Stream.of(String.join(",", HEADER)), report.lines().stream().map(Csv::line))
        .map(line -> line + "\r\n")
        .collect(Collectors.joining());
  }

  private static String line(Line line) {
    Figures figures = line.figures();
    Standing standing = line.standing();
    return Stream.of(
            text(line.rule()),
            text(line.title()),
            text(line.team()),
            String.valueOf(figures.due()),
            String.valueOf(figures.met()),
            String.valueOf(figures.missed()),
            String.valueOf(figures.neverArrived()),
            String.valueOf(figures.excused()),
            String.valueOf(figures.unknown()),
            number(figures.attainment().percent()),
            number(figures.rawAttainment().percent()),
            number(figures.coverage().percent()),
            number(Share.inPercent(line.named().objective())),
            String.valueOf(line.allowance().allowed()),
            String.valueOf(line.allowance().used()),
            standing == null ? "" : standing.word(),
            String.valueOf(figures.backfilled()))
        .collect(Collectors.joining(","));
  }

  private static String number(@Nullable BigDecimal number) {
    return Objects.toString(number, "");
  }

  /** A field of free text. */
  static String text(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return "";
    }
    String safe = "=+-@\t\r\n".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    return safe.matches("(?s).*[\",\r\n].*") ? "\"" + safe.replace("\"", "\"\"") + "\"" : safe;
  }

  /** A text inside an address. */
  static String encoded(String text) {
    return java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8);
  }
}
