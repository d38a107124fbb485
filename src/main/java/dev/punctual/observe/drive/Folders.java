package dev.punctual.observe.drive;

import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.drive.Files.Found;
import dev.punctual.observe.wire.GoogleApi.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds folders by their names. What was found is kept for a while, what was not is looked for. */
final class Folders {

  private static final Duration KEPT = Duration.ofMinutes(10);

  private final Files files;
  private final Map<Step, Kept> kept = new HashMap<>();

  Folders(Files files) {
    this.files = files;
  }

  private record Step(String parent, String name) {}

  private record Kept(String id, Instant at) {}

  /**
   * The id of a folder; null where there is none of that name.
   *
   * @throws Refusal also where two folders have one name
   */
  @Nullable String id(String root, List<String> names, Instant now)
      throws SourceFailure, InterruptedException, Refusal {
    String id = root;
    for (String name : names) {
      id = step(new Step(id, name), now);
      if (id == null) {
        return null;
      }
    }
    return id;
  }

  private @Nullable String step(Step step, Instant now)
      throws SourceFailure, InterruptedException, Refusal {
    Kept known = kept.get(step);
    if (known != null && now.isBefore(known.at().plus(KEPT)) && !now.isBefore(known.at())) {
      return known.id();
    }
    kept.remove(step);
    List<Found> found =
        files.list(
            Search.all(
                Search.in(step.parent()),
                Search.named(step.name()),
                Search.ofType(Files.FOLDER),
                Search.NOT_IN_THE_BIN));
    if (found.size() > 1) {
      throw new Refusal("ambiguous", "two folders are called " + step.name());
    }
    if (found.isEmpty()) {
      return null;
    }
    kept.put(step, new Kept(found.getFirst().id(), now));
    return found.getFirst().id();
  }
}
