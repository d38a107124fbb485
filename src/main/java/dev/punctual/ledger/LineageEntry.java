package dev.punctual.ledger;

import dev.punctual.observe.LineageEvent;
import dev.punctual.observe.LineageEvent.Output;
import dev.punctual.observe.LineageEvent.Run;
import dev.punctual.observe.LineageInbox.Kind;
import dev.punctual.observe.LineageInbox.Name;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * Writes one event in the transaction of its connection. Rows are touched in one order, names
 * before edges before the run, so that events of one moment never wait for each other in a ring.
 */
final class LineageEntry {

  /** Seen again within this a name or edge is not written anew. */
  private static final Duration FRESH = Duration.ofHours(1);

  private static final Comparator<Name> ORDER =
      Comparator.comparing(Name::kind).thenComparing(Name::name).thenComparing(Name::namespace);

  private static final String NEW_NAME =
      """
      insert into lineage_name (kind, namespace, name, first_heard, last_heard)
      values (?, ?, ?, ?, ?) on conflict do nothing\
      """;

  private static final String NAME_AGAIN =
      """
      update lineage_name set last_heard = ?
      where kind = ? and namespace = ? and name = ? and last_heard < ?\
      """;

  private static final String NEW_EDGE =
      """
      insert into lineage_edge (job, dataset, flow, first_seen, last_seen)
      values (?, ?, ?, ?, ?) on conflict do nothing\
      """;

  private static final String EDGE_AGAIN =
      """
      update lineage_edge set last_seen = ?
      where job = ? and dataset = ? and flow = ? and last_seen < ?\
      """;

  private final Connection connection;
  private final LineageEvent event;
  private final Instant now;
  private final Map<Name, Long> ids = new TreeMap<>(ORDER);

  LineageEntry(Connection connection, LineageEvent event, Instant now) {
    this.connection = connection;
    this.event = event;
    this.now = now;
  }

  void write() throws SQLException {
    names();
    edges();
    Run run = event.run();
    if (run != null) {
      long id = LineageRun.fold(connection, id(event.subject()), run, now);
      List<Output> outputs =
          event.outputs().stream().sorted(Comparator.comparingLong(o -> id(o.name()))).toList();
      for (Output output : outputs) {
        LineageRun.writes(connection, id, id(output.name()), output, run.at());
      }
    }
  }

  private long id(Name name) {
    return Objects.requireNonNull(ids.get(name), name.name());
  }

  private void names() throws SQLException {
    Set<Name> all = new LinkedHashSet<>(List.of(event.subject()));
    event.outputs().forEach(output -> all.add(output.name()));
    all.addAll(event.inputs());
    List<Name> ordered = all.stream().sorted(ORDER).toList();
    List<Name> fresh = Batch.run(connection, NEW_NAME, ordered, this::bindNew);
    List<Name> known = new ArrayList<>(ordered);
    known.removeAll(Set.copyOf(fresh));
    Batch.run(connection, NAME_AGAIN, known, this::bindAgain);
    readIds(Set.copyOf(ordered));
  }

  private void bindNew(PreparedStatement statement, Name name) throws SQLException {
    Rows.bind(statement, Lineage.word(name.kind()), name.namespace(), name.name(), now, now);
  }

  private void bindAgain(PreparedStatement statement, Name name) throws SQLException {
    Rows.bind(
        statement, now, Lineage.word(name.kind()), name.namespace(), name.name(), now.minus(FRESH));
  }

  private void readIds(Set<Name> wanted) throws SQLException {
    List<String> words = wanted.stream().map(Name::name).distinct().toList();
    try (PreparedStatement read =
            Rows.prepared(
                connection,
                "select id, kind, namespace, name from lineage_name where name = any (?)",
                words);
        ResultSet row = read.executeQuery()) {
      while (row.next()) {
        String kind = Rows.text(row, "kind");
        String namespace = Rows.text(row, "namespace");
        String name = Rows.text(row, "name");
        long id = row.getLong("id");
        wanted.stream()
            .filter(one -> Lineage.word(one.kind()).equals(kind))
            .filter(one -> one.namespace().equals(namespace) && one.name().equals(name))
            .forEach(one -> ids.put(one, id));
      }
    }
  }

  private record Edge(long job, long dataset, String flow) {}

  private void edges() throws SQLException {
    if (event.subject().kind() != Kind.JOB) {
      return;
    }
    List<Edge> edges = new ArrayList<>();
    long job = id(event.subject());
    event.inputs().forEach(name -> edges.add(new Edge(job, id(name), "in")));
    event.outputs().forEach(output -> edges.add(new Edge(job, id(output.name()), "out")));
    List<Edge> ordered =
        edges.stream()
            .distinct()
            .sorted(Comparator.comparingLong(Edge::dataset).thenComparing(Edge::flow))
            .toList();
    List<Edge> fresh =
        Batch.run(
            connection,
            NEW_EDGE,
            ordered,
            (statement, edge) ->
                Rows.bind(statement, edge.job(), edge.dataset(), edge.flow(), now, now));
    List<Edge> known = new ArrayList<>(ordered);
    known.removeAll(Set.copyOf(fresh));
    Batch.run(
        connection,
        EDGE_AGAIN,
        known,
        (statement, edge) ->
            Rows.bind(statement, now, edge.job(), edge.dataset(), edge.flow(), now.minus(FRESH)));
  }
}
