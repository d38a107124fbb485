package dev.punctual.observe.aws;

import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Absent;
import dev.punctual.observe.Observation.Unreachable;
import dev.punctual.observe.Probe;
import dev.punctual.observe.file.Wanted;
import dev.punctual.rule.Target;
import org.jspecify.annotations.Nullable;

/** Where the object of a probe lies: the bucket, and the key as files have a path. */
sealed interface S3Paths {

  /** A bucket and what is wanted of it. */
  record Path(String bucket, Wanted wanted) implements S3Paths {}

  /** It names none. */
  record Wrong(Observation said) implements S3Paths {}

  /**
   * Takes a path apart.
   *
   * @param bucket of the source; null where the path begins with it
   */
  static S3Paths of(Probe probe, @Nullable String bucket) {
    if (!(probe.rule().target() instanceof Target.File file)) {
      return new Wrong(new Unreachable("S3 answers files, not a " + probe.rule().target().kind()));
    }
    String template = file.template().replaceFirst("^/+", "");
    if (bucket != null) {
      return new Path(bucket, Wanted.of(probe, template));
    }
    int slash = template.indexOf('/');
    String first = slash < 0 ? template : template.substring(0, slash);
    return slash < 0 || !first.matches("[a-zA-Z0-9][a-zA-Z0-9._-]{1,254}")
        ? new Wrong(
            new Absent(
                file.template()
                    + " names no bucket; write bucket/key, or set bucket on the source"))
        : new Path(first, Wanted.of(probe, template.substring(slash + 1)));
  }
}
