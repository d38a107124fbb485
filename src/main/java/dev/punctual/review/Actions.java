package dev.punctual.review;

import dev.punctual.ledger.Act;
import dev.punctual.ledger.Audit;
import dev.punctual.ledger.Rows;
import dev.punctual.respond.Checks;
import dev.punctual.respond.Refusal;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What was agreed to be done: rows, and the audit rows of who agreed and who did it. */
@Singleton
public class Actions {

  private static final String SELECT = "select * from review_action ";
  private static final String ORDER =
      " order by case when done_at is null then 0 else 1 end, due_on, id";

  private final TransactionOperations<Connection> transactions;
  private final Rows rows;

  Actions(TransactionOperations<Connection> transactions, Rows rows) {
    this.transactions = transactions;
    this.rows = rows;
  }

  /**
   * What is to be agreed.
   *
   * @param dueOn null where it was left out
   */
  public record Wish(
      Week week,
      @Nullable String team,
      @Nullable String rule,
      String text,
      String owner,
      @Nullable LocalDate dueOn) {}

  /** Agreed in that week or earlier, and not done before it began. */
  List<Action> of(Week week, Instant begin) {
    return rows.list(
        SELECT + "where week <= ? and (done_at is null or done_at >= ?)" + ORDER,
        Actions::read,
        week.monday(),
        begin);
  }

  /** All that are open, or all there ever were. */
  List<Action> all(boolean done) {
    return rows.list(SELECT + (done ? "" : "where done_at is null") + ORDER, Actions::read);
  }

  /**
   * One of them.
   *
   * @throws Refusal when there is none of that number
   */
  Action find(long id) {
    return rows.list(SELECT + "where id = ?", Actions::read, id).stream()
        .findFirst()
        .orElseThrow(() -> Refusal.absent("There is no action " + id + "."));
  }

  /**
   * Writes an action down.
   *
   * @throws Refusal when it says too little
   */
  public Action agree(Wish wish, Act.Author author, Instant now) {
    Checks.author(author);
    if (wish.text().isBlank()) {
      throw Refusal.invalid("text", "Say what is to be done.");
    }
    String text = Checks.optional(wish.text());
    String owner = Checks.name("owner", wish.owner());
    LocalDate due = wish.dueOn();
    if (due == null) {
      throw Refusal.invalid("due_on", "Say by when, as 2026-11-27.");
    }
    long id =
        transactions.executeWrite(
            status -> {
              long number = insert(status.getConnection(), wish, text, owner, due, author, now);
              Audit.of("action", author)
                  .about("action " + number)
                  .note(owner + ", by " + due + ": " + text)
                  .write(status.getConnection(), now);
              return number;
            });
    return find(id);
  }

  private static long insert(
      Connection connection,
      Wish wish,
      String text,
      String owner,
      LocalDate due,
      Act.Author author,
      Instant now)
      throws SQLException {
    String sql =
        """
        insert into review_action (week, team, rule_id, text, owner, due_on, author, made_at)
        values (?, ?, ?, ?, ?, ?, ?, ?)\
        """;
    try (PreparedStatement insert = connection.prepareStatement(sql, new String[] {"id"})) {
      Rows.bind(
          insert,
          wish.week().monday(),
          wish.team(),
          wish.rule(),
          text,
          owner,
          due,
          author.name(),
          now);
      insert.executeUpdate();
      try (ResultSet key = insert.getGeneratedKeys()) {
        key.next();
        return key.getLong(1);
      }
    }
  }

  /**
   * Closes an action; one that is closed already stays as it is.
   *
   * @param dropped given up instead of done
   * @throws Refusal when there is none of that number
   */
  public Action close(long id, boolean dropped, String note, Act.Author author, Instant now) {
    Checks.author(author);
    String words = Checks.optional(note);
    transactions.executeWrite(
        status -> {
          int touched =
              Rows.update(
                  status.getConnection(),
                  """
                  update review_action set done_at = ?, done_by = ?, dropped = ?
                  where id = ? and done_at is null\
                  """,
                  now,
                  author.name(),
                  dropped,
                  id);
          if (touched == 1) {
            Audit.of(dropped ? "action_dropped" : "action_done", author)
                .about("action " + id)
                .note(words)
                .write(status.getConnection(), now);
          }
          return touched;
        });
    return find(id);
  }

  /**
   * Opens a closed action again.
   *
   * @throws Refusal when there is none of that number
   */
  Action reopen(long id, Act.Author author, Instant now) {
    Checks.author(author);
    transactions.executeWrite(
        status -> {
          int touched =
              Rows.update(
                  status.getConnection(),
                  """
                  update review_action set done_at = null, done_by = null, dropped = false
                  where id = ? and done_at is not null\
                  """,
                  id);
          if (touched == 1) {
            Audit.of("action_reopened", author)
                .about("action " + id)
                .write(status.getConnection(), now);
          }
          return touched;
        });
    return find(id);
  }

  private static Action read(ResultSet row) throws SQLException {
    return new Action(
        row.getLong("id"),
        new Week(Objects.requireNonNull(row.getObject("week", LocalDate.class))),
        row.getString("team"),
        row.getString("rule_id"),
        Rows.text(row, "text"),
        Rows.text(row, "owner"),
        Objects.requireNonNull(row.getObject("due_on", LocalDate.class)),
        Rows.text(row, "author"),
        Rows.instant(row, "made_at"),
        Rows.orNull(row, "done_at"),
        row.getString("done_by"),
        row.getBoolean("dropped"));
  }
}
