package dev.punctual.observe.openlineage;

import dev.punctual.observe.LineageReader;
import dev.punctual.observe.wire.Json;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads events of OpenLineage: of runs, of datasets and of jobs. */
@Singleton
final class EventReader implements LineageReader {

  @Override
  public Set<Form> forms() {
    return Set.of(Form.EVENT, Form.BATCH);
  }

  @Override
  public List<Item> read(Form form, byte[] document, Delivery delivery) throws IOException {
    Json json = Json.parse(document);
    if (form == Form.EVENT) {
      return List.of(EventText.read(json, "", delivery.receivedAt()));
    }
    List<Json> events = json.items();
    if (events == null) {
      return List.of(new Item.Unreadable("", "must be a list of events"));
    }
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      items.add(EventText.read(events.get(i), "/" + i, delivery.receivedAt()));
    }
    return items;
  }
}
