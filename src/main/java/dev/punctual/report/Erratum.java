package dev.punctual.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something that became known after a report was frozen. It stands beside the report.
 *
 * @param at when it was said or settled; null where nobody noted it
 * @param businessDate null where several are meant
 * @param slot null without {@code every}
 * @param deadlines how many it is about; none where it is about a breach
 * @param word category of an excusal or cause, verdict of a correction or of what settled later
 * @param breachFrom when the breach of a freshness rule began that it is about; null where it is
 *     about deadlines
 */
@Serdeable(naming = SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Erratum(
    String kind,
    @Nullable String at,
    String rule,
    String title,
    @Nullable String businessDate,
    @Nullable String slot,
    int deadlines,
    @Nullable String word,
    @Nullable String author,
    String reason,
    @Nullable String breachFrom) {

  /** What became known. */
  enum Kind {
    EXCUSAL,
    EXCUSAL_WITHDRAWAL,
    CORRECTION,
    CAUSE,
    /** It was still open when the report was frozen. */
    SETTLED,
    /** Deadlines that the report knew nothing of. */
    BACKFILL;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
