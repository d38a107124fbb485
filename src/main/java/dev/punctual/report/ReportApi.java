package dev.punctual.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.punctual.web.ApiTokens;
import dev.punctual.web.ProblemException;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reports for programs: JSON, and CSV or Markdown by the ending of the address. */
@Controller("/api/v1/reports")
@ExecuteOn(TaskExecutors.BLOCKING)
class ReportApi {
  private static final String CURRENT = "current";
  private static final String CSV = "text/csv; charset=utf-8";
  private static final String MARKDOWN = "text/markdown; charset=utf-8";

  private final Reports reports;
  private final Archive archive;
  private final Errata errata;
  private final Freezer freezer;
  private final ReportPrinter printer;
  private final Clock clock;

  ReportApi(
      Reports reports,
      Archive archive,
      Errata errata,
      Freezer freezer,
      ReportPrinter printer,
      Clock clock) {
    this.reports = reports;
    this.archive = archive;
    this.errata = errata;
    this.freezer = freezer;
    this.printer = printer;
    this.clock = clock;
  }

  /** What became known after a report was frozen. */
  @Serdeable(naming = SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record ErrataAnswer(String period, @Nullable String frozenAt, List<Erratum> items) {}

  /** When a report was frozen; {@code created} says whether it was by this request. */
  @Serdeable(naming = SnakeCaseStrategy.class)
  record FrozenAnswer(String period, String frozenAt, boolean created) {}

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

  @Get("/{name}/errata")
  ErrataAnswer errata(String name) {
    FullReport full = read(name, "");
    FullReport.Frozen frozen = full.frozen();
    return new ErrataAnswer(
        full.report().period().id(),
        frozen == null ? null : frozen.at().toString(),
        errata.of(full));
  }

  /** Freezes a half-year that is over before the engine does. */
  @Post("/{name}/freeze")
  HttpResponse<FrozenAnswer> freeze(
      HttpRequest<?> request, String name, @Body @Nullable Map<String, Object> body) {
    String token = ApiTokens.author(request);
    Object said = body == null ? null : body.get("author");
    String author = token == null ? Objects.toString(said, "").strip() : token;
    if (author.isEmpty()) {
      throw new ProblemException(
          HttpStatus.UNPROCESSABLE_ENTITY,
          "A field is wrong",
          "Say who you are: a frozen report carries a name.",
          Map.of("errors", List.of(Map.of("pointer", "/author", "detail", "is missing"))));
    }
    Period period = reports.period(name);
    try {
      boolean created = freezer.freeze(period, now(), author);
      Instant at = Objects.requireNonNull(archive.find(period, now())).at();
      FrozenAnswer answer = new FrozenAnswer(period.id(), at.toString(), created);
      return created ? HttpResponse.created(answer) : HttpResponse.ok(answer);
    } catch (NotClosedException notYet) {
      throw new ProblemException(
          HttpStatus.CONFLICT, "Not closed yet", String.valueOf(notYet.getMessage()), Map.of());
    }
  }

  private FullReport read(String name, String ending) {
    Instant now = now();
    String wanted = name.substring(0, name.length() - ending.length());
    return archive.of(wanted.equals(CURRENT) ? reports.current(now) : reports.period(wanted), now);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private static HttpResponse<String> file(String text, String type, String name) {
    return HttpResponse.ok(text)
        .header(HttpHeaders.CONTENT_TYPE, type)
        .header(HttpHeaders.CONTENT_DISPOSITION, "inline; filename=\"punctual-" + name + "\"");
  }
}
