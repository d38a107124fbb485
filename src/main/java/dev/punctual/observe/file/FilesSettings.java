package dev.punctual.observe.file;

import dev.punctual.observe.SettingReader;
import dev.punctual.observe.SourceType.SettingException;
import dev.punctual.observe.SourceType.Settings;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One entry of {@code punctual.sources} with {@code type: files}.
 *
 * @param root nothing outside is read
 * @param mustHold a file below the root that is there while the disk is; null where none is agreed
 * @param requestTimeout how long one round may take
 * @param lag how long a file that another machine wrote may stay unseen here
 * @param mostFiles looked at in a round
 */
record FilesSettings(
    String name,
    Path root,
    @Nullable String mustHold,
    Duration requestTimeout,
    Duration lag,
    int mostFiles) {

  private static final List<String> KNOWN =
      List.of("path", "must-hold", "request-timeout", "lag", "most-files");

  /**
   * Reads the settings of one source.
   *
   * @throws SettingException when a setting is missing, unknown or unusable
   */
  static FilesSettings of(Settings settings) {
    SettingReader reader = SettingReader.of(settings, KNOWN);
    return new FilesSettings(
        settings.name(),
        root(reader),
        reader.text("must-hold"),
        reader.duration("request-timeout", Duration.ofSeconds(20)),
        reader.duration("lag", Duration.ZERO),
        reader.number("most-files", 200_000, 1, 10_000_000));
  }

  private static Path root(SettingReader reader) {
    String form = "Write the folder from the root of the disk on, as /mnt/deliveries.";
    try {
      Path root = Path.of(reader.require("path", form));
      if (root.isAbsolute()) {
        return root.normalize();
      }
    } catch (InvalidPathException e) {
      throw reader.wrong("path", "is no path. " + form);
    }
    throw reader.wrong("path", "is not absolute. " + form);
  }
}
