package dev.punctual.review;

import dev.punctual.ledger.Act;
import dev.punctual.ledger.Audit;
import dev.punctual.ledger.Rows;
import dev.punctual.respond.Checks;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which weeks were reviewed, by whom and when; a team's review is its own. */
@Singleton
public class Marks {

  private final TransactionOperations<Connection> transactions;
  private final Rows rows;

  Marks(TransactionOperations<Connection> transactions, Rows rows) {
    this.transactions = transactions;
    this.rows = rows;
  }

  /** Reviewed by somebody at a time. */
  record Mark(String author, Instant at) {}

  /**
   * The marks of some weeks.
   *
   * @param team empty for the review of all teams together
   */
  Map<Week, Mark> of(Week first, Week last, String team) {
    Map<Week, Mark> marks = new HashMap<>();
    rows.list(
        """
        select week, author, reviewed_at from week_review
        where team = ? and week >= ? and week <= ?\
        """,
        row ->
            marks.put(
                new Week(Objects.requireNonNull(row.getObject("week", LocalDate.class))),
                new Mark(Rows.text(row, "author"), Rows.instant(row, "reviewed_at"))),
        team,
        first.monday(),
        last.monday());
    return marks;
  }

  @Nullable Mark of(Week week, String team) {
    return of(week, week, team).get(week);
  }

  /** The newest weeks that were reviewed by all teams together. */
  List<Week> reviewed(int most) {
    return rows.list(
        "select week from week_review where team = '' order by week desc limit " + most,
        row -> new Week(Objects.requireNonNull(row.getObject("week", LocalDate.class))));
  }

  /** Marks a week as reviewed; who did first stays named. */
  public void set(Week week, String team, Act.Author author, Instant now) {
    Checks.author(author);
    transactions.executeWrite(
        status -> {
          Connection connection = status.getConnection();
          int touched =
              Rows.update(
                  connection,
                  """
                  insert into week_review (week, team, author, reviewed_at) values (?, ?, ?, ?)
                  on conflict do nothing\
                  """,
                  week.monday(),
                  team,
                  author.name(),
                  now);
          if (touched == 1) {
            Audit.of("review", author).about(about(week, team)).write(connection, now);
          }
          return touched;
        });
  }

  /** Opens the review of a week again. */
  void clear(Week week, String team, Act.Author author, Instant now) {
    Checks.author(author);
    transactions.executeWrite(
        status -> {
          Connection connection = status.getConnection();
          int touched =
              Rows.update(
                  connection,
                  "delete from week_review where week = ? and team = ?",
                  week.monday(),
                  team);
          if (touched == 1) {
            Audit.of("review_reopened", author).about(about(week, team)).write(connection, now);
          }
          return touched;
        });
  }

  static String about(Week week, String team) {
    return "week " + week + (team.isEmpty() ? "" : ", " + team);
  }
}
