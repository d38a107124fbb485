package dev.punctual.observe.file;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What has to be listed for many files: one listing for those that lie close together, instead of
 * one each.
 */
public final class Cover {

  /** From so many on that lie in one folder, what they have in common is listed. */
  private static final int MANY = 3;

  private Cover() {}

  /**
   * One thing to list.
   *
   * @param prefix what the paths begin with
   * @param flat whether only what lies in that folder is needed, nothing in folders below it
   * @param wanted whom it answers
   */
  public record Listing(String prefix, boolean flat, List<Wanted> wanted) {
    public Listing {
      wanted = List.copyOf(wanted);
    }

    /** The folder of the prefix, with a slash at its end; empty for the topmost. */
    public String folder() {
      return prefix.substring(0, prefix.lastIndexOf('/') + 1);
    }

    private boolean holds(Listing other) {
      return other.prefix.startsWith(prefix)
          && (!flat || (other.flat && other.folder().equals(folder())));
    }

    private Listing with(Listing other) {
      List<Wanted> all = new ArrayList<>(wanted);
      all.addAll(other.wanted);
      return new Listing(prefix, flat, all);
    }
  }

  /** The listings to make; each of {@code all} is in exactly one. */
  public static List<Listing> of(List<Wanted> all) {
    Map<String, List<Wanted>> byFolder =
        all.stream()
            .collect(
                Collectors.groupingBy(
                    one -> one.folder() + (one.isFlat() ? "\u0000" : ""),
                    LinkedHashMap::new,
                    Collectors.toList()));
    Map<String, Listing> single = new TreeMap<>();
    for (List<Wanted> some : byFolder.values()) {
      boolean many = some.stream().map(Wanted::prefix).distinct().count() >= MANY;
      for (Wanted one : some) {
        String prefix = many ? common(some) : one.prefix();
        Listing listing = new Listing(prefix, one.isFlat(), List.of(one));
        single.merge(prefix + (one.isFlat() ? "\u0001" : ""), listing, Listing::with);
      }
    }
    return withoutNested(List.copyOf(single.values()));
  }

  private static String common(List<Wanted> some) {
    String common = some.getFirst().prefix();
    for (Wanted one : some) {
      while (!one.prefix().startsWith(common)) {
        common = common.substring(0, common.length() - 1);
      }
    }
    return common;
  }

  /**
   * Leaves out what another listing holds anyway.
   *
   * @param sorted by prefix, the deep ones first
   */
  private static List<Listing> withoutNested(List<Listing> sorted) {
    List<Listing> kept = new ArrayList<>();
    for (Listing listing : sorted) {
      int at = kept.size() - 1;
      while (at >= 0 && !kept.get(at).holds(listing)) {
        at--;
      }
      if (at < 0) {
        kept.add(listing);
      } else {
        kept.set(at, kept.get(at).with(listing));
      }
    }
    return kept;
  }
}
