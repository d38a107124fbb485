package dev.punctual.alert;

import dev.punctual.alert.CardView.Line;
import dev.punctual.alert.CardView.Span;
import dev.punctual.alert.CardView.Tone;
import dev.punctual.judge.State;
import dev.punctual.ledger.Allowance;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a card of deadlines says: the ledger's present, worst first. A pure function, so that the
 * order in which transitions came cannot matter.
 */
final class CardText {

  /** Rules written out one by one; the rest is counted. */
  static final int LISTED = 15;

  /** Names in a list; the rest is counted. */
  static final int NAMED = 6;

  private CardText() {}

  /**
   * Everything a card says something about.
   *
   * @param wording of the message's language
   * @param mention markup of who is called, null for nobody
   * @param extras of the rules that are written out, by rule id
   * @param catchUp whether it names what was missed while nobody watched
   */
  record Facts(
      Wording wording,
      String uid,
      @Nullable String team,
      @Nullable String mention,
      boolean catchUp,
      List<Member> members,
      Map<String, Extra> extras,
      ZoneId zone,
      String url) {}

  /**
   * What is known of a rule beside the deadline.
   *
   * @param earliestUsual tenth percentile of past lateness, negative before due; null when unknown
   * @param misses of the half-year, null where none is used
   */
  record Extra(
      @Nullable Duration earliestUsual,
      @Nullable Duration latestUsual,
      @Nullable Allowance misses,
      List<String> consumers,
      @Nullable String runbook,
      @Nullable String target,
      boolean rerun) {
    static final Extra NONE = new Extra(null, null, null, List.of(), null, null, false);
  }

  static CardView of(Facts facts) {
    OnCard card = OnCard.of(facts);
    if (card.counted().isEmpty()) {
      return allExcused(card);
    }
    return facts.members().size() == 1 ? OneDeadline.of(card) : SeveralDeadlines.of(card);
  }

  /** Whether there is anything a channel that has heard nothing yet should hear. */
  static boolean isWorthSaying(List<Member> members) {
    return members.stream().anyMatch(m -> !m.isExcused() && m.state() != State.MET);
  }

  private static CardView allExcused(OnCard card) {
    Member first = card.excused().getFirst();
    Wording wording = card.wording();
    List<Span> head = new ArrayList<>(List.of(Span.plain("○ ")));
    head.addAll(wording.spans("head.excused", wording.list(OnCard.titles(card.excused()), NAMED)));
    Line why =
        wording.line(
            "excused.why",
            String.valueOf(first.people().excusalAuthor()),
            String.valueOf(first.people().excusalReason()));
    return new CardView(
        wording.language(),
        Tone.PLAIN,
        new Line(head),
        List.of(why),
        List.of(),
        List.of(CardButtons.open(card)));
  }
}
