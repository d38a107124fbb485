package dev.punctual.observe.jdbc;

import dev.punctual.rule.Readiness;
import dev.punctual.rule.Readiness.Evidence;
import dev.punctual.rule.RowsRule;
import dev.punctual.rule.RowsRule.Operator;
import dev.punctual.rule.Target;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

/** Targets and evidence as rules have them. */
final class Tables {

  private Tables() {}

  static Target.Table table(String path) {
    return new Target.Table("dwh", List.of(path.split("\\.", -1)));
  }

  static Target.Query query(String sql) {
    return new Target.Query("dwh", sql);
  }

  static Evidence where(String expression) {
    return new Evidence.Where(expression);
  }

  static Readiness with(Evidence evidence, RowsRule rows) {
    return new Readiness(evidence, rows, null, null);
  }

  static Readiness with(Evidence evidence, String check) {
    return new Readiness(evidence, null, check, null);
  }

  static Readiness stable(Evidence evidence) {
    return new Readiness(evidence, null, null, Duration.ofMinutes(10));
  }

  static RowsRule atLeast(long rows) {
    return new RowsRule(Operator.AT_LEAST, BigDecimal.valueOf(rows), false);
  }

  static RowsRule shareOfLastWeek(String fraction) {
    return new RowsRule(Operator.AT_LEAST, new BigDecimal(fraction), true);
  }
}
