package dev.punctual;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The arrows between packages, as data. A new arrow is a decision: write it here or do without. */
class ArchitectureTest {

  private static final String ROOT = "dev.punctual";

  /** Package → the packages it may use. A package under another's name follows its own row. */
  private static final Map<String, Set<String>> ARROWS =
      Map.ofEntries(
          Map.entry("rule", Set.of()),
          Map.entry("observe", Set.of("rule")),
          Map.entry(
              "observe.*",
              Set.of("observe", "observe.wire", "observe.file", "observe.sql", "rule")),
          Map.entry("observe.wire", Set.of("observe")),
          Map.entry("observe.sql", Set.of("observe", "rule")),
          Map.entry("observe.file", Set.of("observe", "observe.wire", "rule")),
          Map.entry("judge", Set.of("rule", "observe")),
          Map.entry("ledger", Set.of("rule", "observe", "judge")),
          Map.entry("poll", Set.of("rule", "observe", "judge", "ledger")),
          Map.entry("respond", Set.of("rule", "observe", "judge", "ledger")),
          Map.entry("alert", Set.of("rule", "judge", "ledger")),
          Map.entry("alert.slack", Set.of("rule", "judge", "ledger", "alert", "respond")),
          Map.entry("report", Set.of("rule", "judge", "ledger")),
          Map.entry("whatif", Set.of("rule", "observe", "judge", "ledger", "report")),
          Map.entry("backfill", Set.of("rule", "observe", "judge", "poll", "ledger")),
          Map.entry("web", Set.of("ledger")),
          Map.entry(
              "board",
              Set.of("rule", "judge", "ledger", "poll", "respond", "report", "web", "whatif")),
          Map.entry(
              "review", Set.of("rule", "judge", "ledger", "respond", "report", "alert", "web")),
          Map.entry(
              "cli",
              Set.of(
                  "rule",
                  "observe",
                  "judge",
                  "poll",
                  "ledger",
                  "report",
                  "review",
                  "whatif",
                  "backfill",
                  "alert",
                  "alert.slack",
                  "demo")),
          Map.entry("demo", Set.of("rule", "observe", "judge", "poll", "ledger", "review")),
          Map.entry("", Set.of("cli")));

  /** Page controllers of a feature share the layout model; messages share its words. */
  private static final Set<String> PAGES =
      Set.of("alert", "alert.slack", "report", "poll", "respond", "whatif");

  private static final Set<String> WITHOUT_FRAMEWORK = Set.of("rule", "judge");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  @Test
  void packages_use_only_what_the_table_allows() {
    Set<String> forbidden = new TreeSet<>();
    for (JavaClass type : CLASSES) {
      type.getDirectDependenciesFromSelf().stream()
          .map(arrow -> arrow.getTargetClass().getBaseComponentType())
          .filter(target -> target.getPackageName().startsWith(ROOT))
          .filter(target -> !allowed(noun(type), noun(target)))
          .forEach(
              target -> forbidden.add(noun(type) + " → " + noun(target) + " in " + type.getName()));
    }
    assertThat(forbidden).isEmpty();
  }

  @Test
  void every_package_stands_in_the_table() {
    assertThat(CLASSES.stream().map(ArchitectureTest::noun).distinct())
        .allSatisfy(noun -> assertThat(ARROWS).containsKey(row(noun)));
  }

  @Test
  void rules_and_verdicts_know_no_framework() {
    List<String> guilty =
        CLASSES.stream()
            .filter(type -> WITHOUT_FRAMEWORK.contains(noun(type)))
            .filter(
                type ->
                    type.getDirectDependenciesFromSelf().stream()
                        .anyMatch(a -> a.getTargetClass().getName().startsWith("io.micronaut")))
            .map(JavaClass::getName)
            .toList();
    assertThat(guilty).isEmpty();
  }

  @Test
  void packages_form_no_cycle() {
    assertThat(ARROWS.keySet())
        .allSatisfy(from -> assertThat(reachable(from).toList()).doesNotContain(from));
  }

  private static Stream<String> reachable(String from) {
    Set<String> seen = new TreeSet<>();
    List<String> open = new java.util.ArrayList<>(ARROWS.getOrDefault(from, Set.of()));
    while (!open.isEmpty()) {
      String next = open.removeLast();
      if (seen.add(next)) {
        open.addAll(ARROWS.getOrDefault(next, Set.of()));
      }
    }
    return seen.stream();
  }

  private static boolean allowed(String from, String to) {
    return from.equals(to)
        || ARROWS.getOrDefault(row(from), Set.of()).contains(to)
        || (PAGES.contains(from) && to.equals("web"));
  }

  private static String row(String noun) {
    return noun.startsWith("observe.") && !ARROWS.containsKey(noun) ? "observe.*" : noun;
  }

  private static String noun(JavaClass type) {
    String name = type.getPackageName();
    return name.equals(ROOT) ? "" : name.substring(ROOT.length() + 1);
  }
}
