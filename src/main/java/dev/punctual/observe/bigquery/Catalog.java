package dev.punctual.observe.bigquery;

import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.sql.BadQuestion;
import dev.punctual.observe.wire.Crew;
import dev.punctual.observe.wire.GoogleApi;
import dev.punctual.observe.wire.GoogleApi.Refusal;
import dev.punctual.observe.wire.Json;
import dev.punctual.rule.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * What the tables are, one {@code tables.get} each, some at once. What hardly ever changes
 * (columns, partitioning, location) is kept for an hour; what is stored never is.
 */
final class Catalog {

  private static final int AT_ONCE = 8;
  private static final Duration KEPT = Duration.ofHours(1);

  private final GoogleApi connection;
  private final Map<TableId, Kept> kept = new HashMap<>();
  private final Map<String, String> locations = new HashMap<>();

  Catalog(GoogleApi connection) {
    this.connection = connection;
  }

  private record Kept(TableCard card, Instant at) {}

  /** What came back about a table. */
  sealed interface Known {
    record Card(TableCard card) implements Known {}

    record Refused(Refusal refusal) implements Known {}
  }

  /** As they are this moment. */
  Map<TableId, Known> now(Collection<TableId> tables, Instant now)
      throws SourceFailure, InterruptedException {
    List<TableId> each = List.copyOf(new LinkedHashSet<>(tables));
    List<Known> answers = Crew.ask(each, AT_ONCE, this::get);
    Map<TableId, Known> known = new HashMap<>();
    for (int i = 0; i < each.size(); i++) {
      known.put(each.get(i), answers.get(i));
      keep(each.get(i), answers.get(i), now);
    }
    return known;
  }

  private void keep(TableId table, Known answer, Instant now) {
    switch (answer) {
      case Known.Card(TableCard card) -> {
        kept.put(table, new Kept(card, now));
        if (!card.location().isEmpty()) {
          locations.put(table.datasetName(), card.location());
        }
      }
      case Known.Refused _ -> kept.remove(table);
    }
  }

  /** As they were within the last hour. */
  Map<TableId, Known> lately(Collection<TableId> tables, Instant now)
      throws SourceFailure, InterruptedException {
    Map<TableId, Known> known = new HashMap<>();
    List<TableId> unknown = new ArrayList<>();
    for (TableId table : tables) {
      Kept one = kept.get(table);
      if (one != null && now.isBefore(one.at().plus(KEPT)) && !now.isBefore(one.at())) {
        known.put(table, new Known.Card(one.card()));
      } else {
        unknown.add(table);
      }
    }
    known.putAll(now(unknown, now));
    return known;
  }

  /** After a question about it was refused a table is looked at anew. */
  void forget(String project, Target target) {
    try {
      if (target instanceof Target.Table table) {
        kept.remove(TableId.of(table, project));
      }
    } catch (BadQuestion e) {
      // Then it was never kept.
    }
  }

  /** Where datasets lie, from one table of each; those that cannot be seen have no entry. */
  Map<String, String> locations(Collection<TableId> tables, Instant now)
      throws SourceFailure, InterruptedException {
    Map<String, TableId> unknown = new HashMap<>();
    for (TableId table : tables) {
      if (!locations.containsKey(table.datasetName())) {
        unknown.putIfAbsent(table.datasetName(), table);
      }
    }
    lately(unknown.values(), now);
    return Map.copyOf(locations);
  }

  private Known get(TableId table) throws SourceFailure, InterruptedException {
    try {
      String query = "?view=STORAGE_STATS&fields=" + TableCard.FIELDS;
      Json answer = connection.get(table.path() + query);
      return answer.text("type") == null
          ? new Known.Refused(new Refusal("malformed", "the answer about a table has no type"))
          : new Known.Card(TableCard.of(answer));
    } catch (Refusal refusal) {
      return new Known.Refused(refusal);
    }
  }
}
