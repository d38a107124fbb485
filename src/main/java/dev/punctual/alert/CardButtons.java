package dev.punctual.alert;

import dev.punctual.alert.CardView.Button;
import dev.punctual.judge.State;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What can be done about the deadlines of a card. */
final class CardButtons {

  private CardButtons() {}

  static List<Button> of(OnCard card) {
    List<Button> buttons = new ArrayList<>();
    List<Member> open =
        card.counted().stream().filter(m -> m.isOpenMiss() && !m.isAcknowledged()).toList();
    if (!open.isEmpty()) {
      buttons.add(
          Button.act(
              card.counted().size() == 1 ? "Acknowledge" : "Acknowledge all " + open.size(),
              "acknowledge",
              card.facts().uid()));
    }
    if (card.counted().stream()
        .anyMatch(
            m ->
                m.state() == State.OVERDUE
                    || m.state() == State.AT_RISK
                    || m.state() == State.WAITING)) {
      buttons.add(Button.act("Snooze", "snooze", card.facts().uid()));
    }
    if (card.counted().stream().anyMatch(Member::isAlarm)) {
      buttons.addAll(explaining(card.facts().uid()));
    }
    if (counted(card).anyMatch(m -> m.isRerunnable() && card.extra(m).rerun())) {
      boolean one = card.counted().size() == 1;
      buttons.add(Button.act(one ? "Re-run" : "Re-run…", "rerun", card.facts().uid()));
    }
    String runbook = card.extra(card.worst()).runbook();
    if (card.facts().members().size() == 1 && runbook != null) {
      buttons.add(Button.open("Runbook", runbook));
    }
    buttons.add(open(card));
    return buttons;
  }

  private static Stream<Member> counted(OnCard card) {
    return card.counted().stream();
  }

  /** What is said of a miss, early or late. */
  static List<Button> explaining(String uid) {
    return List.of(Button.act("Excuse…", "excuse", uid), Button.act("Cause…", "cause", uid));
  }

  static Button open(OnCard card) {
    return Button.open(
        "Open",
        card.oneRuleOfAll() ? card.rule(card.facts().members().getFirst().rule()) : card.today());
  }
}
