package dev.punctual.alert;

import dev.punctual.alert.CardText.Extra;
import dev.punctual.alert.CardText.Facts;
import dev.punctual.alert.CardView.Line;
import dev.punctual.alert.CardView.Span;
import dev.punctual.judge.State;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;

/**
 * The deadlines of a card, sorted out.
 *
 * @param counted those that are not excused, worst first
 */
record OnCard(Facts facts, List<Member> counted, List<Member> excused) {

  static final Comparator<Member> WORST_FIRST =
      Comparator.comparingInt(StateWords::badness)
          .reversed()
          .thenComparing(Member::dueAt)
          .thenComparing(Member::title)
          .thenComparingLong(Member::deadlineId);

  static OnCard of(Facts facts) {
    return new OnCard(
        facts,
        facts.members().stream().filter(m -> !m.isExcused()).sorted(WORST_FIRST).toList(),
        facts.members().stream().filter(Member::isExcused).toList());
  }

  Wording wording() {
    return facts.wording();
  }

  Member worst() {
    return counted.getFirst();
  }

  Line called(List<Span> head) {
    if (facts.mention() != null) {
      head.add(Span.plain(" "));
      head.add(Span.mention(facts.mention()));
    }
    return new Line(head);
  }

  long number(State state) {
    return counted.stream().filter(m -> m.state() == state).count();
  }

  boolean oneRule() {
    return counted.stream().map(Member::rule).distinct().count() == 1;
  }

  boolean oneRuleOfAll() {
    return facts.members().stream().map(Member::rule).distinct().count() == 1;
  }

  Extra extra(Member miss) {
    return facts.extras().getOrDefault(miss.rule(), Extra.NONE);
  }

  static List<String> titles(List<Member> members) {
    return members.stream()
        .map(Member::title)
        .distinct()
        .collect(java.util.stream.Collectors.toList());
  }

  String rule(String id) {
    return facts.url() + "/rules/" + id;
  }

  String today() {
    String team = facts.team();
    return facts.url()
        + "/"
        + (team == null ? "" : "?team=" + URLEncoder.encode(team, StandardCharsets.UTF_8));
  }
}
