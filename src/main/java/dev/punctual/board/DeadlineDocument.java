package dev.punctual.board;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.punctual.board.Past.Backfilled;
import dev.punctual.board.Past.Said;
import dev.punctual.report.Share;
import dev.punctual.rule.Rule;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A deadline as JSON. Instants are ISO 8601 in UTC.
 *
 * @param slot null without {@code every}
 * @param verdict null until judged
 * @param objective in per cent, as it stood when the promise froze
 * @param corrected whether a person changed the verdict
 * @param countedUnder the rule in whose figures it is: itself, unless that was renamed
 */
@Serdeable(naming = SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
record DeadlineDocument(
    String rule,
    String title,
    @Nullable String team,
    Map<String, String> labels,
    String businessDate,
    @Nullable String slot,
    String dataDate,
    String opensAt,
    String dueAt,
    String closesAt,
    String timezone,
    String state,
    @Nullable String verdict,
    @Nullable ArrivalDocument arrival,
    @Nullable String evidence,
    String reason,
    @Nullable ExcusalDocument excusal,
    @Nullable CauseDocument cause,
    @Nullable BackfilledDocument backfilled,
    String ruleVersion,
    BigDecimal objective,
    boolean trial,
    boolean corrected,
    @Nullable AcknowledgementDocument acknowledgement,
    String countedUnder) {

  /** When the data was first ready, as well as it is known. */
  @Serdeable(naming = SnakeCaseStrategy.class)
  record ArrivalDocument(String at, String earliest, String latest, String precision) {}

  /** Why it does not count. */
  @Serdeable(naming = SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record ExcusalDocument(String category, String reason, String author, @Nullable String at) {}

  /** Why it was missed. */
  @Serdeable(naming = SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record CauseDocument(String category, String note, String author, @Nullable String at) {}

  /** Who took it on. */
  @Serdeable(naming = SnakeCaseStrategy.class)
  record AcknowledgementDocument(String author, String at) {}

  /** Judged after the fact: when, and what its times rest on. */
  @Serdeable(naming = SnakeCaseStrategy.class)
  record BackfilledDocument(String at, String basis) {}

  /**
   * @param rule the rule in force that carries its history on, null where it was removed
   * @param title the newest title of a removed rule
   * @param heir the id that carries its history on
   */
  static DeadlineDocument of(Past past, @Nullable Rule rule, String title, String heir) {
    Due due = past.due();
    SortedMap<String, String> labels =
        rule == null ? new TreeMap<>() : new TreeMap<>(rule.about().labels());
    return new DeadlineDocument(
        due.rule(),
        rule == null ? title : rule.title(),
        due.team(),
        labels,
        due.businessDate().toString(),
        text(due.slot()),
        past.dataDate().toString(),
        past.opensAt().toString(),
        due.dueAt().toString(),
        past.closesAt().toString(),
        due.zone().getId(),
        due.state().word(),
        past.verdict(),
        arrival(past),
        past.evidence(),
        due.reason(),
        excusal(past.excusal()),
        cause(past.cause()),
        backfilled(past.backfilled()),
        past.ruleVersion(),
        Share.inPercent(past.objective()),
        due.trial(),
        past.corrected(),
        acknowledgement(past),
        heir);
  }

  private static @Nullable AcknowledgementDocument acknowledgement(Past past) {
    Instant at = past.acknowledgedAt();
    String by = past.due().acknowledgedBy();
    return at == null ? null : new AcknowledgementDocument(by == null ? "" : by, at.toString());
  }

  private static @Nullable String text(@Nullable Instant instant) {
    return instant == null ? null : instant.toString();
  }

  private static @Nullable ArrivalDocument arrival(Past past) {
    Instant at = past.due().arrivedAt();
    if (at == null) {
      return null;
    }
    Instant earliest = Objects.requireNonNullElse(past.arrivalEarliest(), at);
    String precision = earliest.equals(at) ? "exact" : "between";
    return new ArrivalDocument(at.toString(), earliest.toString(), at.toString(), precision);
  }

  private static @Nullable ExcusalDocument excusal(@Nullable Said said) {
    return said == null
        ? null
        : new ExcusalDocument(said.category(), said.text(), said.author(), text(said.at()));
  }

  private static @Nullable BackfilledDocument backfilled(@Nullable Backfilled backfilled) {
    return backfilled == null
        ? null
        : new BackfilledDocument(backfilled.at().toString(), backfilled.basis());
  }

  private static @Nullable CauseDocument cause(@Nullable Said said) {
    return said == null
        ? null
        : new CauseDocument(said.category(), said.text(), said.author(), text(said.at()));
  }
}
