package dev.punctual.alert;

import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes new transitions into wanted messages, in one transaction with the mark that they were
 * taken: each is folded exactly once, whatever order they were committed in. What may not be heard
 * yet (quiet hours, {@code alert_after}) stays unfolded until it may.
 */
@Singleton
class Fold {

  static final String NOTHING = "0 0";

  private final TransactionOperations<Connection> transactions;
  private final DeadlineFold deadlines;
  private final OtherFold others;

  Fold(TransactionOperations<Connection> transactions, DeadlineFold deadlines, OtherFold others) {
    this.transactions = transactions;
    this.deadlines = deadlines;
    this.others = others;
  }

  /**
   * What a pass led to.
   *
   * @param folded transitions taken in
   * @param held transitions that wait
   * @param left number and newest of the transitions that wait: what {@link #unfolded()} answers
   *     while nothing new was recorded
   * @param release when the first of them may be heard, null when none waits
   */
  record Result(int folded, int held, String left, @Nullable Instant release) {}

  /** Number and newest of the unfolded transitions, held ones included; cheap. */
  String unfolded() {
    return transactions.executeRead(
        status ->
            new Rows(status.getConnection())
                .list(
                    "select count(*), max(id) from transition where folded = false",
                    row -> row.getLong(1) + " " + row.getLong(2))
                .getFirst());
  }

  Result fold(Instant now) {
    return transactions.executeWrite(status -> fold(new Rows(status.getConnection()), now));
  }

  private Result fold(Rows rows, Instant now) throws SQLException {
    rows.update("update fold_turn set turned_at = ? where name = 'fold'", now);
    List<News> unfolded = News.unfolded(rows);
    if (unfolded.isEmpty()) {
      return new Result(0, 0, NOTHING, null);
    }
    List<News> ofDeadlines = new ArrayList<>();
    List<News> rest = new ArrayList<>();
    unfolded.forEach(news -> (news.deadlineId() == null ? rest : ofDeadlines).add(news));
    Held held = new Held(now);
    deadlines.fold(rows, ofDeadlines, held, now);
    others.fold(rows, rest, held, now);
    List<Long> done =
        unfolded.stream().map(News::id).filter(id -> !held.ids().contains(id)).toList();
    rows.update(
        "update transition set folded = true where folded = false and id = any(?)", rows.ids(done));
    return new Result(done.size(), held.ids().size(), left(held.ids()), held.release());
  }

  private static String left(Set<Long> held) {
    return held.size() + " " + held.stream().mapToLong(Long::longValue).max().orElse(0);
  }

  /** What waits, and until when. */
  static final class Held {
    private final Instant now;
    private final Set<Long> ids = new HashSet<>();
    private @Nullable Instant release;

    Held(Instant now) {
      this.now = now;
    }

    /** Whether it has to wait until {@code from}. */
    boolean holds(News news, Instant from) {
      if (!from.isAfter(now)) {
        return false;
      }
      ids.add(news.id());
      release = release == null || from.isBefore(release) ? from : release;
      return true;
    }

    Set<Long> ids() {
      return ids;
    }

    @Nullable Instant release() {
      return release;
    }
  }
}
