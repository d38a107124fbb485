package dev.punctual.report;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Reports for programs: JSON, and CSV or Markdown by the ending of the address. */
@Controller("/api/v1/reports")
@ExecuteOn(TaskExecutors.BLOCKING)
class ReportApi {
  private static final String CURRENT = "current";
  private static final String CSV = "text/csv; charset=utf-8";
  private static final String MARKDOWN = "text/markdown; charset=utf-8";

  private final Reports reports;
  private final ReportPrinter printer;
  private final Clock clock;

  ReportApi(Reports reports, ReportPrinter printer, Clock clock) {
    this.reports = reports;
    this.printer = printer;
    this.clock = clock;
  }

  /**
   * A period's figures.
   *
   * @param name of the period, or {@code current} for the running half-year, with {@code .csv} or
   *     {@code .md} for another form
   */
  @Get(value = "/{name}", produces = MediaType.ALL)
  HttpResponse<String> report(String name) {
    if (name.endsWith(".csv")) {
      return file(printer.csv(read(name, ".csv")), CSV, name);
    }
    if (name.endsWith(".md")) {
      return file(printer.markdown(read(name, ".md")), MARKDOWN, name);
    }
    return HttpResponse.ok(printer.json(read(name, ""))).contentType(MediaType.APPLICATION_JSON);
  }

  private Report read(String name, String ending) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    String wanted = name.substring(0, name.length() - ending.length());
    Period period = wanted.equals(CURRENT) ? reports.current(now) : reports.period(wanted);
    return reports.of(period, now);
  }

  private static HttpResponse<String> file(String text, String type, String name) {
    return HttpResponse.ok(text)
        .header(HttpHeaders.CONTENT_TYPE, type)
        .header(HttpHeaders.CONTENT_DISPOSITION, "inline; filename=\"punctual-" + name + "\"");
  }
}
