package dev.punctual.poll;

import dev.punctual.judge.Heard;
import dev.punctual.judge.Judge;
import dev.punctual.judge.Progress;
import dev.punctual.ledger.Change;
import dev.punctual.ledger.Entry;
import dev.punctual.ledger.Ledger;
import dev.punctual.ledger.Timetable;
import dev.punctual.observe.Observation;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks after deadlines that no round looks after: their source is configured no more, or hangs, or
 * nobody remembers their rule. Time passes for them all the same.
 */
@Singleton
class Watchdog {

  private final Timetable timetable;
  private final Ledger ledger;
  private final SourceRegistry registry;

  Watchdog(Timetable timetable, Ledger ledger, SourceRegistry registry) {
    this.timetable = timetable;
    this.ledger = ledger;
    this.registry = registry;
  }

  void look(Instant now) {
    List<Change> changes = new ArrayList<>();
    for (Entry entry : timetable.overlooked(now)) {
      Progress next = next(entry, now);
      if (!next.equals(entry.progress())) {
        changes.add(Change.of(entry, next));
      }
    }
    ledger.record(changes, now);
  }

  private Progress next(Entry entry, Instant now) {
    if (registry.find(entry.source()) != null) {
      return Judge.pass(entry.deadline(), entry.progress(), now);
    }
    String text = "source \"" + entry.source() + "\" is not configured; add it to punctual.sources";
    Heard away = Heard.plainly(new Observation.Unreachable(text), now);
    return Judge.judge(entry.deadline(), entry.progress(), away, now);
  }
}
