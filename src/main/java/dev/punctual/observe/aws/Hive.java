package dev.punctual.observe.aws;

import dev.punctual.observe.LastChange;
import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Absent;
import dev.punctual.observe.Observation.Arrived;
import dev.punctual.observe.Observation.NotYet;
import dev.punctual.observe.Observation.Present;
import dev.punctual.observe.Observation.Strength;
import dev.punctual.observe.Observation.Unreachable;
import dev.punctual.observe.Probe;
import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.aws.Glue.Partition;
import dev.punctual.observe.aws.Question.Proof;
import dev.punctual.observe.aws.Questions.Step;
import dev.punctual.rule.Deadline;
import dev.punctual.rule.Readiness;
import dev.punctual.rule.Readiness.Evidence;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Partitions of one Hive table, for all its probes in one request: they are in the catalogue, and
 * objects lie under them. A partition is there from the instant at which both were so first; where
 * that is after the due instant it may have been there before and been written again.
 */
final class Hive {

  private static final int PAGES = 20;

  private final Glue glue;
  private final Buckets buckets;
  private final Questions questions;
  private final Card card;
  private final Map<String, Looked> looked = new HashMap<>();

  Hive(Glue glue, Buckets buckets, Questions questions, Card card) {
    this.glue = glue;
    this.buckets = buckets;
    this.questions = questions;
    this.card = card;
  }

  /** What looking under a location brought. */
  private sealed interface Looked {
    record Seen(Contents contents) implements Looked {}

    record Refused(Observation said) implements Looked {}
  }

  /** A probe with what it wants. */
  private record Wish(Probe probe, PartitionChoice choice, @Nullable PartitionChoice earlier) {}

  /** A step a probe. */
  Map<Probe, Step> partitions(List<Probe> probes, @Nullable ZoneId zone, Instant now)
      throws SourceFailure, InterruptedException {
    Map<Probe, Step> steps = new LinkedHashMap<>();
    List<Wish> wishes = new ArrayList<>();
    for (Probe probe : probes) {
      try {
        wishes.add(wish(probe, zone));
      } catch (BadQuestion e) {
        steps.put(probe, Questions.unaskable(card, e));
      }
    }
    Glue.Partitions exact = card.isProjected() ? none() : exactly(wishes);
    for (Wish wish : wishes) {
      steps.put(wish.probe(), step(wish, found(wish, exact), now));
    }
    return steps;
  }

  private Wish wish(Probe probe, @Nullable ZoneId zone) throws BadQuestion {
    Evidence.Partition evidence = (Evidence.Partition) probe.rule().readiness().evidence();
    Values values = Values.of(probe, zone);
    PartitionChoice choice = choice(values, evidence);
    PartitionChoice earlier =
        Questions.comparesWeeks(probe) ? choice(values.weekEarlier(), evidence) : null;
    return new Wish(probe, choice, earlier);
  }

  private PartitionChoice choice(Values values, Evidence.Partition evidence) throws BadQuestion {
    PartitionChoice choice =
        PartitionChoice.of(card, values.value(evidence.value()), values.zone());
    if (card.isProjected() && !choice.isExact()) {
      throw new BadQuestion(
          "its partitions are projected, and one key more than the date is needed to know where"
              + " they lie; write where");
    }
    return choice;
  }

  private static Glue.Partitions none() {
    return new Glue.Partitions.Found(List.of());
  }

  private Glue.Partitions exactly(List<Wish> wishes) throws SourceFailure, InterruptedException {
    Set<List<String>> values = new LinkedHashSet<>();
    for (Wish wish : wishes) {
      if (wish.choice().isExact()) {
        values.addAll(wish.choice().combinations());
      }
    }
    return values.isEmpty() ? none() : glue.exactly(card.name(), List.copyOf(values));
  }

  private Glue.Partitions found(Wish wish, Glue.Partitions exact)
      throws SourceFailure, InterruptedException {
    if (card.isProjected()) {
      return new Glue.Partitions.Found(projected(wish.choice()));
    }
    if (!wish.choice().isExact()) {
      return glue.matching(card.name(), wish.choice().expression());
    }
    return switch (exact) {
      case Glue.Partitions.Refused refused -> refused;
      case Glue.Partitions.Found(List<Partition> all) -> {
        List<List<String>> own = wish.choice().combinations();
        yield new Glue.Partitions.Found(
            all.stream().filter(partition -> own.contains(partition.values())).toList());
      }
    };
  }

  /** Where Athena itself would look. */
  private List<Partition> projected(PartitionChoice choice) {
    List<Partition> partitions = new ArrayList<>();
    String template = card.parameters().get("storage.location.template");
    for (List<String> values : choice.combinations()) {
      StringBuilder location = new StringBuilder(String.valueOf(card.location()));
      String filled = template;
      for (int i = 0; i < values.size(); i++) {
        String key = card.partitionKeys().get(i);
        location.append(location.toString().endsWith("/") ? "" : "/");
        location.append(key).append('=').append(values.get(i)).append('/');
        filled = filled == null ? null : filled.replace("${" + key + "}", values.get(i));
      }
      partitions.add(
          new Partition(values, Objects.requireNonNullElse(filled, location.toString()), null));
    }
    return partitions;
  }

