package dev.punctual.report;

import dev.punctual.report.FullReport.Frozen;
import io.micronaut.serde.ObjectMapper;
import io.micronaut.transaction.annotation.ReadOnly;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Reports as they are asked for: what is frozen is answered from what was stored, whatever the
 * ledger says today; the rest is made now.
 */
@Singleton
public class Archive {
  private final FrozenRows frozen;
  private final Reports reports;
  private final DetailRows details;
  private final ObjectMapper mapper;

  Archive(FrozenRows frozen, Reports reports, DetailRows details, ObjectMapper mapper) {
    this.frozen = frozen;
    this.reports = reports;
    this.details = details;
    this.mapper = mapper;
  }

  /** The report of a period. */
  @ReadOnly
  public FullReport of(Period period, Instant now) {
    Frozen stored = find(period, now);
    return stored == null ? live(period, now) : read(stored);
  }

  /** What was frozen of a period; null while nothing is. A running one is not even looked for. */
  @ReadOnly
  public @Nullable Frozen find(Period period, Instant now) {
    return reports.isRunning(period, now) ? null : frozen.find(period);
  }

  /** From the ledger as it stands now, also of a period that is frozen. */
  @ReadOnly
  public FullReport live(Period period, Instant now) {
    Report report = reports.of(period, now);
    return new FullReport(report, details.of(report), null);
  }

  private FullReport read(Frozen stored) {
    try {
      return StoredReport.read(mapper.readValue(stored.json(), ReportDocument.class), stored);
    } catch (IOException e) {
      throw new UncheckedIOException("A frozen report cannot be read", e);
    }
  }
}
