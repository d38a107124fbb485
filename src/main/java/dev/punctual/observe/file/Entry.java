package dev.punctual.observe.file;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A file or object as a listing tells of it.
 *
 * @param path as rules write it, without a slash at its beginning; those of folders are no entries
 * @param size in bytes
 * @param written what {@link Stamp} says; cut to microseconds
 */
public record Entry(String path, long size, Instant written) {
  public Entry {
    written = written.truncatedTo(ChronoUnit.MICROS);
  }
}