  private Step step(Wish wish, Glue.Partitions found, Instant now)
      throws SourceFailure, InterruptedException {
    return switch (found) {
      case Glue.Partitions.Refused(String words) -> new Step.Said(new Unreachable(words));
      case Glue.Partitions.Found(List<Partition> partitions) ->
          partitions.isEmpty()
              ? new Step.Said(NotYet.because(card.name() + " has no partition " + wish.choice()))
              : weigh(wish, partitions, now);
    };
  }

  private Step weigh(Wish wish, List<Partition> partitions, Instant now)
      throws SourceFailure, InterruptedException {
    Contents all = new Contents(0, 0, Instant.EPOCH, Instant.EPOCH, true);
    Instant since = Instant.MAX;
    for (Partition partition : partitions) {
      switch (look(partition.location())) {
        case Looked.Refused(Observation said) -> {
          return new Step.Said(said);
        }
        case Looked.Seen(Contents contents) -> {
          Instant there = later(contents.oldest(), partition.created());
          since = contents.isEmpty() || since.isBefore(there) ? since : there;
          all = all.and(contents);
        }
      }
    }
    if (all.isEmpty()) {
      return new Step.Said(
          NotYet.because(
              "partition "
                  + wish.choice()
                  + " of "
                  + card.name()
                  + (card.isProjected() ? " has no object" : " is in Glue, but holds no object")));
    }
    return judged(wish, all, since, now);
  }

  private static Instant later(Instant written, @Nullable Instant created) {
    return created != null && created.isAfter(written) ? created : written;
  }

  private Step judged(Wish wish, Contents contents, Instant since, Instant now) {
    Probe probe = wish.probe();
    Readiness readiness = probe.rule().readiness();
    if (readiness.rows() != null || readiness.check() != null) {
      PartitionChoice earlier = wish.earlier();
      Proof proof = new Proof.InPartition(wish.choice().toString(), contents.measure());
      return questions.partition(
          probe, card, wish.choice().sql(), earlier == null ? null : earlier.sql(), proof);
    }
    Deadline deadline = Objects.requireNonNull(probe.deadline());
    String text =
        "partition "
            + wish.choice()
            + " of "
            + card.name()
            + " is there with "
            + (contents.whole() ? "" : "more than ")
            + contents.count()
            + (contents.count() == 1 ? " object" : " objects")
            + ", the first since "
            + LastChange.time(since, deadline.timezone());
    Duration stableFor = readiness.stableFor();
    Instant at = stableFor == null || since.isAfter(contents.newest()) ? since : contents.newest();
    boolean moving = stableFor != null && at.plus(stableFor).isAfter(now);
    return new Step.Said(
        moving || at.isAfter(now)
            ? new Present(Strength.STRONG, contents.measure(), text)
            : arrived(deadline, at, text));
  }

  private static Arrived arrived(Deadline deadline, Instant at, String text) {
    boolean late = at.isAfter(deadline.dueAt()) && deadline.opensAt().isBefore(at);
    return new Arrived(late ? deadline.opensAt() : at, at, Strength.STRONG, text);
  }

  private Looked look(@Nullable String location) throws SourceFailure, InterruptedException {
    Place place = Place.parse(location);
    if (location == null || place == null) {
      return new Looked.Refused(
          new Unreachable(card.name() + " does not lie in S3 but at " + location));
    }
    Looked known = looked.get(location);
    if (known == null) {
      known = look(place.folder());
      looked.put(location, known);
    }
    return known;
  }

  private Looked look(Place place) throws SourceFailure, InterruptedException {
    return switch (buckets.list(Buckets.Range.all(place), PAGES)) {
      case Buckets.Listing.Found found -> new Looked.Seen(Contents.of(place, found));
      case Buckets.Listing.Refused(Answer.Refused refused) ->
          new Looked.Refused(Buckets.refused(place.bucket(), refused));
    };
  }

  /** A table without partitions: when its objects were written last. */
  Step written(Probe probe, dev.punctual.observe.Source.Ask ask)
      throws SourceFailure, InterruptedException {
    if (!card.partitionKeys().isEmpty()) {
      return new Step.Said(
          new Absent(
              card.name()
                  + " is a partitioned Hive table, of which Glue knows only when its definition"
                  + " changed; write partition, where or column under ready_when"));
    }
    if (probe.rule().readiness().evidence() instanceof Evidence.Changed) {
      return new Step.Said(
          new Absent(
              card.name()
                  + " is a Hive table, whose objects do not tell what changed; write modified,"
                  + " where or column under ready_when"));
    }
    return switch (look(card.location())) {
      case Looked.Refused(Observation said) -> new Step.Said(said);
      case Looked.Seen(Contents contents) -> {
        Observation seen =
            LastChange.of(
                probe,
                card.name().toString(),
                contents.isEmpty() ? null : contents.newest(),
                Strength.WEAK,
                ask);
        yield Writes.gated(probe, card, seen, contents.measure(), questions);
      }
    };
  }
}
