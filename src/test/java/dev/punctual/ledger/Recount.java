package dev.punctual.ledger;

import dev.punctual.ledger.Tallies.RuleMonth;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Set;

/** Lets tests that write deadlines by themselves have the ledger roll them up. */
public final class Recount {
  private Recount() {}

  public static void all(Connection connection) throws SQLException {
    Set<RuleMonth> months = new HashSet<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("select distinct rule_id, business_date from deadline")) {
      while (row.next()) {
        months.add(RuleMonth.of(row.getString(1), row.getObject(2, LocalDate.class)));
      }
    }
    Tallies.recount(connection, months);
  }
}
