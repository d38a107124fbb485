package dev.punctual.observe;

import dev.punctual.TestDatabase;
import dev.punctual.ledger.Lineage;
import dev.punctual.observe.LineageReader.Delivery;
import dev.punctual.observe.LineageReader.Form;
import dev.punctual.observe.LineageReader.Item;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The lineage inbox of the ledger on a database of its own, and documents handed in to it. */
public final class RealInbox implements AutoCloseable {

  private final ApplicationContext context = ApplicationContext.run(TestDatabase.h2(), "test");
  private final Lineage lineage = context.getBean(Lineage.class);

  public Lineage lineage() {
    return lineage;
  }

  /** Hands in a document as the API does; everything in it has to be readable. */
  public void tell(
      LineageReader reader,
      Form form,
      String document,
      Instant receivedAt,
      @Nullable String environment) {
    for (Item item : read(reader, form, document, receivedAt, environment)) {
      switch (item) {
        case Item.Read read -> lineage.keep(read.event(), receivedAt);
        case Item.Unreadable wrong -> throw new IllegalArgumentException(wrong.toString());
      }
    }
  }

  public static List<Item> read(
      LineageReader reader,
      Form form,
      String document,
      Instant receivedAt,
      @Nullable String environment) {
    try {
      return reader.read(
          form, document.getBytes(StandardCharsets.UTF_8), new Delivery(receivedAt, environment));
    } catch (IOException e) {
      throw new IllegalArgumentException(document, e);
    }
  }

  @Override
  public void close() {
    context.close();
  }
}
