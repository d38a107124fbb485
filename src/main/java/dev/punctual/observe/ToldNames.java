package dev.punctual.observe;

import dev.punctual.observe.LineageInbox.Kind;
import dev.punctual.observe.LineageInbox.Name;
import dev.punctual.observe.LineageInbox.Page;
import dev.punctual.observe.LineageInbox.Told;
import dev.punctual.observe.Observation.Absent;
import dev.punctual.rule.DidYouMean;
import dev.punctual.rule.Promise;
import dev.punctual.rule.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The things that the probes of a round are about, looked up together in a {@link LineageInbox}.
 * One that was never told of is absent: its rule may be misspelt.
 */
public final class ToldNames {

  /** The clock of a zone may be a day away, and a run is told of once it is done. */
  private static final Duration EARLY = Duration.ofDays(2);

  /** Of age, what is so old is stale by any rule. */
  private static final Duration OLDEST = Duration.ofDays(2);

  private final LineageInbox inbox;
  private final Map<Kind, Map<String, List<Name>>> known = new EnumMap<>(Kind.class);
  private final Map<Name, List<Told>> runs = new HashMap<>();
  private final Map<Kind, Set<String>> all = new EnumMap<>(Kind.class);
  private int queries;

  private ToldNames(LineageInbox inbox) {
    this.inbox = inbox;
  }

  /** Looks up what the probes name; the word of a target says its kind. */
  public static ToldNames of(
      LineageInbox inbox, List<Probe> probes, Map<String, Kind> kinds, Instant now) {
    ToldNames names = new ToldNames(inbox);
    Map<Kind, Set<String>> wanted = new EnumMap<>(Kind.class);
    for (Probe probe : probes) {
      Target target = probe.rule().target();
      Kind kind = kinds.get(target.kind());
      if (kind != null) {
        wanted.computeIfAbsent(kind, any -> new HashSet<>()).add(target.path());
      }
    }
    Instant since = since(probes, now);
    wanted.forEach(
        (kind, some) -> {
          names.take(kind, inbox.look(kind, some, since));
          names.queries += 2;
        });
    return names;
  }

  private void take(Kind kind, Page page) {
    known.put(kind, page.known().stream().collect(Collectors.groupingBy(Name::name)));
    page.runs().forEach(run -> runs.computeIfAbsent(run.name(), any -> new ArrayList<>()).add(run));
  }

  private static Instant since(List<Probe> probes, Instant now) {
    return probes.stream()
        .map(probe -> since(probe, now))
        .min(Comparator.naturalOrder())
        .orElse(now);
  }

  private static Instant since(Probe probe, Instant now) {
    if (probe.deadline() != null) {
      return probe.deadline().opensAt().minus(EARLY);
    }
    return probe.rule().promise() instanceof Promise.FreshWithin fresh
        ? now.minus(fresh.freshWithin()).minus(OLDEST)
        : now.minus(OLDEST);
  }

  /** Queries made so far. */
  public int queries() {
    return queries;
  }

  /** What a name came to. */
  public sealed interface Found {

    /** The thing, and its runs. */
    record Thing(Name name, List<Told> runs) implements Found {
      public Thing {
        runs = List.copyOf(runs);
      }
    }

    /** Never told of, or under several namespaces of which the rule says none. */
    record None(Absent why) implements Found {}
  }

  /**
   * Finds one thing.
   *
   * @param what as people call it, as {@code job load}
   * @param namespace null where any will do if it is the only one
   */
  public Found find(Kind kind, String name, String what, @Nullable String namespace) {
    List<Name> namesakes = known.getOrDefault(kind, Map.of()).getOrDefault(name, List.of());
    List<Name> fitting =
        namesakes.stream()
            .filter(one -> namespace == null || one.namespace().equals(namespace))
            .toList();
    if (fitting.isEmpty()) {
      return new Found.None(new Absent(never(kind, name, what, namespace, namesakes)));
    }
    if (fitting.size() > 1) {
      return new Found.None(
          new Absent(
              what
                  + " is known in several namespaces, "
                  + namespaces(fitting)
                  + "; name one in the rule's long form"));
    }
    Name found = fitting.getFirst();
    return new Found.Thing(found, runs.getOrDefault(found, List.of()));
  }

  private String never(
      Kind kind, String name, String what, @Nullable String namespace, List<Name> elsewhere) {
    String never =
        "nothing was ever told of "
            + what
            + (namespace == null ? "" : " in namespace " + namespace);
    if (!elsewhere.isEmpty()) {
      return never + "; it is known in " + namespaces(elsewhere);
    }
    String meant = DidYouMean.suggest(name, names(kind));
    return meant == null
        ? never + "; it is known from the first event on that names it"
        : never + "; was " + meant + " meant?";
  }

  private static String namespaces(List<Name> names) {
    return String.join(", ", new TreeSet<>(names.stream().map(one -> one.namespace()).toList()));
  }

  /** Names of a kind heard of lately; empty before the first. */
  public Set<String> names(Kind kind) {
    return all.computeIfAbsent(
        kind,
        one -> {
          queries++;
          return Set.copyOf(inbox.names(one));
        });
  }
}
