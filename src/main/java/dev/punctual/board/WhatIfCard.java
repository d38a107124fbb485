package dev.punctual.board;

import dev.punctual.ledger.RuleBook;
import dev.punctual.report.Share;
import dev.punctual.rule.Percentages;
import dev.punctual.rule.Promise;
import dev.punctual.rule.Rule;
import dev.punctual.rule.RuleSet;
import dev.punctual.web.Words;
import dev.punctual.whatif.Asked;
import dev.punctual.whatif.BadVariation;
import dev.punctual.whatif.Simulation;
import dev.punctual.whatif.Simulations;
import dev.punctual.whatif.Variation;
import dev.punctual.whatif.Variation.Wanted;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The part of a rule's page that asks what would have been; all it is asked lives in the address.
 */
@Singleton
class WhatIfCard {

  private final Simulations simulations;
  private final RuleBook book;

  WhatIfCard(Simulations simulations, RuleBook book) {
    this.simulations = simulations;
    this.book = book;
  }

  /** What the form says, as written; empty where it says nothing. */
  record Fields(String readyBy, String objective, String on, String from, String to) {

    /**
     * Reads the parameters of an address.
     *
     * @param parameter the value of a name, null without one
     */
    static Fields of(Function<String, @Nullable String> parameter) {
      return new Fields(
          text(parameter.apply("ready_by")),
          text(parameter.apply("objective")),
          text(parameter.apply("on")),
          text(parameter.apply("from")),
          text(parameter.apply("to")));
    }

    private static String text(@Nullable String value) {
      return value == null ? "" : value.strip();
    }

    /** The same question with another due time, as an address. */
    String link(String rule, String time) {
      StringBuilder link = new StringBuilder("/rules/").append(rule).append('?');
      add(link, "ready_by", time);
      add(link, "objective", objective);
      add(link, "on", on);
      add(link, "from", from);
      add(link, "to", to);
      return link.append("#what-if").toString();
    }

    private static void add(StringBuilder link, String name, String value) {
      if (!value.isEmpty()) {
        link.append(link.charAt(link.length() - 1) == '?' ? "" : "&")
            .append(name)
            .append('=')
            .append(java.net.URLEncoder.encode(value, java.nio.charset.StandardCharsets.UTF_8));
      }
    }
  }

  /** Adds what the card shows to the model of a rule's page; nothing for a removed rule. */
  void fill(Map<String, Object> model, String id, Fields fields, Words words, Instant now) {
    RuleSet rules = book.rules();
    Rule rule = rules.rules().get(id);
    if (rule == null) {
      return;
    }
    Map<String, Object> card = new HashMap<>();
    card.put("fields", fields);
    card.put("slotted", rule.promise() instanceof Promise.ReadyWithin);
    card.put("dueNow", rule.isFreshness() ? "" : new PromiseText(words).due(rule));
    card.put("objectiveNow", Percentages.print(rule.counting().objective()));
    card.put("days", days(rules, fields, words));
    card.put("freshness", rule.isFreshness());
    card.put("refused", "");
    card.put("body", "");
    model.put("whatIf", card);
    if (rule.isFreshness()) {
      return;
    }
    try {
      Wanted wanted = new Wanted(fields.readyBy(), fields.objective(), fields.on());
      Asked asked = Asked.of(id, wanted, fields.from(), fields.to());
      Simulation simulation = simulations.answer(asked, rules, now).getFirst();
      card.put("from", simulation.from().toString());
      card.put("to", simulation.to().toString());
      card.put("body", new WhatIfText(simulation, fields, words).draw().toString());
    } catch (BadVariation refused) {
      card.put("refused", String.valueOf(refused.getMessage()));
    }
  }

  private static List<Choice> days(RuleSet rules, Fields fields, Words words) {
    List<Choice> days = new ArrayList<>();
    days.add(new Choice(words.say("whatif.asIs"), "", fields.on().isEmpty()));
    days.add(choice(words.say("whatif.everyDay"), Variation.EVERY_DAY, fields));
    days.add(choice(words.say("whatif.weekdays"), "mon,tue,wed,thu,fri", fields));
    for (String calendar : new TreeSet<>(rules.calendars().keySet())) {
      days.add(choice(calendar, calendar, fields));
    }
    if (days.stream().noneMatch(Choice::current)) {
      days.add(new Choice(fields.on(), fields.on(), true));
    }
    return days;
  }

  private static Choice choice(String text, String value, Fields fields) {
    return new Choice(text, value, fields.on().equals(value));
  }

  /** {@code 91.3 %}, or a dash. */
  static String percent(Share share, Words words) {
    BigDecimal percent = share.percent();
    return words.percent(percent == null ? null : percent.movePointLeft(2));
  }
}
