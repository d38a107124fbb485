package dev.punctual.alert;

import dev.punctual.alert.CardView.Tone;
import dev.punctual.alert.DigestText.Promised;
import dev.punctual.alert.SmallText.Asks;
import dev.punctual.judge.State;
import dev.punctual.ledger.Allowance;
import dev.punctual.ledger.TransitionKind;
import dev.punctual.rule.RuleSet.Escalation;
import dev.punctual.rule.RuleSet.Team;
import dev.punctual.web.Words;
import io.micronaut.core.annotation.Order;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Messages that are not cards: threads, escalations, sources, rule files, the digest. */
@Singleton
@Order(2)
class OtherSpecimens implements Specimens {

  private static final String MINE = "slack:#partner-sla";

  private final Invented.Names names;

  @Inject
  OtherSpecimens() {
    this(Invented.Names.USUAL);
  }

  OtherSpecimens(Invented.Names names) {
    this.names = names;
  }

  @Override
  public List<Specimen> of(Words words) {
    Invented invented = new Invented(new Wording(words), names);
    List<Specimen> all = new ArrayList<>(threads(invented));
    all.addAll(escalations(invented));
    all.addAll(sources(invented.wording()));
    all.addAll(lines(invented));
    all.addAll(digest(invented));
    return all;
  }

  private static List<Specimen> threads(Invented of) {
    ThreadText text = text(of, null);
    List<News> acts =
        List.of(
            of.news(0, TransitionKind.ACKNOWLEDGED, "", "M. Sato"),
            of.news(0, TransitionKind.SNOOZED, "until 2026-11-20T02:00:00Z", "M. Sato"),
            of.news(1, TransitionKind.EXCUSED, "DWH upgrade", "A. Ito"),
            of.news(2, TransitionKind.CAUSE, "", "Y. Mori"),
            of.news(0, TransitionKind.ESCALATED, "step 1 of 2: #data-leads, calling @U1", null));
    List<News> round =
        IntStream.range(0, 20).mapToObj(i -> of.news(i, TransitionKind.LATE, "", null)).toList();
    List<News> used =
        List.of(
            of.news(
                3,
                TransitionKind.ALLOWANCE_USED,
                "5 of 5 allowed misses from 2026-07-01 to 2026-12-31 are used",
                null));
    List<Member> untold =
        List.of(
            of.member(0, State.OVERDUE), of.member(1, State.OVERDUE), of.member(2, State.UNKNOWN));
    return List.of(
        Specimen.reply("thread.acts", text.view(text.lines(acts))),
        Specimen.reply("thread.round", text.view(text.lines(round))),
        Specimen.reply("thread.used", text.view(text.lines(used))),
        Specimen.reply("thread.misses", text.misses(untold, untold, Invented.MENTION)));
  }

  private static ThreadText text(Invented of, @Nullable String source) {
    Map<String, String> titles =
        IntStream.range(0, 20).boxed().collect(Collectors.toMap(Invented::rule, of::title));
    return new ThreadText(of.wording(), Invented.TOKYO, titles::get, source);
  }

  @SuppressWarnings("NullAway") // Does not see "Promise.@Nullable Span" in a class file.
  private static List<Specimen> escalations(Invented of) {
    Team team =
        new Team(
            "partner-delivery",
            "#partner-sla",
            null,
            List.of(
                new Escalation(Duration.ofMinutes(30), "#data-leads", Invented.MENTION),
                new Escalation(Duration.ofHours(2), null, "<!here>")),
            null,
            null,
            null,
            null,
            null);
    Card card = card(Card.Kind.ESCALATION, 1, null, null, Invented.DUE);
    Card about = card(Card.Kind.CARD, 0, null, null, Invented.DUE);
    Asks open = new Asks(12, null, Invented.DUE, Invented.TOKYO);
    Asks over = new Asks(0, "K. Tanaka", Invented.DUE, Invented.TOKYO);
    return List.of(
        Specimen.of(
            "escalated", SmallText.escalation(card, about, open, team, Invented.URL, of.wording())),
        Specimen.of(
            "escalated.over",
            SmallText.escalation(card, about, over, team, Invented.URL, of.wording())));
  }

