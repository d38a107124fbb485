package dev.punctual.whatif;

import dev.punctual.rule.DidYouMean;
import dev.punctual.rule.Rule;
import dev.punctual.rule.RulePattern;
import dev.punctual.rule.RuleSet;
import dev.punctual.whatif.Simulations.Wish;
import dev.punctual.whatif.Variation.Wanted;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A question as people write it, on a page, in an address or at a terminal.
 *
 * @param rules id of a rule, or a pattern with {@code *}
 * @param team of these rules those of one team, null for all
 * @param from first business date, null for {@link Simulations#DAYS} of them
 * @param to last business date, null for today
 */
public record Asked(
    String rules,
    @Nullable String team,
    Wanted wanted,
    @Nullable LocalDate from,
    @Nullable LocalDate to) {

  /** The pattern that means all rules. */
  public static final String ALL = "*";

  public Asked {
    if (from != null && to != null && to.isBefore(from)) {
      throw new BadVariation(
          "to", "The last day, " + to + ", lies before the first, " + from + ".");
    }
  }

  /**
   * Reads dates as well; null and blank ones take what is usual.
   *
   * @throws BadVariation when one is no date
   */
  public static Asked of(String rules, Wanted wanted, @Nullable String from, @Nullable String to) {
    return new Asked(rules, null, wanted, date("from", from), date("to", to));
  }

  /** The same of one team's rules; null and blank for all. */
  public Asked ofTeam(@Nullable String team) {
    return new Asked(rules, team == null || team.isBlank() ? null : team.strip(), wanted, from, to);
  }

  private static @Nullable LocalDate date(String parameter, @Nullable String text) {
    if (text == null || text.isBlank()) {
      return null;
    }
    try {
      return LocalDate.parse(text.strip());
    } catch (DateTimeParseException e) {
      throw new BadVariation(parameter, "“" + text + "” is not a date. Write it as 2026-07-01.");
    }
  }

  private boolean isPattern() {
    return team != null || rules.indexOf('*') >= 0;
  }

  /**
   * The rules that are meant, by id. Of several those are left out to which the change does not
   * apply.
   *
   * @throws BadVariation when none is
   */
  List<Wish> wishes(RuleSet set) {
    List<Wish> wishes = new ArrayList<>();
    BadVariation refused = null;
    for (Rule rule : meant(set)) {
      try {
        wishes.add(new Wish(rule, Variation.read(rule, wanted, set.calendars())));
      } catch (BadVariation e) {
        refused = e;
      }
    }
    if (wishes.isEmpty() && refused != null) {
      throw refused;
    }
    return wishes;
  }

  /** Of the rules that are meant those to which the change does not apply, and why, by id. */
  SortedMap<String, String> leftOut(RuleSet set) {
    SortedMap<String, String> leftOut = new TreeMap<>();
    for (Rule rule : meant(set)) {
      try {
        Variation.read(rule, wanted, set.calendars());
      } catch (BadVariation e) {
        leftOut.put(rule.id(), e.of(rule));
      }
    }
    return leftOut;
  }

  private List<Rule> meant(RuleSet set) {
    if (!isPattern()) {
      Rule rule = set.rules().get(rules);
      if (rule == null) {
        throw new BadVariation(
            "rule",
            "There is no rule “" + rules + "”." + DidYouMean.question(rules, set.rules().keySet()));
      }
      return List.of(rule);
    }
    List<Rule> meant =
        set.rules().values().stream()
            .filter(rule -> RulePattern.matches(rules, rule.id()))
            .filter(rule -> team == null || team.equals(rule.team()))
            .toList();
    if (meant.isEmpty()) {
      throw team == null
          ? new BadVariation("rule", "No rule's id fits “" + rules + "”.")
          : noneOf(team, set);
    }
    return meant;
  }

  private BadVariation noneOf(String name, RuleSet set) {
    Set<String> teams = new TreeSet<>();
    set.rules().values().stream().map(Rule::team).filter(Objects::nonNull).forEach(teams::add);
    return teams.contains(name)
        ? new BadVariation("rule", "No rule of team “" + name + "” fits “" + rules + "”.")
        : new BadVariation(
            "team", "No rule has the team “" + name + "”." + DidYouMean.question(name, teams));
  }
}
