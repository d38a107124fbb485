package dev.punctual.report;

import dev.punctual.report.Noise.Heard;
import io.micronaut.transaction.annotation.ReadOnly;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How loud a stretch of time was: cards and what was sent to the channel about them. Edits and
 * quiet replies notify nobody. A message was acted on when somebody acknowledged, excused,
 * corrected or explained a deadline that it names.
 */
@Singleton
public class AlertNoise {
  private static final String HEARD =
      """
      count(distinct m.id) as messages,
        count(distinct case
          when d.acknowledged_at is not null or d.cause_at is not null or d.corrected = true
            or (d.excusal_at is not null and d.excusal_author not like 'window in %') then m.id
        end) as acted
      from message m
      join message_member mm on mm.message_id = coalesce(m.parent_id, m.about_id, m.id)
      join deadline d on d.id = mm.deadline_id
      where m.wanted_at >= ? and m.wanted_at < ? and (m.parent_id is null or m.broadcast = true)
        and d.trial = false
      """;

  private final Rows rows;
  private final FormerRules former;

  AlertNoise(Rows rows, FormerRules former) {
    this.rows = rows;
    this.former = former;
  }

  /** Messages wanted in a stretch of time, by the rule that carries the history on. */
  @ReadOnly
  public Noise between(Instant from, Instant to) {
    Map<String, Heard> stored = new HashMap<>();
    rows.list(
        "select d.rule_id, " + HEARD + " group by d.rule_id",
        row -> {
          Heard one =
              new Heard(row.getString("rule_id"), row.getInt("messages"), row.getInt("acted"));
          return stored.put(one.rule(), one) == null;
        },
        from,
        to);
    if (stored.isEmpty()) {
      return Noise.NONE;
    }
    Set<String> ids = new HashSet<>(stored.keySet());
    Histories histories = former.histories(ids);
    Map<String, Heard> byRule = new TreeMap<>();
    stored.forEach(
        (id, one) -> {
          String heir = histories.heir(id);
          byRule.merge(heir, new Heard(heir, one.messages(), one.acted()), Heard::plus);
        });
    Heard all =
        rows.list(
                "select " + HEARD,
                row -> new Heard("", row.getInt("messages"), row.getInt("acted")),
                from,
                to)
            .getFirst();
    List<Heard> loudest = new ArrayList<>(byRule.values());
    loudest.sort(
        Comparator.comparingInt((Heard one) -> -one.messages()).thenComparing(Heard::rule));
    return new Noise(all, loudest);
  }
}
