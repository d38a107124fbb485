package dev.punctual.poll;

import dev.punctual.ledger.RuleBook;
import dev.punctual.observe.LineageEvent;
import dev.punctual.rule.Rule;
import dev.punctual.rule.Target;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Has the sources asked at once whose rules watch what an event told of; the others may wait. */
@Singleton
class Listeners {

  private final RuleBook book;
  private final SourceRegistry registry;
  private final Engine engine;

  Listeners(RuleBook book, SourceRegistry registry, Engine engine) {
    this.book = book;
    this.registry = registry;
    this.engine = engine;
  }

  void call(List<LineageEvent> events) {
    Set<String> names = names(events);
    if (names.isEmpty()) {
      return;
    }
    Set<String> sources = new TreeSet<>();
    for (Rule rule : book.rules().rules().values()) {
      if (rule.target() instanceof Target.Item item && names.contains(item.name())) {
        sources.add(item.source());
      }
    }
    sources.stream().filter(this::listens).forEach(engine::askNow);
  }

  private boolean listens(String source) {
    SourceRegistry.Configured configured = registry.find(source);
    return configured != null && configured.source().listens();
  }

  /** Of runs only: an event about no run changes no answer. */
  private static Set<String> names(List<LineageEvent> events) {
    Set<String> names = new HashSet<>();
    for (LineageEvent event : events) {
      if (event.run() != null) {
        names.add(event.subject().name());
        event.outputs().forEach(output -> names.add(output.name().name()));
      }
    }
    return names;
  }
}
