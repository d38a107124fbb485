package dev.punctual.observe.push;

import dev.punctual.observe.PushInbox;
import dev.punctual.observe.Source;
import dev.punctual.observe.SourceType;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.TreeSet;

/** {@code type: push}; there is always one, named {@code push}, whether configured or not. */
@Singleton
final class PushSourceType implements SourceType {

  private static final String LEAST_PAUSE = "poll-interval";

  private final PushInbox inbox;

  PushSourceType(PushInbox inbox) {
    this.inbox = inbox;
  }

  @Override
  public String type() {
    return "push";
  }

  @Override
  public Set<String> targets() {
    return Set.of("job");
  }

  @Override
  public Source open(Settings settings) {
    Set<String> unknown = new TreeSet<>(settings.values().keySet());
    unknown.remove(LEAST_PAUSE);
    if (!unknown.isEmpty()) {
      throw new SettingException(
          "punctual.sources." + settings.name() + ": a push source has no setting " + unknown);
    }
    return new PushSource(settings.name(), inbox);
  }
}
