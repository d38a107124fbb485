package dev.punctual.observe.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Arrived;
import dev.punctual.observe.Observation.Present;
import dev.punctual.observe.Probe;
import dev.punctual.observe.Probes;
import dev.punctual.observe.Source.Ask;
import dev.punctual.rule.FilesRule;
import dev.punctual.rule.Readiness;
import dev.punctual.rule.Readiness.Evidence;
import dev.punctual.rule.Target;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ProofProperties {

  private static final Probes DAILY = Probes.on(LocalDate.of(2026, 11, 20));
  private static final Instant START = Instant.parse("2026-11-19T12:00:00Z");

  /** What is there, what is promised, and when it is asked; minutes after {@link #START}. */
  record Case(List<Entry> there, FilesRule files, int stable, boolean dated, Stamp stamp, int now) {

    Observation answer() {
      return answer(there);
    }

    Observation answer(List<Entry> listed) {
      String template = dated ? "d/{data_date}/*" : "d/2026-11-20/*";
      Duration stableFor = stable == 0 ? null : Duration.ofMinutes(stable);
      Probe probe =
          DAILY.of(
              new Target.File("s", template),
              new Readiness(new Evidence.Completion(), null, null, stableFor, files));
      return Proof.of(Wanted.of(probe), listed, stamp, new Ask(asked(), Map.of(), Map.of()));
    }

    Instant asked() {
      return START.plus(Duration.ofMinutes(now));
    }

    List<Entry> with(Entry other) {
      List<Entry> all = new ArrayList<>(there);
      all.add(other);
      return all;
    }
  }

  private static Entry entry(int name, int size, int minute) {
    return new Entry("d/2026-11-20/f" + name, size, START.plus(Duration.ofMinutes(minute)));
  }

  @Provide
  Arbitrary<Case> cases() {
    Arbitrary<Integer> minutes = Arbitraries.integers().between(0, 3000);
    Arbitrary<List<Entry>> there =
        Combinators.combine(
                Arbitraries.integers().between(0, 9), Arbitraries.integers().between(0, 5), minutes)
            .as(ProofProperties::entry)
            .list()
            .uniqueElements(Entry::path)
            .ofMaxSize(8);
    Arbitrary<FilesRule> files =
        Combinators.combine(Arbitraries.longs().between(1, 5), Arbitraries.longs().between(0, 12))
            .as(FilesRule::new);
    return Combinators.combine(
            there,
            files,
            Arbitraries.of(0, 0, 30),
            Arbitraries.of(true, false),
            Arbitraries.of(Stamp.values()),
            minutes)
        .as(Case::new);
  }

  @Property
  void fewer_files_or_bytes_than_promised_are_never_there(@ForAll("cases") Case c) {
    Observation seen = c.answer();
    if (seen instanceof Arrived || seen instanceof Present) {
      assertThat(c.there().size()).isGreaterThanOrEqualTo((int) c.files().least());
      assertThat(c.there().stream().mapToLong(Entry::size).sum())
          .isGreaterThanOrEqualTo(c.files().leastBytes());
    }
    if (seen instanceof Arrived arrived) {
      List<Entry> then =
          c.there().stream().filter(e -> !e.written().isAfter(arrived.latest())).toList();
      assertThat((long) then.size()).isGreaterThanOrEqualTo(c.files().least());
      assertThat(then.stream().mapToLong(Entry::size).sum())
          .isGreaterThanOrEqualTo(c.files().leastBytes());
    }
  }

  @Property
  void nothing_arrives_in_the_future_or_by_the_clock_of_a_writer(@ForAll("cases") Case c) {
    if (c.answer() instanceof Arrived arrived) {
      assertThat(arrived.latest()).isBeforeOrEqualTo(c.asked());
      assertThat(c.stamp()).isEqualTo(Stamp.STORE);
    }
  }

  @Property
  void the_order_of_a_listing_and_what_else_is_in_it_change_nothing(
      @ForAll("cases") Case c, @ForAll long seed) {
    List<Entry> other = c.with(new Entry("d/2026-11-19/f1", 7, c.asked()));
    Collections.shuffle(other, new Random(seed));
    assertThat(c.answer(other)).isEqualTo(c.answer());
  }

  @Property
  void what_is_written_later_does_not_move_an_arrival(
      @ForAll("cases") Case c, @ForAll("cases") Case later) {
    if (!(c.answer() instanceof Arrived arrived)) {
      return;
    }
    for (Entry entry : later.there()) {
      Entry added =
          new Entry(
              entry.path() + "x",
              entry.size(),
              arrived.latest().plus(Duration.between(START, entry.written())).plusSeconds(1));
      Observation seen = c.answer(c.with(added));
      if (seen instanceof Arrived moved) {
        assertThat(moved.latest()).isAfterOrEqualTo(arrived.latest());
        if (c.stable() == 0) {
          assertThat(moved.latest()).isEqualTo(arrived.latest());
        }
      }
    }
  }
}
