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
    Wording wording = card.wording();
    List<Button> buttons = new ArrayList<>();
    List<Member> open =
        card.counted().stream().filter(m -> m.isOpenMiss() && !m.isAcknowledged()).toList();
    if (!open.isEmpty()) {
      buttons.add(
          Button.act(
              card.counted().size() == 1
                  ? wording.say("button.acknowledge")
                  : wording.say("button.acknowledgeAll", open.size()),
              "acknowledge",
              card.facts().uid()));
    }
    if (card.counted().stream()
        .anyMatch(
            m ->
                m.state() == State.OVERDUE
                    || m.state() == State.AT_RISK
                    || m.state() == State.WAITING)) {
      buttons.add(Button.act(wording.say("button.snooze"), "snooze", card.facts().uid()));
    }
    if (card.counted().stream().anyMatch(Member::isAlarm)) {
      buttons.addAll(explaining(wording, card.facts().uid()));
    }
    if (counted(card).anyMatch(m -> m.isRerunnable() && card.extra(m).rerun())) {
      boolean one = card.counted().size() == 1;
      String label = wording.say(one ? "button.rerun" : "button.rerunSome");
      buttons.add(Button.act(label, "rerun", card.facts().uid()));
    }
    String runbook = card.extra(card.worst()).runbook();
    if (card.facts().members().size() == 1 && runbook != null) {
      buttons.add(Button.open(wording.say("button.runbook"), runbook));
    }
    buttons.add(open(card));
    return buttons;
  }

  private static Stream<Member> counted(OnCard card) {
    return card.counted().stream();
  }

  /** What is said of a miss, early or late. */
  static List<Button> explaining(Wording wording, String uid) {
    return List.of(
        Button.act(wording.say("button.excuse"), "excuse", uid),
        Button.act(wording.say("button.cause"), "cause", uid));
  }

  static Button open(OnCard card) {
    return Button.open(
        card.wording().say("button.open"),
        card.oneRuleOfAll() ? card.rule(card.facts().members().getFirst().rule()) : card.today());
  }
}
