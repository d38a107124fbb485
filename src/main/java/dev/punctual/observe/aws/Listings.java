package dev.punctual.observe.aws;

import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Unreachable;
import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.aws.S3Paths.Path;
import dev.punctual.observe.file.Cover;
import dev.punctual.observe.file.Entry;
import dev.punctual.observe.file.Wanted;
import dev.punctual.observe.wire.Crew;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Lists what many paths need, each prefix once. */
final class Listings {

  private static final int AT_ONCE = 8;

  /** A hundred thousand objects; a listing that long belongs to a path without a date. */
  private static final int PAGES = 100;

  private final Buckets buckets;

  Listings(Buckets buckets) {
    this.buckets = buckets;
  }

  /** What a path got to see. */
  sealed interface Seen {
    record Listed(List<Entry> entries) implements Seen {}

    record Refused(Observation said) implements Seen {}
  }

  private record Part(String bucket, Cover.Listing listing) {}

  Map<Path, Seen> of(List<Path> paths) throws SourceFailure, InterruptedException {
    Map<String, List<Wanted>> byBucket =
        paths.stream()
            .collect(
                Collectors.groupingBy(
                    Path::bucket,
                    LinkedHashMap::new,
                    Collectors.mapping(Path::wanted, Collectors.toList())));
    List<Part> parts = new ArrayList<>();
    byBucket.forEach(
        (bucket, wanted) -> Cover.of(wanted).forEach(one -> parts.add(new Part(bucket, one))));
    List<Seen> seen = Crew.ask(parts, AT_ONCE, this::list);
    IdentityHashMap<Wanted, Seen> byWanted = new IdentityHashMap<>();
    for (int i = 0; i < parts.size(); i++) {
      for (Wanted wanted : parts.get(i).listing().wanted()) {
        byWanted.put(wanted, seen.get(i));
      }
    }
    Map<Path, Seen> byPath = new LinkedHashMap<>();
    for (Path path : paths) {
      Seen one = byWanted.get(path.wanted());
      if (one != null) {
        byPath.put(path, one);
      }
    }
    return byPath;
  }

  /** From the first prefix that is wanted to the last one. */
  private static Buckets.Range range(Place place, Cover.Listing listing) {
    List<String> wanted = listing.wanted().stream().map(Wanted::prefix).sorted().toList();
    String first = wanted.getFirst();
    // Only keys behind it are listed, and the first prefix may be a key itself.
    String before = first.substring(0, Math.max(0, first.length() - 1));
    return new Buckets.Range(
        place,
        listing.flat(),
        before.length() > place.prefix().length() ? before : null,
        wanted.getLast());
  }

  private Seen list(Part part) throws SourceFailure, InterruptedException {
    Place place = new Place(part.bucket(), part.listing().prefix());
    return switch (buckets.list(range(place, part.listing()), PAGES)) {
      case Buckets.Listing.Refused(Answer.Refused refused) ->
          new Seen.Refused(Buckets.refused(part.bucket(), refused));
      case Buckets.Listing.Found found when !found.whole() ->
          new Seen.Refused(
              new Unreachable(
                  "more than 100,000 objects begin with "
                      + place
                      + "; put a date into the path, so that less has to be listed"));
      case Buckets.Listing.Found found ->
          new Seen.Listed(
              found.items().stream()
                  .filter(item -> !item.key().endsWith("/"))
                  .map(item -> new Entry(item.key(), item.size(), item.modified()))
                  .toList());
    };
  }
}
