package dev.punctual.board;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.punctual.ledger.Act;
import dev.punctual.ledger.Entry;
import dev.punctual.ledger.Rows;
import dev.punctual.ledger.RuleBook;
import dev.punctual.report.Successions;
import dev.punctual.respond.Refusal;
import dev.punctual.respond.Responses;
import dev.punctual.web.Fields;
import dev.punctual.web.Pages;
import dev.punctual.web.ProblemException;
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
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Deadlines for programs: to read, and to say what people say about them. */
@Controller("/api/v1/deadlines")
@ExecuteOn(TaskExecutors.BLOCKING)
class DeadlinesApi {

  private static final String ONE = "select " + Past.COLUMNS + " from deadline where id = ?";
  private static final String TITLE =
      "select title from rule_version where rule_id = ? order by since desc limit 1";

  private final Rows rows;
  private final RuleBook book;
  private final Responses responses;
  private final Successions successions;
  private final Pages pages;

  DeadlinesApi(
      Rows rows, RuleBook book, Responses responses, Successions successions, Pages pages) {
    this.rows = rows;
    this.book = book;
    this.responses = responses;
    this.successions = successions;
    this.pages = pages;
  }

  /**
   * A page of deadlines.
   *
   * @param nextCursor null after the last page
   */
  @Serdeable(naming = SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Answer(List<DeadlineDocument> items, @Nullable String nextCursor) {}

  @Get
  Answer deadlines(HttpRequest<?> request) {
    DeadlineQuery query = DeadlineQuery.of(request.getParameters());
    List<Past> found = rows.list(query.sql(), Past::read, query.arguments().toArray());
    boolean more = found.size() > query.limit();
    List<Past> page = more ? found.subList(0, query.limit()) : found;
    return new Answer(documents(page), more ? DeadlineQuery.cursor(page.getLast().due()) : null);
  }

  @Get("/{rule}/{date}")
  DeadlineDocument deadline(HttpRequest<?> request, String rule, String date) {
    return document(find(request, rule, date));
  }

  @Post("/{rule}/{date}/acknowledgement")
  HttpResponse<DeadlineDocument> acknowledge(
      HttpRequest<?> request, String rule, String date, @Body @Nullable Map<String, Object> body) {
    return said(
        request,
        rule,
        date,
        body,
        (entry, said, author, now) -> responses.acknowledge(entry, said.text("note"), author, now));
  }

  @Post("/{rule}/{date}/excusal")
  HttpResponse<DeadlineDocument> excuse(
      HttpRequest<?> request, String rule, String date, @Body @Nullable Map<String, Object> body) {
    return said(
        request,
        rule,
        date,
        body,
        (entry, said, author, now) ->
            responses.excuse(entry, said.text("category"), said.text("reason"), author, now));
  }

  @Post("/{rule}/{date}/cause")
  HttpResponse<DeadlineDocument> cause(
      HttpRequest<?> request, String rule, String date, @Body @Nullable Map<String, Object> body) {
    return said(
        request,
        rule,
        date,
        body,
        (entry, said, author, now) ->
            responses.cause(entry, said.text("category"), said.text("note"), author, now));
  }

  @Post("/{rule}/{date}/correction")
  HttpResponse<DeadlineDocument> correct(
      HttpRequest<?> request, String rule, String date, @Body @Nullable Map<String, Object> body) {
    return said(
        request,
        rule,
        date,
        body,
        (entry, said, author, now) ->
            responses.correct(
                entry,
                said.text("verdict"),
                said.instant("arrival_at"),
                said.text("reason"),
                author,
                now));
  }

  /** What one of the requests does with its body. */
  private interface Saying {
    void say(Entry entry, Fields said, Act.Author author, Instant now);
  }

  private HttpResponse<DeadlineDocument> said(
      HttpRequest<?> request,
      String rule,
      String date,
      @Nullable Map<String, Object> body,
      Saying saying) {
    Fields fields = Fields.of(body);
    Past deadline = find(request, rule, date);
    String author = fields.author(request);
    try {
      Entry entry = responses.find(rule, deadline.due().businessDate(), deadline.due().slot());
      saying.say(entry, fields, new Act.Author(author, "api"), pages.now());
    } catch (Refusal refusal) {
      throw refusal.problem("No such deadline");
    }
    return HttpResponse.created(document(one(deadline.due().id())));
  }

  private Past find(HttpRequest<?> request, String rule, String date) {
    Instant slot = request.getParameters().getFirst("slot").map(DeadlinesApi::slot).orElse(null);
    try {
      return one(responses.find(rule, date(date), slot).id());
    } catch (Refusal refusal) {
      throw refusal.problem("No such deadline");
    }
  }

  private Past one(long id) {
    return rows.list(ONE, Past::read, id).getFirst();
  }

  private static LocalDate date(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException unreadable) {
      throw ProblemException.badRequest(
          "The date cannot be read", "\"" + text + "\" is not a business date like 2026-11-20.");
    }
  }

  private static Instant slot(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException unreadable) {
      throw ProblemException.badRequest(
          "slot cannot be read", "\"" + text + "\" is not an instant like 2026-11-20T01:00:00Z.");
    }
  }

  private DeadlineDocument document(Past past) {
    return documents(List.of(past)).getFirst();
  }

  private List<DeadlineDocument> documents(List<Past> page) {
    var rules = book.rules().rules();
    UnaryOperator<String> heirs =
        successions.heirs(page.stream().map(past -> past.due().rule()).distinct().toList());
    return page.stream()
        .map(
            past -> {
              String id = past.due().rule();
              String heir = heirs.apply(id);
              var rule = rules.get(heir);
              return DeadlineDocument.of(past, rule, rule == null ? title(id) : rule.title(), heir);
            })
        .toList();
  }

  private String title(String rule) {
    List<String> titles = rows.list(TITLE, row -> Rows.text(row, "title"), rule);
    return titles.isEmpty() ? rule : Objects.requireNonNull(titles.getFirst());
  }
}
