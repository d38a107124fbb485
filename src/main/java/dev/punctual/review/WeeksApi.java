package dev.punctual.review;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.punctual.alert.Bulletins.Standing;
import dev.punctual.ledger.Act;
import dev.punctual.respond.Refusal;
import dev.punctual.review.Marks.Mark;
import dev.punctual.review.ReviewDocument.SaidDocument;
import dev.punctual.web.Fields;
import dev.punctual.web.Pages;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
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
import java.util.Objects;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Reviews for programs: to read, to mark, to post. */
@Controller("/api/v1/weeks")
@ExecuteOn(TaskExecutors.BLOCKING)
class WeeksApi {

  private static final int LISTED = 26;
  private static final String MARKDOWN = "text/markdown; charset=utf-8";
  private static final String LAST = "last";

  private final Reviews reviews;
  private final ReviewPrinter printer;
  private final Marks marks;
  private final Posting posting;
  private final Pages pages;

  WeeksApi(Reviews reviews, ReviewPrinter printer, Marks marks, Posting posting, Pages pages) {
    this.reviews = reviews;
    this.printer = printer;
    this.marks = marks;
    this.posting = posting;
    this.pages = pages;
  }

  /** Half a year of weeks. */
  @Serdeable(naming = SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record WeekList(List<WeekDocument> items) {}

  /**
   * A week and who reviewed it.
   *
   * @param reviewed null while nobody did
   */
  @Serdeable(naming = SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record WeekDocument(String week, String from, String to, @Nullable SaidDocument reviewed) {}

  /** Where the posted summary stands. */
  @Serdeable(naming = SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record PostDocument(String week, String channel, String outcome, String at) {}

  /** The running week and those before it, newest first. */
  @Get
  WeekList weeks(@Nullable @QueryValue String team) {
    String of = Objects.requireNonNullElse(team, "");
    Week newest = Week.of(pages.now(), reviews.zone());
    Map<Week, Mark> known = marks.of(newest.plus(-LISTED), newest, of);
    return new WeekList(
        LongStream.range(0, LISTED)
            .mapToObj(back -> newest.plus(-back))
            .map(week -> document(week, known.get(week)))
            .toList());
  }

  private WeekDocument document(Week week, @Nullable Mark mark) {
    return new WeekDocument(
        week.id(),
        week.from(reviews.zone()).toString(),
        week.to(reviews.zone()).toString(),
        mark == null ? null : new SaidDocument(null, null, mark.author(), mark.at().toString()));
  }

  /**
   * A week's review.
   *
   * @param name of the week, or {@code last} for the last one that is over; with {@code .md} the
   *     minutes
   */
  @Get(value = "/{name}", produces = MediaType.ALL)
  HttpResponse<String> week(String name, @Nullable @QueryValue String team) {
    boolean minutes = name.endsWith(".md");
    Review review = review(minutes ? name.substring(0, name.length() - 3) : name, team);
    return minutes
        ? HttpResponse.ok(printer.markdown(review)).header(HttpHeaders.CONTENT_TYPE, MARKDOWN)
        : HttpResponse.ok(printer.json(review)).contentType(MediaType.APPLICATION_JSON_TYPE);
  }

  private Review review(String name, @Nullable String team) {
    Instant now = pages.now();
    Week week = name.equals(LAST) ? reviews.last(now) : Week.parse(name);
    return reviews.of(week, Objects.requireNonNullElse(team, ""), now);
  }

  /** Marks a week as reviewed; who did first stays named. */
  @Post("/{name}/review")
  HttpResponse<WeekDocument> mark(
      HttpRequest<?> request, String name, @Body @Nullable Map<String, Object> body) {
    Fields fields = Fields.of(body);
    Week week = Week.parse(name);
    Instant now = pages.now();
    String team = fields.text("team");
    return said(
        () -> {
          if (!week.isOver(now, reviews.zone())) {
            throw Refusal.invalid("week", "The week is not over yet.");
          }
          marks.set(week, team, new Act.Author(fields.author(request), "api"), now);
          return HttpResponse.created(document(week, marks.of(week, team)));
        });
  }

  /** Opens the review of a week again. */
  @Delete("/{name}/review")
  HttpResponse<WeekDocument> unmark(
      HttpRequest<?> request, String name, @Body @Nullable Map<String, Object> body) {
    Fields fields = Fields.of(body);
    Week week = Week.parse(name);
    String team = fields.text("team");
    return said(
        () -> {
          marks.clear(week, team, new Act.Author(fields.author(request), "api"), pages.now());
          return HttpResponse.ok(document(week, marks.of(week, team)));
        });
  }

  /** Posts the summary; what was posted before is brought up to date. */
  @Post("/{name}/post")
  HttpResponse<PostDocument> post(
      HttpRequest<?> request, String name, @Body @Nullable Map<String, Object> body) {
    Fields fields = Fields.of(body);
    String team = fields.text("team");
    return said(
        () -> {
          Review review = review(name, team);
          posting.post(review, new Act.Author(fields.author(request), "api"), pages.now());
          Standing standing = posting.standing(review.week(), team).orElseThrow();
          return HttpResponse.created(
              new PostDocument(
                  review.week().id(),
                  standing.channel(),
                  standing.outcome(),
                  standing.wantedAt().toString()));
        });
  }

  private interface Saying<T> {
    T say();
  }

  private static <T> T said(Saying<T> saying) {
    try {
      return saying.say();
    } catch (Refusal refusal) {
      throw refusal.problem("No such week");
    }
  }
}
