package dev.punctual.whatif;

import dev.punctual.rule.Rule;

/** What was asked cannot be simulated; the message says why and what to write instead. */
public class BadVariation extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String parameter;

  BadVariation(String parameter, String message) {
    super(message);
    this.parameter = parameter;
  }

  /** The name of the wrong parameter, as {@code ready_by}. */
  public String parameter() {
    return parameter;
  }

  /** The message beside others: it names the rule. */
  String of(Rule rule) {
    String message = String.valueOf(getMessage());
    return message.contains("“" + rule.id() + "”") ? message : rule.id() + ": " + message;
  }
}
