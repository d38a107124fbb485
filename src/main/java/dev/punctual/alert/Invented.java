package dev.punctual.alert;

import dev.punctual.alert.CardText.Extra;
import dev.punctual.alert.CardText.Facts;
import dev.punctual.alert.Member.Found;
import dev.punctual.alert.Member.People;
import dev.punctual.judge.State;
import dev.punctual.judge.Verdict;
import dev.punctual.ledger.Allowance;
import dev.punctual.ledger.TransitionKind;
import dev.punctual.web.Words;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Rules, deadlines and news that never were: what messages that are only looked at are about. */
record Invented(Wording wording, Names names) {

  static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");
  static final LocalDate DAY = LocalDate.of(2026, 11, 20);

  /** 10:00 in Tokyo. */
  static final Instant DUE = Instant.parse("2026-11-20T01:00:00Z");

  static final String URL = "https://sla.example.com";
  static final String UID = "5d0c41b6-0f6e-4f4e-9a43-2f1b6f0c7a11";
  static final String MENTION = "<!subteam^S0123>";
  static final People NOBODY = new People(null, null, null, null, null, null, null, null, null);

  private static final String LATEST = "no row of mart.sales where dt = 2026-11-19";

  /** Titles of the rules, by number. */
  interface Names {

    /** The titles that the words know, the later ones numbered. */
    Names USUAL =
        (number, words) -> {
          String title = words.say("looks.title." + number % 6);
          return number < 6 ? title : title + " " + number;
        };

    String of(int number, Words words);
  }

  String title(int number) {
    return names.of(number, wording.words());
  }

  static String rule(int number) {
    return "rule-" + number;
  }

  Member member(int number, State state, Found found, People people) {
    return new Member(
        number,
        false,
        rule(number),
        title(number),
        state,
        verdict(state),
        DUE,
        TOKYO,
        false,
        null,
        found,
        people);
  }

  private static @Nullable Verdict verdict(State state) {
    return switch (state) {
      case MET -> Verdict.MET;
      case OVERDUE, LATE, MISSED -> Verdict.MISSED;
      case UNKNOWN -> Verdict.UNKNOWN;
      case WAITING, AT_RISK -> null;
    };
  }

  Member member(int number, State state) {
    return member(number, state, found(LATEST), NOBODY);
  }

  static Found found(String reason) {
    return new Found(null, null, false, reason, null, null, DUE.plusSeconds(21), null);
  }

  static Found arrived(Duration after, String reason) {
    Instant at = DUE.plus(after);
    return new Found(at, at, false, reason, null, null, at, null);
  }

  static Found inTrouble(String trouble, String text, String reason) {
    return new Found(null, null, false, reason, trouble, text, DUE, null);
  }

  static People acknowledged() {
    return new People(DUE.plusSeconds(240), "M. Sato", null, null, null, null, null, null, null);
  }

  CardView card(@Nullable String mention, Member... members) {
    return card(mention, false, List.of(members));
  }

  CardView card(@Nullable String mention, boolean catchUp, List<Member> members) {
    Map<String, Extra> extras =
        members.stream()
            .sorted(OnCard.WORST_FIRST)
            .map(Member::rule)
            .distinct()
            .limit(CardText.LISTED)
            .collect(Collectors.toMap(rule -> rule, rule -> extra()));
    return CardText.of(
        new Facts(wording, UID, "partner", mention, catchUp, members, extras, TOKYO, URL));
  }

  private Extra extra() {
    return new Extra(
        Duration.ofMinutes(-75),
        Duration.ofMinutes(-21),
        new Allowance(new BigDecimal("6.2"), 4),
        List.of(wording.words().say("looks.consumer")),
        "https://wiki.example.com/runbook",
        "rosters",
        true);
  }

  News news(int number, TransitionKind kind, String reason, @Nullable String author) {
    Instant at = DUE.plusSeconds(600L + number);
    return new News(
        number,
        (long) number,
        null,
        rule(number),
        null,
        "partner",
        DUE,
        kind,
        null,
        reason,
        author,
        at,
        at,
        false,
        false,
        false,
        null);
  }
}
