package dev.punctual.rule;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Makes one set of all files: teams and calendars first, then rules, then what speaks of rules. The
 * set is only good when no problem was told.
 */
final class RuleSetReader {

  private final Problems problems;
  private final KnownSources sources;
  private final RuleFolder.Limits limits;
  private final Map<String, Spot> ids = new HashMap<>();
  private final Map<String, Spot> wasSpots = new HashMap<>();
  private final TreeMap<String, Rule> rules = new TreeMap<>();

  RuleSetReader(Problems problems, KnownSources sources, RuleFolder.Limits limits) {
    this.problems = problems;
    this.sources = sources;
    this.limits = limits;
  }

  RuleSet read(List<TextFile> texts) {
    List<RuleFile> files = texts.stream().map(text -> RuleFile.read(text, problems)).toList();
    Map<String, BusinessCalendar> calendars =
        named(files, "calendar", RuleFile::calendars, CalendarReader::read);
    Map<String, RuleSet.Team> teams = named(files, "team", RuleFile::teams, TeamReader::read);
    DayRuleReader days = new DayRuleReader(calendars);
    AboutReader about = new AboutReader(teams);
    RuleReader reader = new RuleReader(new TargetReader(sources), new PromiseReader(days), about);
    DefaultsReader defaults = new DefaultsReader(days, about);
    List<RuleSet.SourceFile> sourceFiles = new ArrayList<>();
    for (RuleFile file : files) {
      defaults.check(file.defaults());
      int before = rules.size();
      file.rules().forEach(rule -> expand(rule, file.defaults(), reader));
      sourceFiles.add(
          new RuleSet.SourceFile(file.file().path(), rules.size() - before, file.file().text()));
    }
    List<RuleSet.Maintenance> maintenance = maintenance(files);
    checkHistories();
    checkNumber();
    return new RuleSet(hash(texts), rules, teams, calendars, maintenance, sourceFiles);
  }

  private <T> Map<String, T> named(
      List<RuleFile> files,
      String what,
      java.util.function.Function<RuleFile, List<YamlNode.Entry>> section,
      BiFunction<String, Value, T> reader) {
    Map<String, T> all = new HashMap<>();
    Map<String, Spot> spots = new HashMap<>();
    for (RuleFile file : files) {
      for (YamlNode.Entry entry : section.apply(file)) {
        String name = entry.key().value();
        Spot first = spots.putIfAbsent(name, entry.key().spot());
        if (first != null) {
          problems.error(
              entry.key().spot(),
              "The "
                  + what
                  + " \""
                  + name
                  + "\" is already defined in "
                  + first.fileAndLine()
                  + ".");
        }
        checkName(entry.key(), what);
        Value value = new Value(entry.value(), name, name + ": { … }", Scope.plain(problems));
        all.putIfAbsent(name, reader.apply(name, value));
      }
    }
    return all;
  }

  private void checkName(YamlNode.Scalar name, String what) {
    try {
      Ids.parseName(name.value());
      if (what.equals("calendar") && DayRuleReader.weekday(name.value()) != null) {
        throw new BadScalarException(
            "A calendar cannot be called \"" + name.value() + "\": that is a weekday.", 0);
      }
    } catch (BadScalarException e) {
      problems.error(name.at(e.offset()), e.getMessage());
    }
  }

  private void expand(YamlNode.Mapping mapping, @Nullable Fields defaults, RuleReader reader) {
    Fields own = RuleFile.inScope(mapping, Keys.RULE, problems, Map.of());
    for (Map<String, String> variables : ForEach.products(own, defaults)) {
      Fields filled =
          variables.isEmpty() ? own : RuleFile.inScope(mapping, Keys.RULE, problems, variables);
      Fields inherited =
          defaults == null
              ? null
              : RuleFile.inScope(defaults.mapping(), Keys.DEFAULTS, problems, variables);
      Rule rule = reader.read(filled, inherited);
      Value id = filled.get("id");
      String written = id == null || !id.isText() ? null : id.text();
      if (id != null && written != null) {
        checkUnique(written, id, !variables.isEmpty());
      }
      if (rule != null) {
        rules.putIfAbsent(rule.id(), rule);
        Value was = filled.get("was");
        wasSpots.put(rule.id(), was == null ? filled.spot() : was.spot());
      }
    }
  }

  private void checkUnique(String written, Value id, boolean product) {
    Spot first = ids.putIfAbsent(written, id.spot());
    if (first == null) {
      return;
    }
    id.wrong(
        product && first.equals(id.spot())
            ? "for_each makes the id \""
                + written
                + "\" twice. Use every variable in the id, and every value once."
            : "The id \"" + written + "\" is already used in " + first.fileAndLine() + ".");
  }

  private List<RuleSet.Maintenance> maintenance(List<RuleFile> files) {
    MaintenanceReader reader = new MaintenanceReader(ids.keySet());
    List<RuleSet.Maintenance> windows = new ArrayList<>();
    for (RuleFile file : files) {
      for (Value value : file.maintenance()) {
        RuleSet.Maintenance window = reader.read(value, file.zone());
        if (window == null) {
          continue;
        }
        windows.stream()
            .filter(other -> isSame(window, other))
            .findFirst()
            .ifPresent(
                other -> value.wrong("This window is already defined in " + other.origin() + "."));
        windows.add(window);
      }
    }
    windows.sort(Comparator.comparing(RuleSet.Maintenance::from));
    return windows;
  }

  private static boolean isSame(RuleSet.Maintenance a, RuleSet.Maintenance b) {
    Instant from = a.from();
    return from.equals(b.from()) && a.to().equals(b.to()) && a.rules().equals(b.rules());
  }

  /** {@code was} joins the history of a rule that is gone to one that took its place. */
  private void checkHistories() {
    Map<String, Rule> heirs = new HashMap<>();
    for (Rule rule : rules.values()) {
      String was = rule.counting().was();
      if (was == null) {
        continue;
      }
      Rule other = heirs.putIfAbsent(was, rule);
      Spot at = wasSpots.getOrDefault(rule.id(), Spot.startOf(rule.origin().file()));
      if (ids.containsKey(was)) {
        problems.error(
            at,
            "\"was\" names \""
                + was
                + "\", a rule that still exists. It names the former id of this rule.");
      } else if (other != null) {
        problems.error(
            at, "\"" + was + "\" has become \"" + other.id() + "\" already; it has one heir.");
      }
    }
  }

  private void checkNumber() {
    long perDay = Schedule.perDay(rules.values());
    if (perDay <= limits.deadlinesPerDay()) {
      return;
    }
    mostSlots(rules.values())
        .ifPresent(
            rule ->
                problems.error(
                    new Spot(rule.origin().file(), rule.origin().line(), 1),
                    "All rules together have "
                        + perDay
                        + " deadlines a day; at most "
                        + limits.deadlinesPerDay()
                        + " are taken. This rule has the most: choose longer slots, or raise"
                        + " punctual.max-deadlines-per-day."));
  }

  private static java.util.Optional<Rule> mostSlots(Collection<Rule> rules) {
    return rules.stream().max(Comparator.comparingLong(rule -> Schedule.perDay(List.of(rule))));
  }

  private static String hash(List<TextFile> files) {
    return new ContentHash()
        .of(
            files.stream()
                .flatMap(file -> java.util.stream.Stream.of(file.path(), file.text()))
                .toArray(String[]::new));
  }
}
