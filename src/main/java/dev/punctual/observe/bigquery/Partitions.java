package dev.punctual.observe.bigquery;

import dev.punctual.observe.LastChange;
import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Arrived;
import dev.punctual.observe.Observation.NotYet;
import dev.punctual.observe.Observation.Present;
import dev.punctual.observe.Observation.Strength;
import dev.punctual.observe.Observation.Unreachable;
import dev.punctual.observe.Probe;
import dev.punctual.observe.Source.Ask;
import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.sql.BadQuestion;
import dev.punctual.observe.sql.Parameters;
import dev.punctual.observe.sql.Words;
import dev.punctual.observe.wire.GoogleApi.Refusal;
import dev.punctual.rule.Deadline;
import dev.punctual.rule.Readiness;
import dev.punctual.rule.Readiness.Evidence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which partitions are there, how many rows they hold and when they were last written: one query
 * for up to a thousand tables of a dataset, which reads none of their rows.
 *
 * <p>A partition's time moves with every later write. Up to the due instant it proves that the data
 * was in time; after it, it proves nothing, and the rounds say between which of them it came.
 */
final class Partitions {

  /** BigQuery refuses to look at more. */
  private static final int MOST = 1_000;

  private final BigQuerySettings settings;
  private final Questions questions;
  private final Jobs jobs;
  private final Ask ask;

  Partitions(BigQuerySettings settings, Questions questions, Jobs jobs, Ask ask) {
    this.settings = settings;
    this.questions = questions;
    this.jobs = jobs;
    this.ask = ask;
  }

  /**
   * A probe and the partitions it is about.
   *
   * @param earlier that of a week before; null where none is compared with
   */
  record Sought(Aimed aimed, @Nullable String location, String id, @Nullable String earlier) {}

  /** What is stored in a partition. */
  private record Held(long rows, @Nullable Instant modified) {}

  private record Place(TableId table, String id) {}

  /**
   * Which partition a probe is about.
   *
   * @throws BadQuestion where the table has none for it
   */
  Sought sought(Aimed aimed, TableCard card) throws BadQuestion {
    Probe probe = aimed.probe();
    String written = ((Evidence.Partition) probe.rule().readiness().evidence()).value();
    Parameters parameters = questions.parameters(probe);
    Parameters before = Questions.comparesWeeks(probe) ? parameters.weekEarlier() : null;
    return new Sought(
        aimed,
        questions.location(card),
        id(card, written, parameters),
        before == null ? null : id(card, written, before));
  }

  private static String id(TableCard card, String written, Parameters parameters)
      throws BadQuestion {
    return PartitionId.of(card, PartitionId.value(written, parameters), parameters.zone());
  }

  /** Looks at all of them; a dataset that cannot be read spoils no other. */
  Map<Aimed, Observation> of(List<Sought> all) throws SourceFailure, InterruptedException {
    Map<String, List<Sought>> byDataset = new LinkedHashMap<>();
    for (Sought one : all) {
      String dataset = one.aimed().table().datasetName();
      byDataset.computeIfAbsent(dataset, none -> new ArrayList<>()).add(one);
    }
    Map<Aimed, Observation> answers = new HashMap<>();
    for (List<Sought> some : byDataset.values()) {
      for (int from = 0; from < some.size(); from += MOST) {
        dataset(some.subList(from, Math.min(from + MOST, some.size())), answers);
      }
    }
    return answers;
  }

  private void dataset(List<Sought> some, Map<Aimed, Observation> answers)
      throws SourceFailure, InterruptedException {
    try {
      String location = some.getFirst().location();
      Map<Place, Held> held =
          read(some, jobs.run(sql(some), location, settings.billing().mostBytes()));
      some.forEach(one -> answers.put(one.aimed(), answer(one, held)));
    } catch (Refusal refusal) {
      Failures failures = new Failures(settings);
      for (Sought one : some) {
        answers.put(one.aimed(), failures.of(refusal, "the partitions of " + one.aimed().shown()));
      }
    }
  }

  private static Sql sql(List<Sought> some) {
    TreeSet<String> tables = new TreeSet<>();
    TreeSet<String> ids = new TreeSet<>(List.of(PartitionId.BUFFERED));
    for (Sought one : some) {
      tables.add(one.aimed().table().table());
      ids.add(one.id());
      if (one.earlier() != null) {
        ids.add(one.earlier());
      }
    }
    String dataset = some.getFirst().aimed().table().datasetSql();
    return Sql.of("SELECT table_name, partition_id, CAST(SUM(total_rows) AS STRING),")
        .add(" CAST(UNIX_MICROS(MAX(last_modified_time)) AS STRING)")
        .add(" FROM " + dataset + ".INFORMATION_SCHEMA.PARTITIONS WHERE table_name IN ")
        .list(tables)
        .add(" AND partition_id IN ")
        .list(ids)
        .add(" GROUP BY table_name, partition_id")
        .build();
  }

  private static Map<Place, Held> read(List<Sought> some, List<Jobs.Row> rows) {
    Map<String, TableId> byName = new HashMap<>();
    some.forEach(one -> byName.put(one.aimed().table().table(), one.aimed().table()));
    Map<Place, Held> held = new HashMap<>();
    for (Jobs.Row row : rows) {
      TableId table = byName.get(String.valueOf(row.text(0)));
      String id = row.text(1);
      if (table != null && id != null) {
        Long counted = row.whole(2);
        held.put(
            new Place(table, id),
            new Held(counted == null ? 0 : counted, Storages.micros(row.whole(3))));
      }
    }
    return held;
  }

  private Observation answer(Sought one, Map<Place, Held> all) {
    TableId table = one.aimed().table();
    Held held = all.get(new Place(table, one.id()));
    String partition = "partition " + one.id() + " of " + one.aimed().shown();
    if (held != null && held.rows() > 0) {
      Held before = one.earlier() == null ? null : all.get(new Place(table, one.earlier()));
      return there(one.aimed().probe(), held, before == null ? 0 : before.rows(), partition);
    }
    Held buffered = all.get(new Place(table, PartitionId.BUFFERED));
    if (buffered != null && buffered.rows() > 0) {
      return new Unreachable(
          partition
              + " is empty, but rows wait in the streaming buffer and may be its own; use where");
    }
    return NotYet.because(partition + (held == null ? " is not there yet" : " is empty"));
  }

  private Observation there(Probe probe, Held held, long lastWeek, String partition) {
    Observation no = Reading.rows(probe, held.rows(), lastWeek);
    if (no != null) {
      return no;
    }
    Deadline deadline = Objects.requireNonNull(probe.deadline());
    Instant at = held.modified();
    String text = partition + " has " + Words.rows(held.rows());
    Readiness readiness = probe.rule().readiness();
    if (at == null || at.isAfter(ask.now()) || readiness.stableFor() != null) {
      return new Present(Strength.STRONG, Long.toString(held.rows()), text);
    }
    String written = text + ", last written at " + LastChange.time(at, deadline.timezone());
    if (at.isAfter(deadline.dueAt())) {
      return new Present(Strength.STRONG, null, written);
    }
    Instant earliest = at.isBefore(deadline.opensAt()) ? at : deadline.opensAt();
    return new Arrived(earliest, at, Strength.STRONG, written);
  }
}
