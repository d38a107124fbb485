package dev.punctual.observe.aws;

import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.aws.Answer.Ok;
import dev.punctual.observe.aws.Answer.Refused;
import dev.punctual.observe.wire.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * What an Iceberg table's own metadata says: its commits and the types of its columns. A metadata
 * file never changes, each commit writes another; so one that was read is kept.
 */
final class Iceberg {

  private static final int MOST_KEPT = 2_000;
  private static final int LARGEST = 64 << 20;

  private final Buckets buckets;
  private final Map<String, History> kept =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, History> eldest) {
          return size() > MOST_KEPT;
        }
      };

  Iceberg(Buckets buckets) {
    this.buckets = buckets;
  }

  /**
   * A commit that wrote or deleted rows; compactions and empty ones are none.
   *
   * @param added whether rows came
   */
  record Commit(Instant at, boolean added) {}

  /**
   * Commits of the main branch.
   *
   * @param commits oldest first
   * @param since from here on none is missing; earlier ones have expired
   * @param types of columns by name, as Iceberg has them: {@code timestamptz}
   */
  record History(List<Commit> commits, Instant since, Map<String, String> types) {

    /** The newest up to an instant; null where there is none. */
    @Nullable Commit newest(Instant until, boolean added) {
      return commits.reversed().stream()
          .filter(commit -> !commit.at().isAfter(until) && (commit.added() || !added))
          .findFirst()
          .orElse(null);
    }

    /** The first from an instant on, not later than another; null where there is none. */
    @Nullable Commit first(Instant from, Instant until, boolean added) {
      return commits.stream()
          .filter(commit -> !commit.at().isBefore(from) && !commit.at().isAfter(until))
          .filter(commit -> commit.added() || !added)
          .findFirst()
          .orElse(null);
    }
  }

  /** What reading brought. */
  sealed interface Read {
    record Known(History history) implements Read {}

    record Unknown(String words) implements Read {}
  }

  Read of(Card card) throws SourceFailure, InterruptedException {
    String location = card.metadataLocation();
    Place place = Place.parse(location);
    if (location == null || place == null) {
      return new Read.Unknown("Glue does not say where the metadata of " + card.name() + " lies");
    }
    History known = get(location);
    if (known != null) {
      return new Read.Known(known);
    }
    return switch (buckets.object(place)) {
      case Refused refused -> new Read.Unknown(refused(place, refused));
      case Ok ok -> read(location, ok);
    };
  }

  private synchronized @Nullable History get(String location) {
    return kept.get(location);
  }

  private static String refused(Place place, Refused refused) {
    return refused.isMissing()
        ? "the metadata " + place + " is gone; a newer one is about to be named, or it was deleted"
        : refused.isDenied()
            ? Failures.denied("s3:GetObject", place.toString(), refused)
            : place + " cannot be read" + Failures.detail(refused);
  }

  private Read read(String location, Ok ok) {
    try {
      History history = history(Json.parse(unpacked(ok.reply().body())));
      synchronized (this) {
        kept.put(location, history);
      }
      return new Read.Known(history);
    } catch (IOException e) {
      return new Read.Unknown("the metadata " + location + " is not that of an Iceberg table");
    }
  }

  private static byte[] unpacked(byte[] body) throws IOException {
    if (body.length < 2 || (body[0] & 0xff) != 0x1f || (body[1] & 0xff) != 0x8b) {
      return body;
    }
    try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(body))) {
      return gzip.readNBytes(LARGEST);
    }
  }

  static History history(Json metadata) throws IOException {
    if (metadata.whole("format-version") == null) {
      throw new IOException("format-version");
    }
    Map<Long, Json> snapshots = new HashMap<>();
    for (Json snapshot : items(metadata, "snapshots")) {
      Long id = snapshot.whole("snapshot-id");
      if (id != null) {
        snapshots.put(id, snapshot);
      }
    }
    List<Commit> commits = new ArrayList<>();
    Instant since = Instant.EPOCH;
    Long id = metadata.whole("current-snapshot-id");
    Set<Long> walked = new HashSet<>();
    Json snapshot = id == null ? null : snapshots.get(id);
    while (snapshot != null && id != null && walked.add(id)) {
      Instant at = at(snapshot);
      if (wrote(snapshot, "added-records") || wrote(snapshot, "deleted-records")) {
        commits.add(new Commit(at, wrote(snapshot, "added-records")));
      }
      id = snapshot.whole("parent-snapshot-id");
      snapshot = id == null ? null : snapshots.get(id);
      since = id != null && snapshot == null ? at : since;
    }
    return new History(List.copyOf(commits.reversed()), since, types(metadata));
  }

  private static Instant at(Json snapshot) throws IOException {
    Long millis = snapshot.whole("timestamp-ms");
    if (millis == null) {
      throw new IOException("timestamp-ms");
    }
    return Instant.ofEpochMilli(millis);
  }

  private static boolean wrote(Json snapshot, String count) {
    Json summary = snapshot.get("summary");
    return !summary.text("operation", "").equals("replace")
        && Objects.requireNonNullElse(summary.whole(count), 0L) > 0;
  }

  private static Map<String, String> types(Json metadata) {
    Long current = metadata.whole("current-schema-id");
    Json schema = metadata.get("schema");
    for (Json one : items(metadata, "schemas")) {
      if (Objects.equals(one.whole("schema-id"), current)) {
        schema = one;
      }
    }
    Map<String, String> types = new HashMap<>();
    for (Json field : items(schema, "fields")) {
      types.put(
          field.text("name", "").toLowerCase(java.util.Locale.ROOT), field.text("type", "struct"));
    }
    return Map.copyOf(types);
  }

  private static List<Json> items(Json object, String name) {
    return Objects.requireNonNullElse(object.items(name), List.of());
  }
}
