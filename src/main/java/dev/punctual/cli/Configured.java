package dev.punctual.cli;

import dev.punctual.rule.KnownSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * What commands that only read files need of the deployment configuration, without starting
 * anything: the rules directory and the names of the sources.
 */
record Configured(@Nullable String rulesDirectory, KnownSources sources) {

  private static final String SOURCE_PREFIX = "PUNCTUAL_SOURCES_";
  private static final String TYPE_SUFFIX = "_TYPE";

  static Configured read(@Nullable Path file) {
    Map<String, Set<String>> sources = new HashMap<>();
    String rules = System.getenv("PUNCTUAL_RULES");
    if (file != null && map(load(file)).get("punctual") instanceof Map<?, ?> punctual) {
      map(punctual.get("sources")).keySet().forEach(name -> sources.put(name, Set.of()));
      rules =
          rules == null && punctual.get("rules") != null ? punctual.get("rules").toString() : rules;
    }
    System.getenv().keySet().stream()
        .filter(name -> name.startsWith(SOURCE_PREFIX) && name.endsWith(TYPE_SUFFIX))
        .forEach(name -> sources.put(sourceName(name), Set.of()));
    if (sources.isEmpty()) {
      return new Configured(rules, KnownSources.unchecked());
    }
    sources.put("push", Set.of());
    return new Configured(rules, KnownSources.of(sources));
  }

  private static String sourceName(String variable) {
    return variable
        .substring(SOURCE_PREFIX.length(), variable.length() - TYPE_SUFFIX.length())
        .toLowerCase(Locale.ROOT)
        .replace('_', '-');
  }

  private static @Nullable Object load(Path file) {
    try {
      return new Load(LoadSettings.builder().setLabel(file.toString()).build())
          .loadFromString(Files.readString(file));
    } catch (IOException e) {
      throw new Main.BadInput("The configuration " + file + " cannot be read: " + e.getMessage());
    } catch (YamlEngineException e) {
      throw new Main.BadInput("The configuration " + file + " is not YAML: " + e.getMessage());
    }
  }

  private static Map<String, Object> map(@Nullable Object value) {
    Map<String, Object> entries = new HashMap<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, entry) -> entries.put(String.valueOf(key), entry));
    }
    return entries;
  }

  /** The rules directory: what was said on the command line, else configured, else the default. */
  Path rules(@Nullable Path said) {
    if (said != null) {
      return said;
    }
    return Path.of(rulesDirectory == null ? "sla-rules" : rulesDirectory);
  }
}
