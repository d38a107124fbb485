package dev.punctual.observe.aws;

import dev.punctual.observe.aws.Buckets.Item;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * What lies under a location, as engines read it: names that begin with {@code _} or {@code .},
 * folder markers and empty objects hold no rows.
 *
 * @param count objects with something in them
 * @param oldest when the first of them was written; epoch where there is none
 * @param newest when the last of them was written; epoch where there is none
 * @param whole false where there are more than were looked at
 */
record Contents(long count, long bytes, Instant oldest, Instant newest, boolean whole) {

  static Contents of(Place place, Buckets.Listing.Found listing) {
    List<Item> data =
        listing.items().stream()
            .filter(item -> item.size() > 0)
            .filter(item -> !isHidden(item.key().substring(place.prefix().length())))
            .toList();
    return new Contents(
        data.size(),
        data.stream().mapToLong(Item::size).sum(),
        data.stream().map(Item::modified).min(Comparator.naturalOrder()).orElse(Instant.EPOCH),
        data.stream().map(Item::modified).max(Comparator.naturalOrder()).orElse(Instant.EPOCH),
        listing.whole());
  }

  /** Hive leaves out a file whose name, or one of whose folders, is hidden. */
  private static boolean isHidden(String path) {
    for (String part : path.split("/", -1)) {
      if (part.startsWith("_") || part.startsWith(".") || part.endsWith("_$folder$")) {
        return true;
      }
    }
    return false;
  }

  boolean isEmpty() {
    return count == 0;
  }

  Contents and(Contents other) {
    if (isEmpty() || other.isEmpty()) {
      return isEmpty() ? other : this;
    }
    return new Contents(
        count + other.count,
        bytes + other.bytes,
        oldest.isBefore(other.oldest) ? oldest : other.oldest,
        newest.isAfter(other.newest) ? newest : other.newest,
        whole && other.whole);
  }

  /** Equal while nothing was added, rewritten or taken away. */
  String measure() {
    return count + "/" + bytes + "/" + newest;
  }
}
