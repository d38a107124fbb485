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
import org.jspecify.annotations.Nullable;

/**
 * A question as people write it, on a page, in an address or at a terminal.
 *
 * @param rules id of a rule, or a pattern with {@code *}
 * @param from first business date, null for {@link Simulations#DAYS} of them
 * @param to last business date, null for today
 */
public record Asked(String rules, Wanted wanted, @Nullable LocalDate from, @Nullable LocalDate to) {

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
    return new Asked(rules, wanted, date("from", from), date("to", to));
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

  boolean isPattern() {
    return rules.indexOf('*') >= 0;
  }

  /**
   * The rules that are meant, by id. Of a pattern those are left out to which the change does not
   * apply.
   *
   * @throws BadVariation when none is
   */
  List<Wish> wishes(RuleSet set) {
    if (!isPattern()) {
      Rule rule = set.rules().get(rules);
      if (rule == null) {
        throw new BadVariation(
            "rule",
            "There is no rule “" + rules + "”." + DidYouMean.question(rules, set.rules().keySet()));
      }
      return List.of(wish(rule, set));
    }
    List<Wish> wishes = new ArrayList<>();
    BadVariation refused = null;
    for (Rule rule : set.rules().values()) {
      if (RulePattern.matches(rules, rule.id())) {
        try {
          wishes.add(wish(rule, set));
        } catch (BadVariation e) {
          refused = e;
        }
      }
    }
    if (wishes.isEmpty()) {
      throw refused == null
          ? new BadVariation("rule", "No rule's id fits “" + rules + "”.")
          : refused;
    }
    return wishes;
  }

  private Wish wish(Rule rule, RuleSet set) {
    return new Wish(rule, Variation.read(rule, wanted, set.calendars()));
  }
}
