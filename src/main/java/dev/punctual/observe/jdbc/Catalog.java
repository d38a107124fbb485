package dev.punctual.observe.jdbc;

import dev.punctual.observe.SourceFailure;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a database says of itself and its tables, without reading one. */
interface Catalog {

  /** Asks who answers; the first statement of each round. */
  Server greet(Session session) throws SourceFailure;

  /**
   * Looks up all relations at once. Runs in a snapshot of its own, before the tables are asked:
   * what is written in between has then moved the counters only after they were read here.
   *
   * @return a relation for each wanted name that there is
   */
  Map<List<String>, Relation> survey(Session session, Collection<Wanted> wanted)
      throws SQLException, SourceFailure;

  /** Tables that another transaction holds, or waits for, so that they cannot even be read. */
  Set<Relation.Name> locked(Session session) throws SQLException, SourceFailure;

  /** Names of tables and views that this login could have meant, written as in a rule. */
  List<String> names(Session session) throws SQLException, SourceFailure;

  /** Names of the columns of a relation. */
  List<String> columns(Session session, Relation relation) throws SQLException, SourceFailure;

  /**
   * The statement that lets this login read a relation, where only an error tells that it may not.
   *
   * @param path as written in a rule
   * @return null where {@link Relation#forbidden} says it beforehand
   */
  default @Nullable String grant(List<String> path) {
    return null;
  }

  /**
   * The server as it is now.
   *
   * @param clock its clock
   * @param identity differs between servers behind one address, whose counters are not comparable
   * @param blindness why its row counters say nothing; null where they do
   * @param commitTimes whether it keeps the time of each commit
   */
  record Server(
      String version,
      String user,
      Instant clock,
      String identity,
      @Nullable String blindness,
      boolean commitTimes) {}

  /**
   * A relation to look up.
   *
   * @param path as written in a rule
   * @param columns whose types are needed
   * @param leaves whether the counters of each partition are needed, not their sum only
   * @param bounds whether the bounds of its partitions are needed
   */
  record Wanted(List<String> path, Set<String> columns, boolean leaves, boolean bounds) {}
}
