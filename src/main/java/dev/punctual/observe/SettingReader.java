package dev.punctual.observe;

import dev.punctual.observe.SourceType.SettingException;
import dev.punctual.observe.SourceType.Settings;
import dev.punctual.rule.BadScalarException;
import dev.punctual.rule.DidYouMean;
import dev.punctual.rule.Durations;
import dev.punctual.rule.Zones;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the settings of one source. Every method throws {@link SettingException} for what is
 * missing, unknown or unusable; its message names the source and the key, never a value that may be
 * secret.
 */
public final class SettingReader {

  private final String source;
  private final Map<String, String> values;

  private SettingReader(String source, Map<String, String> values) {
    this.source = source;
    this.values = values;
  }

  /** A reader of settings among which there is none but these. */
  public static SettingReader of(Settings settings, List<String> known) {
    SettingReader reader = new SettingReader(settings.name(), settings.values());
    for (String key : settings.values().keySet()) {
      if (!known.contains(key)) {
        throw reader.wrong(
            key,
            "is not a setting."
                + DidYouMean.question(key, known)
                + " Known are "
                + String.join(", ", known)
                + ".");
      }
    }
    return reader;
  }

  /** The value without blanks around it; null where there is none. */
  public @Nullable String text(String key) {
    String value = values.get(key);
    return value == null || value.isBlank() ? null : value.strip();
  }

  public String text(String key, String otherwise) {
    String value = text(key);
    return value == null ? otherwise : value;
  }

  /**
   * A value that there has to be.
   *
   * @param form what to write, as {@code Write brokers: kafka-1:9092.}
   */
  public String require(String key, String form) {
    String value = text(key);
    if (value == null) {
      throw wrong(key, "is missing. " + form);
    }
    return value;
  }

  /** A secret that goes into a header: no blanks or line ends inside. */
  public @Nullable String token(String key) {
    String value = text(key);
    if (value != null && !value.matches("[\\x21-\\x7e]+")) {
      throw wrong(key, "holds blanks or line ends. Put the bare secret there.");
    }
    return value;
  }

  /** An http(s) address with a host and without login, query or slash at its end. */
  public URI url(String key, String example) {
    String form = "Write " + example + ".";
    return url(key, require(key, form), form);
  }

  public URI url(String key, URI otherwise) {
    String text = text(key);
    return text == null ? otherwise : url(key, text, "Write " + otherwise + ".");
  }

  private URI url(String key, String text, String form) {
    URI url = parsed(key, text, form);
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    if (url.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
      throw wrong(key, "is not an http(s) address with a host. " + form);
    }
    if (url.getUserInfo() != null) {
      throw wrong(key, "holds a login. Put it under its own settings.");
    }
    if (url.getQuery() != null || url.getFragment() != null) {
      throw wrong(key, "has a part after ? or #. " + form);
    }
    return URI.create(text.replaceFirst("/+$", ""));
  }

  private URI parsed(String key, String text, String form) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw wrong(key, "is not an address. " + form);
    }
  }

  public Duration duration(String key, Duration otherwise) {
    Duration read = scalar(key, Durations::parse);
    return read == null ? otherwise : read;
  }

  /** A zone's name; null where none is set. */
  public @Nullable ZoneId zone(String key) {
    return scalar(key, Zones::parse);
  }

  public @Nullable Path path(String key) {
    String text = text(key);
    return text == null ? null : Path.of(text);
  }

  /** {@code true} or {@code false}; false where it is not set. */
  public boolean flag(String key) {
    String text = text(key, "false");
    if (!text.equals("true") && !text.equals("false")) {
      throw wrong(key, "is true or false.");
    }
    return text.equals("true");
  }

  public int number(String key, int otherwise, int least, int most) {
    String text = text(key);
    if (text == null) {
      return otherwise;
    }
    int number = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : -1;
    if (number < least || number > most) {
      throw wrong(key, "is a whole number from " + least + " to " + most + ".");
    }
    return number;
  }

  /** One of a few words. */
  public String oneOf(String key, List<String> words, String otherwise) {
    String text = text(key, otherwise);
    if (!words.contains(text)) {
      throw wrong(
          key, "is one of " + String.join(", ", words) + "." + DidYouMean.question(text, words));
    }
    return text;
  }

  private <T> @Nullable T scalar(String key, Function<String, T> parse) {
    String text = text(key);
    try {
      return text == null ? null : parse.apply(text);
    } catch (BadScalarException e) {
      throw wrong(key, "is wrong. " + e.getMessage());
    }
  }

  /** The exception to throw for a key. */
  public SettingException wrong(String key, String what) {
    return new SettingException("Source " + source + ": " + key + " " + what);
  }
}
