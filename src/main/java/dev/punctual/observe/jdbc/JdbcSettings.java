package dev.punctual.observe.jdbc;

import dev.punctual.observe.SourceType.SettingException;
import dev.punctual.observe.SourceType.Settings;
import dev.punctual.rule.BadScalarException;
import dev.punctual.rule.DidYouMean;
import dev.punctual.rule.Durations;
import dev.punctual.rule.Zones;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One entry of {@code punctual.sources} whose {@code type} is a database.
 *
 * @param name of the source
 * @param timezone of columns without a zone; null: the zone of each rule
 * @param fullEvery how long row counters may stand in for asking a table in full
 */
record JdbcSettings(
    String name,
    Dialect dialect,
    Login login,
    Limits limits,
    @Nullable ZoneId timezone,
    Duration fullEvery) {

  private static final List<String> KNOWN =
      List.of(
          "url",
          "username",
          "password",
          "password-file",
          "timezone",
          "statement-timeout",
          "lock-timeout",
          "connect-timeout",
          "full-every");

  private static final Pattern SECRET_IN_URL =
      Pattern.compile("[?&;](password|passwd|pwd|sslpassword)=", Pattern.CASE_INSENSITIVE);

  /** Where SQL Server's addresses name the database. */
  private static final Pattern DATABASE_PARAMETER =
      Pattern.compile(";database(?:Name)?=([^;]*)", Pattern.CASE_INSENSITIVE);

  /** How long a statement, a lock and a connection are waited for. */
  record Limits(Duration statement, Duration lock, Duration connect) {}

  /**
   * Where and as whom.
   *
   * @param passwordFile read again for each new connection
   */
  record Login(
      String url,
      @Nullable String username,
      @Nullable String password,
      @Nullable Path passwordFile) {

    /** The password as it is now; null where none is configured. */
    @Nullable String secret() throws IOException {
      return passwordFile == null ? password : Files.readString(passwordFile).strip();
    }

    /** Host and database, without parameters. */
    String address() {
      String bare = url.replaceFirst("^jdbc:[a-z0-9]+:", "").replaceFirst("[?;].*$", "");
      Matcher database = DATABASE_PARAMETER.matcher(url);
      return bare.replaceFirst("^//", "").replaceFirst("^[^/@]*@", "")
          + (database.find() ? "/" + database.group(1) : "");
    }

    @Override
    public String toString() {
      return address();
    }
  }

  /**
   * Reads the settings of one source.
   *
   * @throws SettingException when a setting is missing, unknown or unusable
   */
  static JdbcSettings of(Dialect dialect, Settings settings) {
    Reader reader = new Reader(settings.name(), settings.values());
    reader.refuseUnknown();
    reader.refuseWithout(dialect);
    return new JdbcSettings(
        settings.name(),
        dialect,
        reader.login(dialect),
        new Limits(
            reader.duration("statement-timeout", Duration.ofSeconds(30)),
            reader.duration("lock-timeout", Duration.ofSeconds(1)),
            reader.duration("connect-timeout", Duration.ofSeconds(10))),
        reader.scalar("timezone", Zones::parse),
        reader.duration("full-every", Duration.ofMinutes(10)));
  }

  /** Reads keys; every message names the source and the key, none a value that may be secret. */
  private record Reader(String source, Map<String, String> values) {

    void refuseUnknown() {
      for (String key : values.keySet()) {
        if (!KNOWN.contains(key)) {
          throw wrong(
              key,
              "is not a setting."
                  + DidYouMean.question(key, KNOWN)
                  + " Known are "
                  + String.join(", ", KNOWN)
                  + ".");
        }
      }
    }

    /** Drivers may be left out of a distribution; loading one connects to nothing. */
    void refuseWithout(Dialect dialect) {
      try {
        Class.forName(dialect.driver().className());
      } catch (ClassNotFoundException e) {
        throw new SettingException(
            "Source "
                + source
                + ": the driver of "
                + dialect.title()
                + " is not on the class path. Put "
                + dialect.driver().artifact()
                + " into the lib folder beside the other jars.");
      }
    }

    Login login(Dialect dialect) {
      String file = values.get("password-file");
      if (file != null && values.containsKey("password")) {
        throw wrong("password-file", "and password are both set. Keep one of them.");
      }
      return new Login(
          url(dialect),
          values.get("username"),
          values.get("password"),
          file == null ? null : Path.of(file));
    }

    private String url(Dialect dialect) {
      String url = values.get("url");
      Dialect.Address address = dialect.address();
      String form = "Write " + address.prefixes().getFirst() + address.example() + ".";
      if (url == null || url.isBlank()) {
        throw wrong("url", "is missing. " + form);
      }
      if (address.prefixes().stream().noneMatch(url.toLowerCase(Locale.ROOT)::startsWith)) {
        throw wrong("url", "is not a JDBC address of " + dialect.title() + ". " + form);
      }
      if (SECRET_IN_URL.matcher(url).find() || url.matches("(?i)jdbc:[^/]*//[^/]*:[^/]*@.*")) {
        throw wrong("url", "holds a password. Put it under password or password-file.");
      }
      return url;
    }

    Duration duration(String key, Duration otherwise) {
      Duration read = scalar(key, Durations::parse);
      return read == null ? otherwise : read;
    }

    <T> @Nullable T scalar(String key, Function<String, T> parse) {
      String text = values.get(key);
      try {
        return text == null ? null : parse.apply(text);
      } catch (BadScalarException e) {
        throw wrong(key, "is wrong. " + e.getMessage());
      }
    }

    private SettingException wrong(String key, String what) {
      return new SettingException("Source " + source + ": " + key + " " + what);
    }
  }
}
