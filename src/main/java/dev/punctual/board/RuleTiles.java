package dev.punctual.board;

import dev.punctual.ledger.Allowance;
import dev.punctual.rule.Deadline;
import dev.punctual.web.Words;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The figures on top of a rule's page. */
final class RuleTiles {

  private final RuleFacts facts;
  private final SecondLine second;
  private final Words words;
  private final Instant now;
  private final List<Tile> tiles = new ArrayList<>();

  RuleTiles(RuleFacts facts, SecondLine second, Words words, Instant now) {
    this.facts = facts;
    this.second = second;
    this.words = words;
    this.now = now;
  }

  List<Tile> draw() {
    Past current = facts.current();
    if (current == null) {
      tiles.add(Tile.plain("–", words.say("rule.tile.none")));
    } else {
      Look look = current.look();
      String tone = look.isMiss() ? "missed" : look == Look.AT_RISK ? "risk" : look.word();
      String when =
          current.due().isOf(facts.today()) ? words.say("rule.today") : current.when(words);
      tiles.add(
          Tile.toned(
              tone,
              words.say("state." + look.word()),
              words.say("rule.tile.state", when, spare(current))));
    }
    next();
    attainment();
    used();
    typical();
    return tiles;
  }

  private String spare(Past current) {
    Instant arrived = current.due().arrivedAt();
    if (current.look() == Look.MET && arrived != null) {
      Duration spare = Duration.between(arrived, current.due().dueAt());
      return words.say("rule.tile.spare", words.duration(spare));
    }
    return second.of(current.due());
  }

  private void next() {
    List<Deadline> next =
        facts.rule() == null
            ? List.of()
            : new RuleSide(facts.rule(), facts.rules(), now, words).next();
    if (next.isEmpty()) {
      tiles.add(Tile.plain("–", words.say("rule.tile.noNext")));
      return;
    }
    Deadline first = next.getFirst();
    tiles.add(
        Tile.plain(
            words.shortDate(first.businessDate()),
            words.say(
                "rule.tile.next",
                words.weekday(first.businessDate()),
                words.timeOn(first.dueAt(), first.timezone(), first.businessDate()))));
  }

  private void attainment() {
    long met =
        facts.ofPeriod().stream().filter(p -> p.isCounted() && "met".equals(p.verdict())).count();
    long counted = facts.ofPeriod().stream().filter(Past::isCounted).count();
    BigDecimal objective = facts.rule() == null ? null : facts.rule().counting().objective();
    String judged = words.say("rule.tile.judged", met, counted);
    tiles.add(
        Tile.plain(
            words.percent(Cells.share(met, counted)),
            objective == null
                ? judged
                : words.say("rule.tile.objective", judged, words.objective(objective))));
  }

  private void used() {
    Allowance allowance = facts.allowance();
    if (allowance == null) {
      tiles.add(Tile.plain("–", words.say("rule.tile.noAllowance")));
      return;
    }
    String tone =
        switch (allowance.level()) {
          case CALM -> "";
          case NEAR -> "risk";
          case FULL -> "missed";
        };
    tiles.add(
        Tile.toned(
            tone,
            words.say("used.of", allowance.used(), allowance.allowed()),
            words.say("rule.tile.used", words.date(facts.halfYear().end().minusDays(1)))));
  }

  private void typical() {
    List<Past> typical = facts.ofChart().stream().filter(Past::isTypical).toList();
    if (typical.size() < 5) {
      tiles.add(Tile.plain("–", words.say("rule.tile.noTypical")));
      tiles.add(Tile.plain("–", words.say("rule.tile.noBand")));
      return;
    }
    List<Double> minutes =
        typical.stream()
            .map(p -> p.minutes(Objects.requireNonNull(p.due().arrivedAt())))
            .sorted()
            .toList();
    Past like = typical.getFirst();
    tiles.add(Tile.plain(clock(like, Percentile.of(minutes, 0.5)), words.say("rule.tile.typical")));
    tiles.add(
        Tile.plain(
            clock(like, Percentile.of(minutes, 0.1))
                + " – "
                + clock(like, Percentile.of(minutes, 0.9)),
            words.say("rule.tile.band")));
  }

  private String clock(Past like, double minutes) {
    if (like.due().slot() != null) {
      return (minutes < 0 ? "−" : "+") + words.duration(Duration.ofSeconds((long) (minutes * 60)));
    }
    return words.time(like.base().plusSeconds((long) (minutes * 60)), like.zone());
  }
}
