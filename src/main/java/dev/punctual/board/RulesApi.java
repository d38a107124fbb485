package dev.punctual.board;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.punctual.ledger.RuleBook;
import dev.punctual.poll.Engine;
import dev.punctual.poll.SourceHealth;
import dev.punctual.poll.SourceHealth.Trouble;
import dev.punctual.rule.Rule;
import dev.punctual.web.Pages;
import dev.punctual.web.ProblemException;
import dev.punctual.web.Words;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Rules in force and the health of sources, for programs. */
@Controller("/api/v1")
@ExecuteOn(TaskExecutors.BLOCKING)
class RulesApi {

  private static final int MOST = 1_000;

  private final RuleBook book;
  private final Engine engine;
  private final Pages pages;

  RulesApi(RuleBook book, Engine engine, Pages pages) {
    this.book = book;
    this.engine = engine;
    this.pages = pages;
  }

  /**
   * A page of rules, by id.
   *
   * @param nextCursor null after the last page
   */
  @Serdeable(naming = SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record RuleList(List<RuleDocument> items, @Nullable String nextCursor) {}

  /**
   * A rule in force.
   *
   * @param promise in one sentence
   * @param objective per cent, exact
   */
  @Serdeable(naming = SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record RuleDocument(
      String rule,
      String title,
      @Nullable String description,
      @Nullable String team,
      Map<String, String> labels,
      TargetDocument target,
      String promise,
      String due,
      String days,
      String evidence,
      String timezone,
      BigDecimal objective,
      boolean trial,
      @Nullable String runbook,
      String version,
      String file,
      int line) {

    static RuleDocument of(Rule rule) {
      PromiseText text = new PromiseText(Words.of(Locale.ENGLISH));
      BigDecimal objective = rule.counting().objective().movePointRight(2).stripTrailingZeros();
      return new RuleDocument(
          rule.id(),
          rule.title(),
          rule.about().description(),
          rule.team(),
          new TreeMap<>(rule.about().labels()),
          new TargetDocument(rule.target().kind(), rule.source(), rule.target().path()),
          plain(text.sentence(rule).toString()),
          text.due(rule),
          text.days(rule.promise().on()),
          text.evidence(rule),
          rule.timezone().getId(),
          objective.scale() < 1 ? objective.setScale(1) : objective,
          rule.counting().trial(),
          rule.about().runbook(),
          rule.version(),
          rule.origin().file(),
          rule.origin().line());
    }

    private static String plain(String markup) {
      return markup
          .replaceAll("<[^>]*>", "")
          .replace("&lt;", "<")
          .replace("&gt;", ">")
          .replace("&quot;", "\"")
          .replace("&#39;", "'")
          .replace("&amp;", "&");
    }
  }

  /** What is watched. */
  @Serdeable(naming = SnakeCaseStrategy.class)
  record TargetDocument(String kind, String source, String path) {}

  /** All sources; there are never many. */
  @Serdeable(naming = SnakeCaseStrategy.class)
  record SourceList(List<SourceDocument> items) {}

  /**
   * How a source is doing.
   *
   * @param state {@code answers}, {@code slow}, {@code down}, {@code listens} or {@code idle}
   */
  @Serdeable(naming = SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record SourceDocument(
      String source,
      String type,
      String description,
      String state,
      @Nullable String lastGoodAt,
      @Nullable String lastRoundAt,
      @Nullable Long medianMillis,
      @Nullable Long p95Millis,
      long queriesInLastHour,
      int rules,
      String note,
      @Nullable TroubleDocument trouble) {

    static SourceDocument of(SourceHealth health) {
      Trouble trouble = health.trouble();
      return new SourceDocument(
          health.name(),
          health.type(),
          health.description(),
          health.state().name().toLowerCase(Locale.ROOT),
          text(health.lastGoodAt()),
          text(health.lastRoundAt()),
          millis(health.median()),
          millis(health.p95()),
          health.queriesInLastHour(),
          health.rules(),
          health.note(),
          trouble == null
              ? null
              : new TroubleDocument(
                  trouble.text(),
                  trouble.since().toString(),
                  trouble.failures(),
                  text(trouble.retryAt())));
    }

    private static @Nullable Long millis(@Nullable Duration took) {
      return took == null ? null : took.toMillis();
    }

    private static @Nullable String text(@Nullable Instant instant) {
      return instant == null ? null : instant.toString();
    }
  }

  /** Why it does not answer. */
  @Serdeable(naming = SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record TroubleDocument(String text, String since, int failures, @Nullable String retryAt) {}

  @Get("/rules")
  RuleList rules(@Nullable @QueryValue String cursor, @Nullable @QueryValue Integer limit) {
    int most = limit == null ? MOST : Math.clamp(limit, 1, MOST);
    SortedMap<String, Rule> all = book.rules().rules();
    SortedMap<String, Rule> rest = cursor == null ? all : all.tailMap(cursor + "\0");
    List<RuleDocument> items = rest.values().stream().limit(most).map(RuleDocument::of).toList();
    return new RuleList(items, rest.size() > most ? items.getLast().rule() : null);
  }

  @Get("/rules/{id}")
  RuleDocument rule(String id) {
    Rule rule = book.rules().rules().get(id);
    if (rule == null) {
      throw ProblemException.notFound("No such rule", "No rule in force has the id " + id + ".");
    }
    return RuleDocument.of(rule);
  }

  @Get("/sources")
  SourceList sources() {
    return new SourceList(engine.health(pages.now()).stream().map(SourceDocument::of).toList());
  }
}
