package dev.punctual.ledger;

import static java.util.regex.Pattern.CASE_INSENSITIVE;

import io.micronaut.configuration.jdbc.hikari.DatasourceConfiguration;
import io.micronaut.context.event.BeanInitializedEventListener;
import io.micronaut.context.event.BeanInitializingEvent;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.regex.Pattern;

/**
 * Opens an embedded H2 the one way in which our SQL is right on it and a kill loses nothing,
 * whatever its address leaves out. What the address says itself stays.
 */
@Singleton
final class EmbeddedDatabase implements BeanInitializedEventListener<DatasourceConfiguration> {

  /** Also behind a driver that watches another, such as {@code jdbc:p6spy:h2:}. */
  private static final Pattern H2 = Pattern.compile("^jdbc:(\\w+:)?h2:", CASE_INSENSITIVE);

  private static final SequencedMap<String, String> SETTINGS = new LinkedHashMap<>();

  static {
    SETTINGS.put("MODE", "PostgreSQL");
    SETTINGS.put("DATABASE_TO_LOWER", "TRUE");
    SETTINGS.put("DEFAULT_NULL_ORDERING", "HIGH");
    // No acknowledged commit is lost when the process is killed.
    SETTINGS.put("WRITE_DELAY", "0");
    // The pool closes it, after the last write.
    SETTINGS.put("DB_CLOSE_ON_EXIT", "FALSE");
  }

  @Override
  public DatasourceConfiguration onInitialized(
      BeanInitializingEvent<DatasourceConfiguration> event) {
    DatasourceConfiguration configuration = event.getBean();
    String url = configuration.getUrl();
    if (url != null) {
      configuration.setUrl(complete(url));
    }
    return configuration;
  }

  /** The address with the settings it lacks; any other database's as it is. */
  static String complete(String url) {
    if (!H2.matcher(url).find()) {
      return url;
    }
    StringBuilder complete = new StringBuilder(url);
    String said = url.toUpperCase(Locale.ROOT);
    SETTINGS.forEach(
        (name, value) -> {
          if (!said.contains(";" + name + "=")) {
            complete.append(';').append(name).append('=').append(value);
          }
        });
    return complete.toString();
  }
}
