package dev.punctual.observe.airflow;

import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.airflow.Api.Axis;
import dev.punctual.observe.airflow.Connection.ServerChanged;
import dev.punctual.observe.airflow.Dags.Known;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Finds the runs that questions may be about: one request for all of a date. */
final class Runs {

  private final Connection connection;
  private final Lists lists;
  private final Dags dags;
  private final Map<String, LookBack> lookBacks;
  private final Map<String, List<Run>> found = new HashMap<>();

  /**
   * For one round.
   *
   * @param lookBacks how far back each DAG has to be looked for; kept from round to round
   */
  Runs(Connection connection, Lists lists, Dags dags, Map<String, LookBack> lookBacks) {
    this.connection = connection;
    this.lists = lists;
    this.dags = dags;
    this.lookBacks = lookBacks;
  }

  /** Questions that one request can serve. */
  private record Group(Axis axis, Span span, Set<String> dags) {

    private double cost() {
      return (double) span.length().toMinutes() * dags.size();
    }

    /** Worth one request less, unless it would bring mostly rows that nobody asked for. */
    boolean joins(Group other) {
      return axis == other.axis
          && span.touches(other.span)
          && with(other).cost() <= 2 * (cost() + other.cost());
    }

    Group with(Group other) {
      Set<String> both = new TreeSet<>(dags);
      both.addAll(other.dags);
      return new Group(axis, span.with(other.span), both);
    }
  }

  /** The runs of these questions' DAGs, by DAG; with others of the same DAG among them. */
  Map<String, List<Run>> of(List<Question> questions, Instant now)
      throws SourceFailure, InterruptedException, ServerChanged {
    fetch(questions);
    if (connection.api() == Api.TWO) {
      lookFurtherBack(questions, LookBack.MONTHLY);
      List<Question> longer = new ArrayList<>();
      for (Question question : missing(questions)) {
        if (hasLongInterval(question, now)) {
          longer.add(question);
        }
      }
      lookFurtherBack(longer, LookBack.YEARLY);
    }
    return found;
  }

  private void lookFurtherBack(List<Question> questions, LookBack lookBack)
      throws SourceFailure, InterruptedException, ServerChanged {
    List<Question> open =
        missing(questions).stream()
            .filter(question -> lookBack(question.dag()).compareTo(lookBack) < 0)
            .toList();
    Map<String, LookBack> before = new HashMap<>();
    for (Question question : open) {
      before.putIfAbsent(question.dag(), lookBack(question.dag()));
      lookBacks.put(question.dag(), lookBack);
    }
    fetch(open);
    for (Question question : missing(open)) {
      lookBacks.put(question.dag(), before.getOrDefault(question.dag(), LookBack.DAILY));
    }
  }

  private List<Question> missing(List<Question> questions) {
    return questions.stream()
        .filter(question -> question.axis() == Axis.DUE && question.probe().deadline() != null)
        .filter(question -> !lists.unreadable().containsKey(question.dag()))
        .filter(question -> new RunChoice(question, runs(question.dag())).isEmpty())
        .toList();
  }

  private boolean hasLongInterval(Question question, Instant now)
      throws SourceFailure, InterruptedException, ServerChanged {
    return dags.find(question.dag(), now) instanceof Known.Card(DagCard card)
        && card.nextInterval() != null
        && card.nextInterval().length().compareTo(Duration.ofDays(27)) > 0;
  }

  private List<Run> runs(String dag) {
    return found.getOrDefault(dag, List.of());
  }

  private LookBack lookBack(String dag) {
    return lookBacks.getOrDefault(dag, LookBack.DAILY);
  }

  private void fetch(List<Question> questions)
      throws SourceFailure, InterruptedException, ServerChanged {
    Api api = connection.api();
    Map<LookBack, List<Question>> byLookBack = new EnumMap<>(LookBack.class);
    for (Question question : questions) {
      LookBack back = api == Api.THREE ? LookBack.DAILY : lookBack(question.dag());
      byLookBack.computeIfAbsent(back, b -> new ArrayList<>()).add(question);
    }
    for (Map.Entry<LookBack, List<Question>> entry : byLookBack.entrySet()) {
      for (Group group : groups(entry.getValue())) {
        keep(
            lists.runs(
                group.dags(),
                dags -> api.runsBody(dags, group.span(), group.axis(), entry.getKey())));
      }
    }
  }

  private void keep(Collection<Run> runs) {
    for (Run run : runs) {
      List<Run> known = found.computeIfAbsent(run.dag(), dag -> new ArrayList<>());
      if (known.stream().noneMatch(other -> other.id().equals(run.id()))) {
        known.add(run);
      }
    }
  }

  private static List<Group> groups(List<Question> questions) {
    List<Group> groups = new ArrayList<>();
    questions.stream()
        .map(q -> new Group(q.axis(), q.span(), Set.of(q.dag())))
        .sorted(
            Comparator.comparing(Group::axis)
                .thenComparing(group -> group.span().from())
                .thenComparing(group -> group.span().to()))
        .forEach(group -> add(groups, group));
    return groups;
  }

  private static void add(List<Group> groups, Group next) {
    if (groups.isEmpty()) {
      groups.add(next);
      return;
    }
    Group last = groups.getLast();
    boolean same = last.axis() == next.axis() && last.span().equals(next.span());
    if (same || last.joins(next)) {
      groups.set(groups.size() - 1, last.with(next));
    } else {
      groups.add(next);
    }
  }
}
