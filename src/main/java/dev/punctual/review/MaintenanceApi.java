package dev.punctual.review;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.punctual.ledger.Act;
import dev.punctual.ledger.RuleBook;
import dev.punctual.ledger.Window;
import dev.punctual.ledger.Windows;
import dev.punctual.respond.Refusal;
import dev.punctual.respond.WindowResponses;
import dev.punctual.rule.RuleSet.Maintenance;
import dev.punctual.web.Fields;
import dev.punctual.web.Pages;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Maintenance windows for programs, so that a deployment may declare its own. */
@Controller("/api/v1/maintenance")
@ExecuteOn(TaskExecutors.BLOCKING)
class MaintenanceApi {

  /** How far back windows that are over are listed. */
  private static final Duration BACK = Duration.ofDays(92);

  private static final Duration AHEAD = Duration.ofDays(3_650);

  private final WindowResponses responses;
  private final Windows windows;
  private final RuleBook book;
  private final Pages pages;

  MaintenanceApi(WindowResponses responses, Windows windows, RuleBook book, Pages pages) {
    this.responses = responses;
    this.windows = windows;
    this.book = book;
    this.pages = pages;
  }

  /** Of rule files and of people, by their beginning. */
  @Serdeable(naming = SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record WindowList(List<WindowDocument> items) {}

  /**
   * A window.
   *
   * @param id null for one of a rule file
   * @param origin file and line, null for one that somebody wrote
   */
  @Serdeable(naming = SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record WindowDocument(
      @Nullable Long id,
      String from,
      String to,
      List<String> rules,
      String reason,
      @Nullable String origin,
      @Nullable String author,
      @Nullable String writtenAt,
      @Nullable String endedBy,
      @Nullable String endedAt,
      @Nullable String withdrawnBy,
      @Nullable String withdrawnAt) {

    static WindowDocument of(Window window) {
      return new WindowDocument(
          window.id(),
          window.from().toString(),
          window.to().toString(),
          window.rules(),
          window.reason(),
          null,
          window.author(),
          window.writtenAt().toString(),
          window.endedBy(),
          text(window.endedAt()),
          window.withdrawnBy(),
          text(window.withdrawnAt()));
    }

    static WindowDocument of(Maintenance window) {
      return new WindowDocument(
          null,
          window.from().toString(),
          window.to().toString(),
          window.rules(),
          window.reason(),
          window.origin(),
          null,
          null,
          null,
          null,
          null,
          null);
    }

    private static @Nullable String text(@Nullable Instant instant) {
      return instant == null ? null : instant.toString();
    }
  }

  @Get
  WindowList windows() {
    Instant now = pages.now();
    List<WindowDocument> items = new ArrayList<>();
    book.rules().maintenance().stream()
        .filter(window -> window.to().isAfter(now.minus(BACK)))
        .map(WindowDocument::of)
        .forEach(items::add);
    windows.between(now.minus(BACK), now.plus(AHEAD)).stream()
        .map(WindowDocument::of)
        .forEach(items::add);
    items.sort(Comparator.comparing(WindowDocument::from));
    return new WindowList(items);
  }

  @Post
  HttpResponse<WindowDocument> declare(
      HttpRequest<?> request, @Body @Nullable Map<String, Object> body) {
    Fields fields = Fields.of(body);
    Instant now = pages.now();
    Instant from = Objects.requireNonNullElse(fields.instant("from"), now);
    return HttpResponse.created(
        said(
            request,
            fields,
            author ->
                responses.declare(
                    from,
                    fields.instant("to"),
                    fields.texts("rules"),
                    fields.text("reason"),
                    author,
                    now)));
  }

  @Post("/{id}/end")
  WindowDocument end(HttpRequest<?> request, long id, @Body @Nullable Map<String, Object> body) {
    return said(request, Fields.of(body), author -> responses.end(id, author, pages.now()));
  }

  @Post("/{id}/withdrawal")
  WindowDocument withdraw(
      HttpRequest<?> request, long id, @Body @Nullable Map<String, Object> body) {
    Fields fields = Fields.of(body);
    return said(
        request,
        fields,
        author -> responses.withdraw(id, fields.text("reason"), author, pages.now()));
  }

  /** What one of the requests does. */
  private interface Doing {
    Window act(Act.Author author);
  }

  private static WindowDocument said(HttpRequest<?> request, Fields fields, Doing doing) {
    try {
      return WindowDocument.of(doing.act(new Act.Author(fields.author(request), "api")));
    } catch (Refusal refusal) {
      throw refusal.problem("No such window");
    }
  }
}
