package dev.punctual.report;

import dev.punctual.ledger.RuleBook;
import dev.punctual.rule.Rule;
import dev.punctual.rule.RuleSet;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** How {@code was} joins histories, for everything that shows a rule's past beside the report. */
@Singleton
public class Successions {

  private final RuleBook book;
  private final FormerRules former;

  Successions(RuleBook book, FormerRules former) {
    this.book = book;
    this.former = former;
  }

  /**
   * Under which id each of these ids is carried on; itself where nobody renamed it.
   *
   * @param ids those that will be asked for
   */
  public UnaryOperator<String> heirs(Collection<String> ids) {
    return former.histories(book.rules(), ids)::heir;
  }

  /** The rule's own id and every id whose history it carries on. */
  public List<String> idsOf(String rule) {
    RuleSet rules = book.rules();
    Set<String> given = new TreeSet<>(former.givenUp());
    rules.rules().values().stream()
        .map(Rule::counting)
        .map(Rule.Counting::was)
        .filter(Objects::nonNull)
        .forEach(given::add);
    Histories histories = former.histories(rules, given);
    return Stream.concat(
            Stream.of(rule),
            given.stream().filter(id -> !id.equals(rule) && histories.heir(id).equals(rule)))
        .toList();
  }

  /** Two strips of one letter a day laid over each other; of two on a day the worse is shown. */
  public static String overlay(String cells, String others) {
    return Tally.overlay(cells, others);
  }
}
