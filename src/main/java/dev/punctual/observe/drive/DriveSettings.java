package dev.punctual.observe.drive;

import dev.punctual.observe.SettingReader;
import dev.punctual.observe.SourceType.SettingException;
import dev.punctual.observe.SourceType.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One entry of {@code punctual.sources} with {@code type: google-drive}.
 *
 * @param folder id of the folder that paths in rules begin in; null where they begin with the id of
 *     one
 * @param credentials key of a service account or workload identity configuration; null for the
 *     application default credentials
 */
record DriveSettings(
    String name,
    URI url,
    @Nullable String folder,
    @Nullable Path credentials,
    Duration requestTimeout) {

  private static final List<String> KNOWN =
      List.of("folder", "credentials-file", "url", "request-timeout");

  /**
   * Reads the settings of one source.
   *
   * @throws SettingException when a setting is missing, unknown or unusable
   */
  static DriveSettings of(Settings settings) {
    SettingReader reader = SettingReader.of(settings, KNOWN);
    return new DriveSettings(
        settings.name(),
        reader.url("url", URI.create("https://www.googleapis.com")),
        folder(reader),
        reader.path("credentials-file"),
        reader.duration("request-timeout", Duration.ofSeconds(20)));
  }

  private static @Nullable String folder(SettingReader reader) {
    String folder = reader.text("folder");
    if (folder != null && !Aim.isId(folder)) {
      throw reader.wrong(
          "folder",
          "is not the id of a folder. It is the end of its address,"
              + " https://drive.google.com/drive/folders/<id>.");
    }
    return folder;
  }

  /** Host and port, for people. */
  String address() {
    return url.getAuthority() + url.getPath();
  }
}
