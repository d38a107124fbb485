package dev.punctual.review;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.punctual.judge.State;
import dev.punctual.report.Figures;
import dev.punctual.review.Lapse.Said;
import dev.punctual.review.Lapse.Taken;
import dev.punctual.review.Marks.Mark;
import dev.punctual.review.Review.Found;
import dev.punctual.web.Words;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The review of a week for programs. */
@Serdeable(naming = SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
record ReviewDocument(
    String week,
    String timezone,
    String from,
    String to,
    @Nullable String team,
    String generatedAt,
    @Nullable SaidDocument reviewed,
    FiguresDocument figures,
    List<LapseDocument> lapses,
    List<ActionDocument> actions,
    List<LeftDocument> allowance,
    List<RiskDocument> atRisk,
    List<ChangeDocument> changes,
    List<WindowDocument> maintenance,
    List<NoiseDocument> noise) {

  static ReviewDocument of(Review review) {
    Words words = Words.of(Locale.ENGLISH);
    Mark mark = review.mark();
    return new ReviewDocument(
        review.week().id(),
        review.zone().getId(),
        review.week().from(review.zone()).toString(),
        review.week().to(review.zone()).toString(),
        review.team().isEmpty() ? null : review.team(),
        review.now().toString(),
        mark == null ? null : new SaidDocument(null, null, mark.author(), mark.at().toString()),
        FiguresDocument.of(review.count().figures(), review.count().open()),
        review.lapses().stream().map(found -> LapseDocument.of(found, review, words)).toList(),
        review.actions().stream().map(ActionDocument::of).toList(),
        review.left().stream().map(LeftDocument::of).toList(),
        review.risks().stream().map(risk -> RiskDocument.of(risk, words)).toList(),
        review.changed().rules().stream()
            .map(c -> new ChangeDocument(c.rule(), c.since().toString(), c.words(), c.version()))
            .toList(),
        review.changed().windows().stream().map(WindowDocument::of).toList(),
        review.noise().byRule().stream()
            .map(heard -> new NoiseDocument(heard.rule(), heard.messages(), heard.acted()))
            .toList());
  }

  private static @Nullable String text(@Nullable Instant instant) {
    return instant == null ? null : instant.toString();
  }

  /** What a person said. */
  @Serdeable(naming = SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record SaidDocument(
      @Nullable String category, @Nullable String text, String author, @Nullable String at) {
    static @Nullable SaidDocument of(@Nullable Said said) {
      return said == null
          ? null
          : new SaidDocument(
              said.category(), said.text(), said.author(), ReviewDocument.text(said.at()));
    }

    static @Nullable SaidDocument of(@Nullable Taken taken) {
      return taken == null
          ? null
          : new SaidDocument(null, null, taken.author(), taken.at().toString());
    }
  }

  /** How the week's deadlines ended. */
  @Serdeable(naming = SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record FiguresDocument(
      int due,
      int met,
      int missed,
      int unknown,
      int excused,
      int notJudged,
      @Nullable BigDecimal attainment) {
    static FiguresDocument of(Figures figures, int open) {
      return new FiguresDocument(
          figures.due(),
          figures.met(),
          figures.missed(),
          figures.unknown(),
          figures.excused(),
          open,
          figures.attainment().percent());
    }
  }

  /** What is looked at. */
  @Serdeable(naming = SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record LapseDocument(
      String kind,
      long id,
      String rule,
      String title,
      @Nullable LocalDate businessDate,
      @Nullable String slot,
      String at,
      @Nullable String until,
      String state,
      @Nullable String verdict,
      @Nullable String verdictBefore,
      @Nullable String evidence,
      String reason,
      @Nullable ProposalDocument proposed,
      @Nullable SaidDocument acknowledged,
      @Nullable SaidDocument cause,
      @Nullable SaidDocument excusal,
      boolean open) {

    static LapseDocument of(Found found, Review review, Words words) {
      Lapse lapse = found.lapse();
      Lapse.Late late = lapse instanceof Lapse.Late one ? one : null;
      return new LapseDocument(
          late == null ? "breach" : "deadline",
          lapse.id(),
          lapse.rule(),
          review.title(lapse.rule()),
          late == null ? null : late.businessDate(),
          late == null ? null : text(late.slot()),
          lapse.at().toString(),
          text(until(lapse)),
          late == null ? "stale" : late.state().word(),
          late == null ? null : late.verdict(),
          found.before() == null ? null : verdict(State.of(found.before())),
          late == null ? null : late.evidence(),
          lapse.reason(),
          ProposalDocument.of(found, words),
          SaidDocument.of(lapse.acknowledged()),
          SaidDocument.of(lapse.cause()),
          SaidDocument.of(lapse.excusal()),
          lapse.isOpen());
    }

    private static @Nullable Instant until(Lapse lapse) {
      return switch (lapse) {
        case Lapse.Late late -> late.arrivedAt();
        case Lapse.Stale stale -> stale.to();
      };
    }

    private static @Nullable String verdict(State state) {
      return switch (state) {
        case MET -> "met";
        case LATE, MISSED, OVERDUE -> "missed";
        case UNKNOWN -> "unknown";
        case WAITING, AT_RISK -> null;
      };
    }
  }

  /** A proposed cause. */
  @Serdeable(naming = SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record ProposalDocument(String category, String why) {
    static @Nullable ProposalDocument of(Found found, Words words) {
      Proposal proposal = found.proposal();
      if (proposal == null) {
        return null;
      }
      Lapse lapse = found.lapse();
      LocalDate day = LocalDate.ofInstant(lapse.at(), lapse.zone());
      return new ProposalDocument(
          proposal.category().word(), proposal.sentence(words, lapse.zone(), day));
    }
  }

  /** Something that somebody said they would do. */
  @Serdeable(naming = SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record ActionDocument(
      long id,
      String week,
      @Nullable String team,
      @Nullable String rule,
      String text,
      String owner,
      LocalDate dueOn,
      String author,
      String at,
      String state,
      @Nullable String closedBy,
      @Nullable String closedAt) {
    static ActionDocument of(Action action) {
      return new ActionDocument(
          action.id(),
          action.week().id(),
          action.team(),
          action.rule(),
          action.text(),
          action.owner(),
          action.dueOn(),
          action.author(),
          action.madeAt().toString(),
          action.isOpen() ? "open" : action.dropped() ? "dropped" : "done",
          action.doneBy(),
          ReviewDocument.text(action.doneAt()));
    }
  }

  /** What is left of an allowance. */
  @Serdeable(naming = SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record LeftDocument(
      String rule, int missesUsed, int missesAllowed, String state, @Nullable LocalDate on) {
    static LeftDocument of(Review.Left left) {
      return new LeftDocument(
          left.rule(),
          left.used(),
          left.allowed(),
          left.state().name().toLowerCase(Locale.ROOT),
          left.on());
    }
  }

  /** A promise of next week that may be broken. */
  @Serdeable(naming = SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record RiskDocument(String rule, LocalDate on, String why) {
    static RiskDocument of(Risk risk, Words words) {
      return new RiskDocument(risk.rule(), risk.on(), risk.sentence(words));
    }
  }

  /** A change of a rule. */
  @Serdeable(naming = SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record ChangeDocument(String rule, String at, String change, String version) {}

  /** A maintenance window that touches the week. */
  @Serdeable(naming = SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record WindowDocument(String from, String to, String reason, String origin, int excused) {
    static WindowDocument of(Review.Closed window) {
      return new WindowDocument(
          window.from().toString(),
          window.to().toString(),
          window.reason(),
          window.origin(),
          window.excused());
    }
  }

  /** Messages that named a rule. */
  @Serdeable(naming = SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record NoiseDocument(String rule, int messages, int acted) {}
}
