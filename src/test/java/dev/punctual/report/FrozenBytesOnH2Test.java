package dev.punctual.report;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

class FrozenBytesOnH2Test extends FrozenBytesContract {

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  /** A file: what is only in memory would not show a restart. */
  @Override
  Map<String, Object> database() {
    return Map.of("punctual.database.url", "jdbc:h2:file:" + folder.resolve("punctual"));
  }
}
