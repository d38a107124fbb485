package dev.punctual.observe.jdbc;

import dev.punctual.observe.jdbc.Partitioning.Partition;
import dev.punctual.observe.jdbc.Question.Row;
import dev.punctual.observe.jdbc.Relation.Time;
import java.util.List;
import java.util.stream.Collectors;

/** How a database writes the SQL of the questions; as PostgreSQL where nothing is overridden. */
interface Grammar {

  /** An identifier as it stands in a catalogue, safe in any SQL text. */
  default String quote(String identifier) {
    return "\"" + identifier.replace("\"", "\"\"") + "\"";
  }

  default String quote(List<String> path) {
    return path.stream().map(this::quote).collect(Collectors.joining("."));
  }

  /** Counts rows, however many. */
  default String count() {
    return "count(*)";
  }

  /** A NULL of the type of counts. */
  default String noNumber() {
    return "cast(null as bigint)";
  }

  /** A NULL of the type of {@link #text}. */
  default String noText() {
    return "cast(null as varchar)";
  }

  /** A value as text: dates and times in ISO. */
  default Sql text(Sql value) {
    return Sql.of("cast(").add(value).add(" as varchar)").build();
  }

  /** A value of a column as text; of an instant with its zone. */
  default Sql text(Sql value, Time time) {
    return text(value);
  }

  /** Whether instants print like local times, so that the type of an answer has to be asked for. */
  default boolean hidesZones() {
    return false;
  }

  /** What follows {@code from}, for the rows of these partitions. */
  default Sql rowsIn(Relation relation, List<Partition> partitions) {
    String among =
        partitions.stream()
            .map(partition -> "(" + partition.constraint() + ")")
            .collect(Collectors.joining(" or ", "(", ")"));
    return Sql.of(quote(relation.name().path()) + " where " + among).build();
  }

  /** A value as the driver binds it: in UTC, whatever the zone of this machine. */
  default Object bind(Object value) {
    return value;
  }

  /** The row with truth values in words, where the database has none of its own. */
  default Row inWords(Row row) {
    return row;
  }
}
