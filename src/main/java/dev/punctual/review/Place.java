package dev.punctual.review;

import dev.punctual.rule.Target;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where in its source a target lies, as far as its neighbours there may have to do with it. Whether
 * they have nobody declared.
 *
 * @param name of the DAG, or of the schema or dataset
 */
record Place(Kind kind, String source, String name) {

  /** What holds targets together. */
  enum Kind {
    DAG,
    SCHEMA
  }

  /** Null where being neighbours says nothing: files, jobs that push, queries. */
  static @Nullable Place of(Target target) {
    if (target instanceof Target.Task task) {
      return new Place(Kind.DAG, task.source(), task.dag());
    }
    if (target instanceof Target.Dag dag) {
      return new Place(Kind.DAG, dag.source(), dag.dag());
    }
    if (target instanceof Target.Table table && table.relation().size() > 1) {
      List<String> outer = table.relation().subList(0, table.relation().size() - 1);
      return new Place(Kind.SCHEMA, table.source(), String.join(".", outer));
    }
    return null;
  }
}
