package dev.punctual.observe;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was told of runs by those who make them: OpenLineage producers, dbt. Kept by the ledger,
 * read by the sources that listen. The order in which events came, and how often, is of no account.
 */
public interface LineageInbox {

  /** What a name names. */
  enum Kind {
    /** A job of OpenLineage. */
    JOB,
    /** What a job of OpenLineage reads or writes. */
    DATASET,
    /** A node of a dbt project; its namespace is the environment. */
    NODE
  }

  /** A thing by its full name. */
  record Name(Kind kind, String namespace, String name) {}

  /**
   * What is known of things of one kind and some names, in whatever namespace.
   *
   * @param known those of these names that were ever told of
   * @param runs told of since
   */
  record Page(Set<Name> known, List<Told> runs) {
    public Page {
      known = Set.copyOf(known);
      runs = List.copyOf(runs);
    }
  }

  /**
   * One run of a job or node, or one run that writes a dataset, as all its events together tell.
   *
   * @param by name of the job that ran; of a dataset told of without a job its own
   * @param startedAt the first start; null where none was told
   * @param succeededAt the first success; null while there is none
   * @param failedAt the last failure; null where there was none
   * @param failedAs the producer's word for it: {@code failed}, {@code aborted}, {@code skipped}
   * @param note what went wrong, one line
   * @param nominalAt what the schedule had the run for; null where the producer does not say
   * @param newestAt time of the newest row the run found; null where it looked for none
   * @param rows rows written; null where not told
   * @param written false where the run dropped, emptied or altered the dataset
   */
  record Told(
      Name name,
      String by,
      @Nullable Instant startedAt,
      @Nullable Instant succeededAt,
      @Nullable Instant failedAt,
      @Nullable String failedAs,
      @Nullable String note,
      @Nullable Instant nominalAt,
      @Nullable Instant newestAt,
      @Nullable Long rows,
      boolean written) {}

  /** Runs told of at or after {@code since}, and which of the names are known at all. */
  Page look(Kind kind, Set<String> names, Instant since);

  /** The names of a kind that were heard last, some thousand at most; empty before the first. */
  List<String> names(Kind kind);

  /** Since when events can be handed in here; null where nobody listens, as in a command. */
  default @Nullable Instant openSince() {
    return null;
  }
}
