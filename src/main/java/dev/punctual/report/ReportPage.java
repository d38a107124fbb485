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
  private final Archive archive;
  private final Errata errata;
  private final ReportConfig config;
  private final Pages pages;

  ReportPage(Reports reports, Archive archive, Errata errata, ReportConfig config, Pages pages) {
    this.reports = reports;
    this.archive = archive;
    this.errata = errata;
    this.config = config;
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

  /** What stands at the foot of each printed sheet of a report. */
  @Get(value = "/reports/{name}/paper.css", produces = "text/css")
  String paper(HttpRequest<?> request, String name) {
    return ReportView.paper(pages.words(request), reports.period(name), pages.zone());
  }

  private HttpResponse<String> show(
      HttpRequest<?> request, Period period, Instant now, @Nullable String label) {
    Words words = pages.words(request);
    FullReport full = archive.of(period, now);
    Map<String, Object> model =
        new ReportView(words, full, errata.of(full))
            .model(reports.halfYears(now), now, label, words.duration(config.freezeAfter()));
    String title = words.say("report.title", full.report().period().title(words.locale()));
    return pages.show(request, Tab.REPORT, "report", title, model);
  }
}
