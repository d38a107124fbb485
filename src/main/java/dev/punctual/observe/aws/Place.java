package dev.punctual.observe.aws;

import org.jspecify.annotations.Nullable;

/**
 * A part of a bucket.
 *
 * @param prefix what keys begin with; of a location a slash stands at its end
 */
record Place(String bucket, String prefix) {

  /** Reads {@code s3://bucket/prefix}; null for anything else. */
  static @Nullable Place parse(@Nullable String location) {
    if (location == null || !location.matches("s3[an]?://[^/]+(/.*)?")) {
      return null;
    }
    String path = location.replaceFirst("^s3[an]?://", "");
    int slash = path.indexOf('/');
    return slash < 0
        ? new Place(path, "")
        : new Place(path.substring(0, slash), path.substring(slash + 1));
  }

  /** The same as a folder. */
  Place folder() {
    return prefix.isEmpty() || prefix.endsWith("/") ? this : new Place(bucket, prefix + "/");
  }

  @Override
  public String toString() {
    return "s3://" + bucket + "/" + prefix;
  }
}
