package dev.punctual.report;

import dev.punctual.ledger.ServiceConfig;
import dev.punctual.report.FullReport.Frozen;
import io.micronaut.transaction.TransactionDefinition;
import io.micronaut.transaction.TransactionOperations;
import io.micronaut.transaction.support.DefaultTransactionDefinition;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Freezes reports: a half-year with its quarters and months, all of one snapshot of the ledger, in
 * one transaction. Whoever comes second writes nothing, so that two processes freeze once.
 */
@Singleton
public class Freezer {
  private static final Logger LOG = LoggerFactory.getLogger(Freezer.class);

  private final TransactionOperations<Connection> transactions;
  private final Reports reports;
  private final Archive archive;
  private final FrozenRows frozen;
  private final OpenRows open;
  private final Place place;

  Freezer(
      TransactionOperations<Connection> transactions,
      Reports reports,
      Archive archive,
      FrozenRows frozen,
      OpenRows open,
      Place place) {
    this.transactions = transactions;
    this.reports = reports;
    this.archive = archive;
    this.frozen = frozen;
    this.open = open;
    this.place = place;
  }

  /** How periods are closed here, and what a report is written and remembered with. */
  @Singleton
  record Place(
      ReportConfig config, ServiceConfig service, ReportPrinter printer, PastPeriods past) {
    ZoneId zone() {
      return ZoneId.of(service.timezone());
    }
  }

  /** A report on its way. */
  private record Sheet(Period period, Frozen frozen, String summary) {}

  /**
   * Freezes every half-year whose time has come, the oldest first: {@code freeze-after} its end,
   * and not before Punctual has been there that long, so that its past can be filled in first.
   *
   * @return the names of those that were frozen by this call
   */
  public List<String> freezeDue(Instant now) {
    List<String> done = new ArrayList<>();
    for (Period halfYear : waiting(now)) {
      try {
        if (write(halfYear, now, null)) {
          LOG.info("The report of {} is frozen", halfYear);
          done.add(halfYear.id());
        }
      } catch (NotClosedException notYet) {
        LOG.debug("{}", notYet.getMessage());
      } catch (RuntimeException e) {
        LOG.warn("The report of {} could not be frozen; it is tried again", halfYear, e);
      }
    }
    return List.copyOf(done);
  }

  private List<Period> waiting(Instant now) {
    return transactions.executeRead(
        status -> {
          Set<String> known = frozen.all();
          Instant setUp = frozen.setUpAt();
          Instant latest = now.minus(place.config().freezeAfter());
          if (setUp != null && setUp.isAfter(latest)) {
            return List.<Period>of();
          }
          return closed(now)
              .filter(half -> !known.contains(FrozenRows.key(half)))
              .filter(half -> !half.to(place.zone()).isAfter(latest))
              .toList();
        });
  }

  /** Half-years that are over and of which something is known, oldest first, of both calendars. */
  private Stream<Period> closed(Instant now) {
    LocalDate today = LocalDate.ofInstant(now, place.zone());
    LocalDate first = reports.firstDate();
    if (first == null) {
      return Stream.of();
    }
    Stream<Boolean> calendars =
        place.config().isFiscal() ? Stream.of(true, false) : Stream.of(false);
    return calendars.flatMap(
        fiscal ->
            Stream.iterate(
                    Period.containing(
                        Period.Length.HALF_YEAR, fiscal, place.config().fiscalYearStarts(), first),
                    Period::next)
                .takeWhile(half -> !half.end().isAfter(today)));
  }

  /**
   * Freezes a half-year before its time because somebody wants it.
   *
   * @return false when it is frozen already
   * @throws NotClosedException while it is running, or one of its deadlines is not due yet
   * @throws BadPeriodException when it is a month or a quarter
   */
  public boolean freeze(Period halfYear, Instant now, String by) {
    if (halfYear.length() != Period.Length.HALF_YEAR) {
      throw new BadPeriodException(
          halfYear + " is frozen with its half-year, " + halfYear.halfYear(place.config()) + ".");
    }
    return write(halfYear, now, by);
  }

  private boolean write(Period halfYear, Instant now, @Nullable String by) {
    List<Sheet> sheets = transactions.execute(snapshot(), status -> sheets(halfYear, now, by));
    return transactions.executeWrite(
        status -> {
          boolean first = true;
          for (Sheet sheet : sheets) {
            boolean written =
                FrozenRows.insert(
                    status.getConnection(),
                    sheet.period(),
                    halfYear,
                    sheet.frozen(),
                    sheet.summary());
            if (first && !written) {
              return false;
            }
            first = false;
          }
          return true;
        });
  }

  /** All that is read is of one instant: figures and what stands behind them. */
  private static TransactionDefinition snapshot() {
    DefaultTransactionDefinition snapshot = new DefaultTransactionDefinition();
    snapshot.setIsolationLevel(TransactionDefinition.Isolation.REPEATABLE_READ);
    snapshot.setReadOnly(true);
    return snapshot;
  }

  private List<Sheet> sheets(Period halfYear, Instant now, @Nullable String by) {
    refuseUnlessClosed(halfYear, now);
    Unsettled unsettled = open.of(halfYear);
    long lastAct = frozen.lastAct();
    List<Period> periods = new ArrayList<>(List.of(halfYear));
    periods.addAll(halfYear.parts(Period.Length.QUARTER));
    // Months have one name in both calendars: they are frozen with the half-year they show.
    if (halfYear.fiscal() == place.config().isFiscal()) {
      periods.addAll(halfYear.parts(Period.Length.MONTH));
    }
    List<Sheet> sheets = new ArrayList<>();
    for (Period period : periods) {
      FullReport full = unsettled.in(archive.live(period, now));
      String json = place.printer().write(full, now, by);
      Frozen bytes = new Frozen(now, by, json, Csv.print(full.report()), lastAct);
      String summary = place.past().write(full.summary(true));
      sheets.add(new Sheet(period, bytes, summary));
    }
    return sheets;
  }

  private void refuseUnlessClosed(Period halfYear, Instant now) {
    if (halfYear.isRunning(now, place.zone())) {
      throw new NotClosedException(
          halfYear + " is running until " + halfYear.to(place.zone()) + ".");
    }
    Instant last = open.lastDue(halfYear);
    if (last != null && last.isAfter(now)) {
      throw new NotClosedException(
          halfYear + " still has a deadline that falls due at " + last + ".");
    }
    if (reports.plansMore(halfYear, now)) {
      throw new NotClosedException(halfYear + " still has deadlines that are not due yet.");
    }
  }
}
