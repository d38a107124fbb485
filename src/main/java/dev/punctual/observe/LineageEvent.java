package dev.punctual.observe;

import dev.punctual.observe.LineageInbox.Name;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one event told, in words of our own.
 *
 * @param subject the job or node, or the dataset of an event without a job
 * @param run null for an event about no run: then only names and edges are learnt
 * @param outputs what the run writes, under each of its names
 * @param inputs what it reads
 */
public record LineageEvent(
    Name subject, @Nullable Run run, List<Output> outputs, List<Name> inputs) {

  public LineageEvent {
    outputs = List.copyOf(outputs);
    inputs = List.copyOf(inputs);
  }

  /** What became of the run. */
  public enum State {
    STARTED,
    SUCCEEDED,
    FAILED,
    /** The event adds something else. */
    OTHER
  }

  /**
   * The run.
   *
   * @param id unique for its subject
   * @param at when it came to this state; never later than the event was received
   * @param word the producer's word for a failure
   * @param note what went wrong, one line; null where not told
   * @param parent job and run that started it; null where not told
   */
  public record Run(
      String id,
      State state,
      Instant at,
      String word,
      @Nullable String note,
      @Nullable Span nominal,
      @Nullable Instant newestAt,
      @Nullable String parent) {}

  /** What the schedule had a run for. */
  public record Span(Instant start, @Nullable Instant end) {}

  /**
   * A dataset a run writes.
   *
   * @param rows null where not told
   * @param written false where it was dropped, emptied or altered; null where not told
   */
  public record Output(Name name, @Nullable Long rows, @Nullable Boolean written) {}
}
