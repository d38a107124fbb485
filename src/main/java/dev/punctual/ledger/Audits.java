package dev.punctual.ledger;

import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.time.Instant;

/** Audit rows of acts that change no row of their own. */
@Singleton
public class Audits {

  private final TransactionOperations<Connection> transactions;

  Audits(TransactionOperations<Connection> transactions) {
    this.transactions = transactions;
  }

  public void note(String kind, String about, Act.Author author, Instant now) {
    transactions.executeWrite(
        status -> {
          Audit.of(kind, author).about(about).write(status.getConnection(), now);
          return true;
        });
  }
}
