package dev.punctual.alert;

import dev.punctual.alert.Outcome.Posted;
import dev.punctual.alert.Outcome.Search;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Accepts everything and tells nobody: what was wanted is shown on the Alerts page. */
public final class ShownChannel implements Channel {

  private static final int MEMORY = 10_000;

  private final String scheme;
  private final Map<String, Posted> accepted = new ConcurrentHashMap<>();

  public ShownChannel(String scheme) {
    this.scheme = scheme;
  }

  @Override
  public String scheme() {
    return scheme;
  }

  @Override
  public boolean delivers() {
    return false;
  }

  @Override
  public Outcome post(Parcel parcel) {
    if (accepted.size() >= MEMORY) {
      accepted.clear();
    }
    Posted posted = new Posted(parcel.receiver(), "shown-" + parcel.uid());
    accepted.put(parcel.uid(), posted);
    return new Outcome.Sent(posted);
  }

  @Override
  public Outcome edit(Posted posted, Parcel parcel) {
    return new Outcome.Sent(posted);
  }

  @Override
  public Search find(Parcel parcel, Instant since) {
    Posted posted = accepted.get(parcel.uid());
    return posted == null ? new Search.NotThere() : new Search.Found(posted);
  }

  @Override
  public @Nullable String link(Posted posted) {
    return null;
  }
}
