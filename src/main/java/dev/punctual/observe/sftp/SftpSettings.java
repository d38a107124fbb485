package dev.punctual.observe.sftp;

import dev.punctual.observe.SettingReader;
import dev.punctual.observe.SourceType.SettingException;
import dev.punctual.observe.SourceType.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One entry of {@code punctual.sources} with {@code type: sftp}.
 *
 * @param root nothing outside is listed; null for the folder the login begins in
 * @param requestTimeout how long the connection, the login and each listing may take
 * @param mostFiles looked at in a round
 */
record SftpSettings(
    Server server,
    Login login,
    HostKeys hostKeys,
    @Nullable String root,
    Duration requestTimeout,
    int mostFiles) {

  private static final List<String> KNOWN =
      List.of(
          "host",
          "port",
          "username",
          "password",
          "private-key-file",
          "private-key-password",
          "host-key",
          "known-hosts",
          "root",
          "request-timeout",
          "most-files");

  private static final String FINGERPRINT = "SHA256:[A-Za-z0-9+/]{43}";

  /**
   * Whom is spoken to.
   *
   * @param source its name in the deployment configuration
   */
  record Server(String source, String host, int port) {
    /** For people. */
    String address() {
      return host + ":" + port;
    }
  }

  /** As whom. Never prints its secret. */
  sealed interface Login {
    String username();

    record Password(String username, String password) implements Login {
      @Override
      public String toString() {
        return username + " by password";
      }
    }

    /**
     * A private key.
     *
     * @param password of the key itself; null where it has none
     */
    record Key(String username, Path file, @Nullable String password) implements Login {
      @Override
      public String toString() {
        return username + " by the key in " + file;
      }
    }
  }

  /** How the server proves that it is the one that is meant. */
  sealed interface HostKeys {

    /** Its key has one of these fingerprints, {@code SHA256:…}. */
    record Pinned(Set<String> fingerprints) implements HostKeys {}

    /** Its key stands in a file in OpenSSH's form. */
    record Known(Path file) implements HostKeys {}
  }

  String name() {
    return server.source();
  }

  /**
   * Reads the settings of one source.
   *
   * @throws SettingException when a setting is missing, unknown or unusable
   */
  static SftpSettings of(Settings settings) {
    SettingReader reader = SettingReader.of(settings, KNOWN);
    String host = reader.require("host", "Write host: sftp.partner.example.");
    if (!host.matches("[A-Za-z0-9._:-]+")) {
      throw reader.wrong("host", "is no host name. Write it without sftp:// and port.");
    }
    return new SftpSettings(
        new Server(settings.name(), host, reader.number("port", 22, 1, 65_535)),
        login(reader),
        hostKeys(reader),
        reader.text("root"),
        reader.duration("request-timeout", Duration.ofSeconds(20)),
        reader.number("most-files", 100_000, 1, 10_000_000));
  }

  private static Login login(SettingReader reader) {
    String username = reader.require("username", "Write username: punctual.");
    String password = reader.text("password");
    Path key = reader.path("private-key-file");
    if ((password == null) == (key == null)) {
      throw reader.wrong(
          "password",
          password == null
              ? "is missing, and so is private-key-file. Set one of them."
              : "and private-key-file exclude each other. Keep one.");
    }
    return key == null
        ? new Login.Password(username, reader.require("password", ""))
        : new Login.Key(username, key, reader.text("private-key-password"));
  }

  private static HostKeys hostKeys(SettingReader reader) {
    String pinned = reader.text("host-key");
    Path known = reader.path("known-hosts");
    if ((pinned == null) == (known == null)) {
      throw reader.wrong(
          "host-key",
          pinned == null
              ? "is missing, and so is known-hosts. Ask the server's owner for the fingerprint and"
                  + " write host-key: SHA256:…, or name a file made by ssh-keyscan under"
                  + " known-hosts."
              : "and known-hosts exclude each other. Keep one.");
    }
    if (pinned == null || known != null) {
      return new HostKeys.Known(known == null ? Path.of("") : known);
    }
    Set<String> fingerprints = Set.of(pinned.split("[, ]+", -1));
    if (!fingerprints.stream().allMatch(one -> one.matches(FINGERPRINT))) {
      throw reader.wrong(
          "host-key",
          "is no fingerprint. Write it as ssh-keygen -lf prints it, SHA256: and 43 letters;"
              + " several with commas between.");
    }
    return new HostKeys.Pinned(fingerprints);
  }
}
