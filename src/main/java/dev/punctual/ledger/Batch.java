package dev.punctual.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * One statement for many rows, some hundred at a time: what is sent and kept for an answer stays
 * small however many there are.
 */
final class Batch {

  static final int SIZE = 500;

  private Batch() {}

  /** Binds one row to the statement. */
  interface Binding<T> {
    void bind(PreparedStatement statement, T row) throws SQLException;
  }

  /**
   * Runs a statement once for each row.
   *
   * @return the rows for which it changed something, in order
   */
  static <T> List<T> run(Connection connection, String sql, List<T> rows, Binding<T> binding)
      throws SQLException {
    List<T> changed = new ArrayList<>();
    if (rows.isEmpty()) {
      return changed;
    }
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (List<T> some : parts(rows)) {
        for (T row : some) {
          binding.bind(statement, row);
          statement.addBatch();
        }
        int[] counts = statement.executeBatch();
        for (int i = 0; i < counts.length; i++) {
          if (counts[i] != 0) {
            changed.add(some.get(i));
          }
        }
      }
    }
    return changed;
  }

  /** The rows in parts of a batch each. */
  static <T> List<List<T>> parts(List<T> rows) {
    List<List<T>> parts = new ArrayList<>();
    for (int from = 0; from < rows.size(); from += SIZE) {
      parts.add(rows.subList(from, Math.min(rows.size(), from + SIZE)));
    }
    return parts;
  }
}