  private static List<Specimen> sources(Wording wording) {
    Instant back = Invented.DUE.plus(Duration.ofMinutes(17));
    String error = "dwh: db:5432 refused the connection; is the server running and the port right?";
    String problems =
        IntStream.rangeClosed(1, 40)
            .mapToObj(i -> "sla-rules/partner.yaml:" + i + ":5: Unknown key \"redy_by\".")
            .collect(Collectors.joining("\n"));
    return List.of(
        Specimen.of("source.down", source(card(Card.Kind.SOURCE, 1, "dwh", error, null), wording)),
        Specimen.of("source.up", source(card(Card.Kind.SOURCE, 2, "dwh", error, back), wording)),
        Specimen.of(
            "rules.refused", rules(card(Card.Kind.RULES, 1, null, problems, back), wording)),
        Specimen.of(
            "rules.good",
            rules(card(Card.Kind.RULES, 2, null, "the rule files are good again", back), wording)));
  }

  private static CardView source(Card card, Wording wording) {
    return SmallText.source(card, 1_204, Invented.TOKYO, Invented.URL, wording);
  }

  private static CardView rules(Card card, Wording wording) {
    return SmallText.rules(card, Invented.TOKYO, Invented.URL, wording);
  }

  private static List<Specimen> lines(Invented of) {
    Wording wording = of.wording();
    String advice =
        "No channel of that name is visible to the app. Check the spelling in the rule file; if the"
            + " channel is private, type /invite @Punctual there.";
    CardView elsewhere =
        of.card(null, of.member(0, State.OVERDUE))
            .withNote(SmallText.redirected("#partner-sal", "channel_not_found", wording));
    return List.of(
        Specimen.of("there", SmallText.there(of.title(0), "09:50", Invented.TOKYO, false, wording)),
        Specimen.of(
            "there.late", SmallText.there(of.title(1), "11:24", Invented.TOKYO, true, wording)),
        Specimen.of(
            "refused",
            SmallText.refusal("#partner-sal", "channel_not_found", advice, Invented.URL, wording)),
        Specimen.of("redirected", elsewhere));
  }

  private static List<Specimen> digest(Invented of) {
    LocalDate before = Invented.DAY.minusDays(1);
    DigestText text =
        new DigestText(
            of.wording(),
            Invented.DAY,
            Invented.TOKYO,
            IntStream.range(0, 30)
                .mapToObj(i -> promised(of, i, Invented.DAY, i == 2 ? "at_risk" : "waiting", null))
                .toList(),
            Stream.of("met", "met", "missed", "unknown")
                .map(word -> promised(of, 3, before, word, word.equals("unknown") ? null : word))
                .toList(),
            Invented.URL);
    Map<String, Allowance> used = Map.of(Invented.rule(1), new Allowance(new BigDecimal("5.4"), 5));
    CardView names =
        text.names(used)
            .orElseGet(
                () -> CardView.of(of.wording().language(), Tone.PLAIN, CardView.Line.of("")));
    return List.of(Specimen.of("digest", text.counts()), Specimen.reply("digest.names", names));
  }

  private static Promised promised(
      Invented of, int number, LocalDate date, String state, @Nullable String verdict) {
    Instant due = Invented.DUE.plus(Duration.ofMinutes(5L * number));
    return new Promised(Invented.rule(number), of.title(number), date, due, state, verdict, false);
  }

  /** A row as the outbox would hold it, of which the text needs little. */
  private static Card card(
      Card.Kind kind,
      int step,
      @Nullable String source,
      @Nullable String note,
      @Nullable Instant notedAt) {
    return new Card(
        1,
        Invented.UID,
        kind,
        null,
        null,
        false,
        MINE,
        null,
        null,
        Invented.DUE,
        source,
        step,
        note,
        notedAt,
        null,
        false,
        1,
        0,
        null,
        Invented.DUE,
        null,
        null,
        0,
        null,
        null,
        null,
        0,
        Card.WAITING,
        null,
        null);
  }
}
