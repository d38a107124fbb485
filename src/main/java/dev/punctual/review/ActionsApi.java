package dev.punctual.review;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.punctual.ledger.Act;
import dev.punctual.respond.Refusal;
import dev.punctual.review.ReviewDocument.ActionDocument;
import dev.punctual.web.Fields;
import dev.punctual.web.Pages;
import dev.punctual.web.ProblemException;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Actions for programs, so that a ticket system may follow them. */
@Controller("/api/v1/actions")
@ExecuteOn(TaskExecutors.BLOCKING)
class ActionsApi {

  private final Actions actions;
  private final Reviews reviews;
  private final Pages pages;

  ActionsApi(Actions actions, Reviews reviews, Pages pages) {
    this.actions = actions;
    this.reviews = reviews;
    this.pages = pages;
  }

  /** All of them; there are never many. */
  @Serdeable(naming = SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record ActionList(List<ActionDocument> items) {}

  /**
   * Open actions by date.
   *
   * @param state {@code open}, or {@code all}
   */
  @Get
  ActionList actions(@Nullable @QueryValue String state) {
    if (state != null && !state.equals("open") && !state.equals("all")) {
      throw ProblemException.badRequest("The state cannot be read", "state is open or all.");
    }
    return new ActionList(
        actions.all("all".equals(state)).stream().map(ActionDocument::of).toList());
  }

  @Post
  HttpResponse<ActionDocument> agree(
      HttpRequest<?> request, @Body @Nullable Map<String, Object> body) {
    Fields fields = Fields.of(body);
    String week = fields.text("week");
    Actions.Wish wish =
        new Actions.Wish(
            week.isEmpty() ? reviews.last(pages.now()) : Week.parse(week),
            fields.textOrNull("team"),
            fields.textOrNull("rule"),
            fields.text("text"),
            fields.text("owner"),
            fields.date("due_on"));
    return HttpResponse.created(
        said(request, fields, (author, now) -> actions.agree(wish, author, now)));
  }

  @Post("/{id}/done")
  ActionDocument done(HttpRequest<?> request, long id, @Body @Nullable Map<String, Object> body) {
    Fields fields = Fields.of(body);
    return said(
        request,
        fields,
        (author, now) -> actions.close(id, false, fields.text("note"), author, now));
  }

  @Post("/{id}/dropped")
  ActionDocument drop(HttpRequest<?> request, long id, @Body @Nullable Map<String, Object> body) {
    Fields fields = Fields.of(body);
    return said(
        request,
        fields,
        (author, now) -> actions.close(id, true, fields.text("note"), author, now));
  }

  @Post("/{id}/open")
  ActionDocument reopen(HttpRequest<?> request, long id, @Body @Nullable Map<String, Object> body) {
    return said(request, Fields.of(body), (author, now) -> actions.reopen(id, author, now));
  }

  /** What one of the requests does. */
  private interface Doing {
    Action act(Act.Author author, Instant now);
  }

  private ActionDocument said(HttpRequest<?> request, Fields fields, Doing doing) {
    try {
      return ActionDocument.of(
          doing.act(new Act.Author(fields.author(request), "api"), pages.now()));
    } catch (Refusal refusal) {
      throw refusal.problem("No such action");
    }
  }
}
