package dev.punctual.poll;

import dev.punctual.observe.SourceType.SettingException;
import io.micronaut.context.env.Environment;
import io.micronaut.core.naming.NameUtils;
import io.micronaut.core.naming.conventions.StringConvention;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads {@code punctual.sources} from whatever the environment is made of: YAML keeps its source
 * names as written; environment variables ({@code PUNCTUAL_SOURCES_DWH_PASSWORD}) add to them or
 * make sources of their own. {@code password-file: /run/secrets/dwh} is read as {@code password},
 * and so for every {@code …-file} of a secret.
 */
final class SourceSettings {

  private static final String PREFIX = "punctual.sources";
  private static final String FILE = "-file";

  private SourceSettings() {}

  /** Settings by source name, keys in kebab case, {@code type} among them. */
  static Map<String, Map<String, String>> read(Environment environment) {
    Map<String, String> written = new TreeMap<>();
    environment
        .getProperties(PREFIX, StringConvention.RAW)
        .forEach(
            (name, value) ->
                written.putIfAbsent(NameUtils.hyphenate(first(name), true), first(name)));
    Map<String, Map<String, String>> sources = new TreeMap<>();
    for (String name : environment.getPropertyEntries(PREFIX)) {
      Map<String, String> values = values(environment, name);
      if (written.containsKey(name) || values.containsKey("type")) {
        sources.put(written.getOrDefault(name, name), values);
      }
    }
    return sources;
  }

  private static String first(String path) {
    int dot = path.indexOf('.');
    return dot < 0 ? path : path.substring(0, dot);
  }

  /**
   * A variable's underscores stand for dots and for dashes: of both readings the dashes are meant.
   */
  private static Map<String, String> values(Environment environment, String name) {
    Map<String, String> values = new LinkedHashMap<>();
    String prefix = PREFIX + "." + name;
    Set<String> keys = environment.getProperties(prefix).keySet();
    for (String key : keys) {
      String dashed = key.replace('.', '-');
      if (key.equals(dashed) || !keys.contains(dashed)) {
        environment
            .getProperty(prefix + "." + key, String.class)
            .ifPresent(value -> put(values, name, dashed, value));
      }
    }
    return values;
  }

  private static void put(Map<String, String> values, String source, String key, String value) {
    boolean secret = key.endsWith(FILE) && key.matches("(.*-)?(password|secret|token)-file");
    if (!secret) {
      values.put(key, value);
      return;
    }
    try {
      String plain = key.substring(0, key.length() - FILE.length());
      values.put(plain, Files.readString(Path.of(value)).strip());
    } catch (IOException | UncheckedIOException e) {
      throw new SettingException(
          PREFIX
              + "."
              + source
              + "."
              + key
              + ": "
              + value
              + " cannot be read ("
              + e.getMessage()
              + "); mount the file or correct the path");
    }
  }
}
