package dev.punctual.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.judge.State;
import dev.punctual.judge.Verdict;
import dev.punctual.ledger.Allowance;
import dev.punctual.report.Figures.Ending;
import dev.punctual.rule.Percentages;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Recounts the examples of docs/report.md. */
class ReportDocTest {
  private static final Path DOC = Path.of("docs", "report.md");

  static List<Map<String, String>> examples() throws IOException {
    List<Map<String, String>> examples = new ArrayList<>();
    List<String> header = List.of();
    for (String line : Files.readAllLines(DOC)) {
      if (!line.startsWith("|")) {
        header = List.of();
      } else if (header.isEmpty()) {
        header = cells(line);
      } else if (!line.startsWith("| ---")) {
        Map<String, String> example = new LinkedHashMap<>();
        List<String> cells = cells(line);
        for (int i = 0; i < header.size(); i++) {
          example.put(header.get(i), cells.get(i));
        }
        examples.add(example);
      }
    }
    assertThat(examples).hasSizeGreaterThan(20);
    return examples;
  }

  private static List<String> cells(String line) {
    return Stream.of(line.substring(1, line.lastIndexOf('|')).split("\\|", -1))
        .map(String::strip)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void an_example_of_the_documentation_adds_up(Map<String, String> example) {
    Map<String, String> counted = new LinkedHashMap<>(example);
    List<Ending> endings = endings(example);
    Figures figures = Figures.of(endings);
    Allowance allowance = Figures.allowance(endings);
    replace(counted, "due", figures.due());
    replace(counted, "met", figures.met());
    replace(counted, "missed", figures.missed());
    replace(counted, "never arrived", figures.neverArrived());
    replace(counted, "excused", figures.excused());
    replace(counted, "unknown", figures.unknown());
    replace(counted, "backfilled", figures.backfilled());
    replace(counted, "attainment", figures.attainment());
    replace(counted, "raw attainment", figures.rawAttainment());
    replace(counted, "coverage", figures.coverage());
    replace(counted, "allowed", allowance.allowed());
    replace(counted, "used", allowance.used());
    replace(
        counted,
        "standing",
        figures.counted() == 0
            ? "–"
            : Standing.of(allowance).name().toLowerCase(Locale.ROOT).replace('_', ' '));
    assertThat(counted).isEqualTo(example);
  }

  private static void replace(Map<String, String> counted, String column, Object value) {
    counted.replace(column, String.valueOf(value));
  }

  private static List<Ending> endings(Map<String, String> example) {
    BigDecimal objective = Percentages.parse(String.valueOf(example.get("objective")));
    List<Ending> endings = new ArrayList<>();
    for (String part : String.valueOf(example.get("deadlines")).split(", ", -1)) {
      List<String> words = List.of(part.split(" ", -1));
      Ending one =
          new Ending(
              verdict(words.getLast()),
              state(words.getLast()),
              words.contains("excused"),
              words.contains("trial"),
              words.contains("backfilled"),
              objective);
      endings.addAll(Collections.nCopies(Integer.parseInt(words.getFirst()), one));
    }
    return endings;
  }

  private static @Nullable Verdict verdict(String word) {
    return switch (word) {
      case "open", "planned" -> null;
      case "late", "missed", "overdue" -> Verdict.MISSED;
      default -> Verdict.of(word);
    };
  }

  private static State state(String word) {
    return switch (word) {
      case "open", "planned" -> State.WAITING;
      default -> State.of(word);
    };
  }
}
