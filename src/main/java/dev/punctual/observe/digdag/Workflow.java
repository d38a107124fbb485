package dev.punctual.observe.digdag;

import org.jspecify.annotations.Nullable;

/**
 * A workflow.
 *
 * @param name may have slashes of its own
 */
record Workflow(String project, String name) {

  /** Reads {@code project/workflow}; null where it is no such thing. */
  static @Nullable Workflow of(String path) {
    int slash = path.indexOf('/');
    return slash < 1 || slash == path.length() - 1
        ? null
        : new Workflow(path.substring(0, slash), path.substring(slash + 1));
  }

  /** {@code project/workflow}. */
  @Override
  public String toString() {
    return project + "/" + name;
  }
}
