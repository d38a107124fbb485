package dev.punctual.cli;

import dev.punctual.poll.RefusedStart;
import java.net.BindException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Failures that people can mend, in words. */
final class Mishap {

  private Mishap() {}

  /** What is wrong and what to do; null for a failure nobody foresaw. */
  static @Nullable String explain(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof RefusedStart refused) {
        return String.join(System.lineSeparator(), refused.lines());
      }
      if (cause instanceof BindException) {
        return "The address to listen on is taken: "
            + cause.getMessage()
            + ". Stop what listens there, or choose another with --port (0: any free one).";
      }
      if (RunningServer.isInUse(cause)) {
        return "The embedded database is in use by another process. Stop that one, or give each its own"
            + " with punctual.database.url.";
      }
      if (cause instanceof SQLException sql) {
        return "The database does not take us: "
            + sql.getMessage()
            + " (SQL state "
            + sql.getSQLState()
            + "). See punctual.database in the configuration.";
      }
    }
    return null;
  }
}
