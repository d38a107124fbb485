package dev.punctual.alert;

import dev.punctual.alert.BreachText.Breach;
import dev.punctual.alert.Member.People;
import dev.punctual.judge.State;
import dev.punctual.web.Words;
import io.micronaut.core.annotation.Order;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Cards: of one deadline in every state, of many, and of a freshness breach. */
@Singleton
@Order(1)
class CardSpecimens implements Specimens {

  private static final String FAILED =
      "task load of the run of 2026-11-20 09:00 Asia/Tokyo failed (try 2) at 2026-11-20 09:12"
          + " Asia/Tokyo";

  private static final String THERE = "1,204 rows of mart.sales where dt = 2026-11-19";

  /** Every seventh of many is something else than overdue. */
  private static final List<State> MANY =
      List.of(
          State.OVERDUE,
          State.OVERDUE,
          State.LATE,
          State.OVERDUE,
          State.UNKNOWN,
          State.OVERDUE,
          State.MET);

  private final Invented.Names names;

  @Inject
  CardSpecimens() {
    this(Invented.Names.USUAL);
  }

  CardSpecimens(Invented.Names names) {
    this.names = names;
  }

  @Override
  public String part() {
    return "deadlines";
  }

  @Override
  public List<Specimen> of(Words words) {
    Invented invented = new Invented(new Wording(words), names);
    List<Specimen> all = new ArrayList<>(early(invented));
    all.addAll(missed(invented));
    all.addAll(settled(invented));
    all.addAll(several(invented));
    all.addAll(fresh(invented));
    return all;
  }

  private static List<Specimen> early(Invented of) {
    String risk = THERE + "; of the last 30 arrivals none came this late";
    return List.of(
        Specimen.of("reminder", of.card(null, of.member(0, State.WAITING))),
        Specimen.of(
            "at_risk",
            of.card(null, of.member(1, State.AT_RISK, Invented.found(risk), Invented.NOBODY))),
        Specimen.of(
            "failed",
            of.card(
                null,
                of.member(
                    2,
                    State.WAITING,
                    Invented.inTrouble("failed", FAILED, FAILED),
                    Invented.NOBODY))),
        Specimen.of(
            "check",
            of.card(
                null,
                of.member(
                    3,
                    State.WAITING,
                    Invented.found(THERE + ", but the check answered false"),
                    Invented.NOBODY))));
  }

  private static List<Specimen> missed(Invented of) {
    String absent =
        "there is no table or view mart.sales in dwh, or its schema is hidden from this login";
    return List.of(
        Specimen.of("overdue", of.card(Invented.MENTION, of.member(0, State.OVERDUE))),
        Specimen.of(
            "acknowledged",
            of.card(
                Invented.MENTION,
                of.member(
                    0,
                    State.OVERDUE,
                    Invented.inTrouble(
                        "failed", FAILED, "no row of mart.sales where dt = 2026-11-19"),
                    Invented.acknowledged()))),
        Specimen.of(
            "unknown",
            of.card(
                null,
                of.member(
                    1,
                    State.UNKNOWN,
                    Invented.found("dwh did not answer across the due instant"),
                    Invented.NOBODY))),
        Specimen.of(
            "absent",
            of.card(
                null,
                of.member(
                    2,
                    State.UNKNOWN,
                    Invented.inTrouble("absent", absent, absent),
                    Invented.NOBODY))));
  }

  private static List<Specimen> settled(Invented of) {
    People explained =
        new People(
            Invented.DUE.plusSeconds(240),
            "K. Tanaka",
            null,
            null,
            null,
            null,
            "task_failed",
            "duplicate learner_id after two schools merged",
            "Y. Mori");
    People excused =
        new People(null, null, null, "maintenance", "DWH upgrade", "A. Ito", null, null, null);
    return List.of(
        Specimen.of(
            "late",
            of.card(
                Invented.MENTION,
                of.member(
                    3, State.LATE, Invented.arrived(Duration.ofMinutes(84), THERE), explained))),
        Specimen.of(
            "met",
            of.card(
                null,
                of.member(
                    3,
                    State.MET,
                    Invented.arrived(Duration.ofMinutes(-4), THERE),
                    Invented.NOBODY))),
        Specimen.of("missed", of.card(Invented.MENTION, of.member(4, State.MISSED))),
        Specimen.of(
            "excused",
            of.card(
                Invented.MENTION,
                of.member(
                    5,
                    State.OVERDUE,
                    Invented.found("no row of mart.sales where dt = 2026-11-19"),
                    excused))));
  }

  private static List<Specimen> several(Invented of) {
    return List.of(
        Specimen.of("several", of.card(Invented.MENTION, false, many(of, 5))),
        Specimen.of("thirty", of.card(Invented.MENTION, false, many(of, 30))),
        Specimen.of("thousand", of.card(Invented.MENTION, false, many(of, 1_000))),
        Specimen.of("slots", of.card(Invented.MENTION, false, slots(of))),
        Specimen.of("catch_up", of.card(null, true, many(of, 3))));
  }

  private static List<Member> many(Invented of, int number) {
    return IntStream.range(0, number)
        .mapToObj(
            i -> {
              State state = MANY.get(i % MANY.size());
              boolean there = state == State.LATE || state == State.MET;
              Member.Found found =
                  there
                      ? Invented.arrived(Duration.ofMinutes(state == State.MET ? -5 : 9), THERE)
                      : Invented.found("no row of mart.sales where dt = 2026-11-19");
              return of.member(i, state, found, i == 1 ? Invented.acknowledged() : Invented.NOBODY);
            })
        .toList();
  }

  private static List<Member> slots(Invented of) {
    Member one = of.member(4, State.OVERDUE);
    return IntStream.range(0, 3)
        .mapToObj(hour -> Invented.DUE.minus(Duration.ofHours(3 - hour)))
        .map(
            slot ->
                new Member(
                    slot.getEpochSecond(),
                    true,
                    one.rule(),
                    one.title(),
                    State.OVERDUE,
                    one.verdict(),
                    slot.plus(Duration.ofMinutes(80)),
                    one.zone(),
                    true,
                    slot,
                    one.found(),
                    one.people()))
        .toList();
  }

  private static List<Specimen> fresh(Invented of) {
    return List.of(
        Specimen.of("stale", breach(of, null)),
        Specimen.of("fresh", breach(of, Invented.DUE.plus(Duration.ofMinutes(50)))));
  }

  private static CardView breach(Invented of, @Nullable Instant to) {
    Breach breach =
        new Breach(
            1,
            Invented.UID,
            of.title(5),
            Invented.DUE,
            to,
            Duration.ofMinutes(82),
            "no row of mart.sales where dt = 2026-11-19",
            null,
            to == null ? null : "source_down",
            to == null ? null : "K. Tanaka");
    return BreachText.of(
        breach,
        null,
        to == null ? Invented.MENTION : null,
        of.wording(),
        new BreachText.Place(Invented.TOKYO, Invented.URL));
  }
}
