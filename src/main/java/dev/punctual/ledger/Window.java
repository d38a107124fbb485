package dev.punctual.ledger;

import dev.punctual.rule.RuleSet.Maintenance;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A maintenance window that a person wrote on a page or over the API.
 *
 * @param to its end; moved to the instant of an early end
 * @param rules id patterns with {@code *}
 * @param endedAt when it was ended early, null when it was not
 * @param withdrawnAt when it was taken back, null when it stands
 */
public record Window(
    long id,
    Instant from,
    Instant to,
    List<String> rules,
    String reason,
    String author,
    Instant writtenAt,
    @Nullable Instant endedAt,
    @Nullable String endedBy,
    @Nullable Instant withdrawnAt,
    @Nullable String withdrawnBy) {

  public Window {
    rules = List.copyOf(rules);
  }

  /** Whether nothing was taken back and its end is still to come. */
  public boolean isOpen(Instant now) {
    return withdrawnAt == null && now.isBefore(to);
  }

  /** As declared windows of rule files are. */
  public Maintenance declared() {
    return new Maintenance(from, to, rules, reason, origin());
  }

  private String origin() {
    return "Maintenance " + id + ", " + author;
  }

  /** The author of the excusals it gives. */
  String excuser() {
    return Maintenances.AUTHOR + origin();
  }
}
