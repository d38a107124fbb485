package dev.punctual.rule;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RulePrinterProperties {

  @Property(tries = 500)
  void reading_a_printed_rule_gives_the_rule(@ForAll("rules") Rule rule) {
    assertThat(read(rule)).isEqualTo(rule);
  }

  @Property(tries = 100)
  void a_printed_rule_prints_alike(@ForAll("rules") Rule rule) {
    assertThat(RulePrinter.print(read(rule))).isEqualTo(RulePrinter.print(rule));
  }

  private static Rule read(Rule rule) {
    String text = AnyRule.frame() + RuleText.item(RulePrinter.print(rule));
    Rule read = RuleText.accepted(text).rules().firstEntry().getValue();
    return new Rule(
        read.id(),
        read.about(),
        read.target(),
        read.promise(),
        read.readiness(),
        read.counting(),
        read.notices(),
        rule.origin());
  }

  @Provide
  Arbitrary<Rule> rules() {
    return AnyRule.rules();
  }
}
