package dev.punctual.observe.gcs;

import dev.punctual.observe.Probe;
import dev.punctual.observe.file.Wanted;
import org.jspecify.annotations.Nullable;

/**
 * Where a probe's objects lie.
 *
 * @param bucket null where the path does not begin with one
 */
record Spot(Probe probe, @Nullable String bucket, Wanted wanted) {

  static Spot of(Probe probe, GcsSettings settings) {
    if (settings.bucket() != null) {
      return new Spot(probe, settings.bucket(), Wanted.of(probe));
    }
    String[] parts = probe.rule().target().path().replaceFirst("^/+", "").split("/", 2);
    boolean named = parts.length == 2 && parts[0].matches("[a-z0-9._-]+");
    return named
        ? new Spot(probe, parts[0], Wanted.of(probe, parts[1]))
        : new Spot(probe, null, Wanted.of(probe));
  }
}
