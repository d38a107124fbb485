package dev.punctual.board;

import dev.punctual.ledger.RuleBook;
import dev.punctual.ledger.ServiceConfig;
import dev.punctual.web.Words;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What a first start without rules shows: what to write, what to run, what is there already. */
@Singleton
class FirstSteps {

  private final RuleBook book;
  private final ServiceConfig service;
  private final String database;

  FirstSteps(
      RuleBook book, ServiceConfig service, @Value("${punctual.database.url:}") String database) {
    this.book = book;
    this.service = service;
    this.database = database;
  }

  /**
   * A thing that is there, or not yet.
   *
   * @param tone {@code good} or {@code quiet}
   */
  public record Thing(String tone, String name, String text) {}

  Map<String, Object> model(Words words, Instant now) {
    return Map.of(
        "things",
        List.of(database(words), folder(words, now), zone(words)),
        "folder",
        service.rules(),
        "schema",
        service.url() + "/schema/rules-v1.json");
  }

  private Thing database(Words words) {
    boolean embedded = database.startsWith("jdbc:h2");
    String file = database.replaceFirst("^jdbc:h2:(file:|mem:)?", "").replaceFirst(";.*", "");
    return new Thing(
        "good",
        words.say("first.database"),
        embedded ? words.say("first.embedded", file) : words.say("first.postgresql"));
  }

  private Thing folder(Words words, Instant now) {
    Instant read = book.edition().readAt();
    String name = words.say("first.folder");
    if (!Files.isDirectory(Path.of(service.rules()))) {
      return new Thing("quiet", name, words.say("first.noFolder", service.rules()));
    }
    return read == null
        ? new Thing("quiet", name, words.say("first.unread", service.rules()))
        : new Thing(
            "good",
            name,
            words.say("first.read", service.rules(), words.duration(Duration.between(read, now))));
  }

  private Thing zone(Words words) {
    return new Thing(
        "good", words.say("first.zone"), words.say("first.zoneText", service.timezone()));
  }
}
