package dev.punctual.report;

import dev.punctual.web.Pages;
import dev.punctual.web.Tab;
import dev.punctual.web.Words;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The report for people. */
@Controller(produces = MediaType.TEXT_HTML)
@ExecuteOn(TaskExecutors.BLOCKING)
class ReportPage {
  private final Reports reports;
  private final DetailRows details;
  private final Pages pages;

  ReportPage(Reports reports, DetailRows details, Pages pages) {
    this.reports = reports;
    this.details = details;
    this.pages = pages;
  }

  /** The half-year that is running. */
  @Get("/reports")
  HttpResponse<String> current(HttpRequest<?> request, @Nullable @QueryValue String label) {
    Instant now = pages.now();
    return show(request, reports.current(now), now, label);
  }

  /**
   * A period by its name.
   *
   * @param label whose values are summed up
   */
  @Get("/reports/{name}")
  HttpResponse<String> named(
      HttpRequest<?> request, String name, @Nullable @QueryValue String label) {
    return show(request, reports.period(name), pages.now(), label);
  }

  private HttpResponse<String> show(
      HttpRequest<?> request, Period period, Instant now, @Nullable String label) {
    Words words = pages.words(request);
    ReportView view =
        new ReportView(
            words, reports.of(period, now), details.of(period), reports.total(period.previous()));
    Map<String, Object> model = view.model(reports.halfYears(now), label);
    String title = words.say("report.title", period.title(words.locale()));
    return pages.show(request, Tab.REPORT, "report", title, model);
  }
}
