package dev.punctual.observe.file;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Entries by their paths, so that what begins with a prefix is found without reading them all. */
public final class Catalogue {

  private final List<Entry> sorted;

  public Catalogue(List<Entry> entries) {
    this.sorted = new ArrayList<>(entries);
    sorted.sort(Comparator.comparing(Entry::path));
  }

  public List<Entry> startingWith(String prefix) {
    int from = first(prefix);
    int to = from;
    while (to < sorted.size() && sorted.get(to).path().startsWith(prefix)) {
      to++;
    }
    return List.copyOf(sorted.subList(from, to));
  }

  private int first(String prefix) {
    int low = 0;
    int high = sorted.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted.get(middle).path().compareTo(prefix) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
