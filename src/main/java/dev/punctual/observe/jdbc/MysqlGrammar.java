package dev.punctual.observe.jdbc;

import dev.punctual.observe.jdbc.Partitioning.Partition;
import dev.punctual.observe.jdbc.Question.Row;
import dev.punctual.observe.jdbc.Relation.Time;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;

/** Backticks, no truth values, and times that never print their zone. */
final class MysqlGrammar implements Grammar {

  @Override
  public String quote(String identifier) {
    return "`" + identifier.replace("`", "``") + "`";
  }

  @Override
  public String noNumber() {
    return "cast(null as signed)";
  }

  @Override
  public String noText() {
    return "cast(null as char)";
  }

  @Override
  public Sql text(Sql value) {
    return Sql.of("cast(").add(value).add(" as char)").build();
  }

  /** A TIMESTAMP prints in the zone of the session, which is UTC, and does not say so. */
  @Override
  public Sql text(Sql value, Time time) {
    Sql text = text(value);
    return time == Time.INSTANT ? Sql.of("concat(").add(text).add(", '+00:00')").build() : text;
  }

  @Override
  public boolean hidesZones() {
    return true;
  }

  @Override
  public Sql rowsIn(Relation relation, List<Partition> partitions) {
    String names =
        partitions.stream()
            .map(partition -> quote(partition.name()))
            .collect(Collectors.joining(", ", " partition (", ")"));
    return Sql.of(quote(relation.name().path()) + names).build();
  }

  /** The driver would print an instant in the zone of this machine. */
  @Override
  public Object bind(Object value) {
    return value instanceof OffsetDateTime time
        ? LocalDateTime.ofInstant(time.toInstant(), ZoneOffset.UTC)
        : value;
  }

  @Override
  public Row inWords(Row row) {
    return row.withAnswerInWords();
  }
}
