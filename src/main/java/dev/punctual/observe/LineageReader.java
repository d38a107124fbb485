package dev.punctual.observe;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what a technology pushes; beans of this type are found by the form they read. */
public interface LineageReader {

  /** A document that can be pushed. */
  enum Form {
    /** One event of OpenLineage. */
    EVENT,
    /** A list of them. */
    BATCH,
    /** {@code run_results.json} of dbt. */
    RUN_RESULTS,
    /** {@code sources.json} of dbt. */
    SOURCES
  }

  Set<Form> forms();

  /**
   * Reads a document, tolerating what it does not know.
   *
   * @param delivery how it came
   * @return one item for each event, in order; a document that is wrong as a whole is one item
   * @throws IOException when it is not JSON
   */
  List<Item> read(Form form, byte[] document, Delivery delivery) throws IOException;

  /**
   * How a document came.
   *
   * @param environment the namespace of those that have none of their own; null where not said
   */
  record Delivery(Instant receivedAt, @Nullable String environment) {}

  /** What one event came to. */
  sealed interface Item {

    record Read(LineageEvent event) implements Item {}

    /**
     * Not what its form promises.
     *
     * @param pointer JSON pointer of what is wrong
     * @param detail what is wrong with it
     */
    record Unreadable(String pointer, String detail) implements Item {}
  }
}
