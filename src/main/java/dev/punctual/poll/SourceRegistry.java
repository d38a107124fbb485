package dev.punctual.poll;

import dev.punctual.observe.Source;
import dev.punctual.observe.SourceType;
import dev.punctual.observe.SourceType.SettingException;
import dev.punctual.observe.SourceType.Settings;
import dev.punctual.observe.Sources;
import dev.punctual.rule.BadScalarException;
import dev.punctual.rule.DidYouMean;
import dev.punctual.rule.Durations;
import dev.punctual.rule.KnownSources;
import dev.punctual.rule.Target;
import io.micronaut.context.env.Environment;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The configured sources, opened; and the push inbox, which needs no configuration. Opening talks
 * to nobody.
 */
@Singleton
public class SourceRegistry implements Sources, AutoCloseable {

  private static final String POLL_INTERVAL = "poll-interval";

  private final SortedMap<String, Configured> sources;

  /**
   * Opens all sources.
   *
   * @throws RefusedStart with every wrong entry of {@code punctual.sources}
   */
  SourceRegistry(Environment environment, List<SourceType> types) {
    Map<String, SourceType> known =
        types.stream().collect(Collectors.toMap(SourceType::type, Function.identity()));
    SortedMap<String, Configured> opened = new TreeMap<>();
    List<String> problems = new ArrayList<>();
    Map<String, Map<String, String>> entries = new TreeMap<>(SourceSettings.read(environment));
    entries.putIfAbsent(Target.Job.SOURCE, Map.of("type", Target.Job.SOURCE));
    entries.forEach(
        (name, values) -> {
          try {
            opened.put(name, open(name, values, known));
          } catch (SettingException e) {
            problems.add(String.valueOf(e.getMessage()));
          }
        });
    if (!problems.isEmpty()) {
      opened.values().forEach(configured -> configured.source().close());
      throw new RefusedStart(problems);
    }
    sources = Collections.unmodifiableSortedMap(opened);
  }

  private static Configured open(
      String name, Map<String, String> values, Map<String, SourceType> types) {
    Map<String, String> settings = new TreeMap<>(values);
    String word = settings.remove("type");
    if (word == null) {
      throw new SettingException(
          "punctual.sources." + name + ": type is missing; known types: " + names(types));
    }
    SourceType type = types.get(word);
    if (type == null) {
      throw new SettingException(
          "punctual.sources."
              + name
              + ".type: there is no source type \""
              + word
              + "\"."
              + DidYouMean.question(word, types.keySet())
              + " Known types: "
              + names(types));
    }
    Duration leastPause = leastPause(name, settings);
    Source source = Discretion.of(type.open(new Settings(name, settings)), settings);
    return new Configured(source, type, leastPause);
  }

  private static String names(Map<String, SourceType> types) {
    return String.join(", ", new TreeMap<>(types).keySet());
  }

  private static Duration leastPause(String name, Map<String, String> settings) {
    String written = settings.remove(POLL_INTERVAL);
    if (written == null) {
      return Duration.ZERO;
    }
    try {
      return Durations.parse(written);
    } catch (BadScalarException e) {
      throw new SettingException(
          "punctual.sources." + name + "." + POLL_INTERVAL + ": " + e.getMessage());
    }
  }

  /** All sources by name. */
  public Collection<Configured> all() {
    return sources.values();
  }

  /** The source of this name; null when none is configured. */
  public @Nullable Configured find(String name) {
    return sources.get(name);
  }

  @Override
  public @Nullable Source source(String name) {
    Configured configured = find(name);
    return configured == null ? null : configured.source();
  }

  public Set<String> names() {
    return sources.keySet();
  }

  /** What reading rules needs to know of them. */
  public KnownSources known() {
    return KnownSources.of(
        sources.values().stream()
            .collect(Collectors.toMap(c -> c.source().name(), c -> c.type().targets())));
  }

  @Override
  @PreDestroy
  public void close() {
    sources.values().forEach(configured -> configured.source().close());
  }

  /**
   * An opened source.
   *
   * @param leastPause shortest pause between two rounds that are not bound to an instant
   */
  public record Configured(Source source, SourceType type, Duration leastPause) {}
}
