package dev.punctual.observe.file;

import dev.punctual.observe.Probe;
import dev.punctual.observe.Source.Finding;
import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.file.Walk.Look;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Looks at everything that rules want, one finding a path. */
public final class Examination {

  private Examination() {}

  /**
   * The findings of a walk.
   *
   * @throws SourceFailure when the folders as a whole cannot be asked
   */
  public static List<Finding> of(List<Probe> probes, Walk walk)
      throws SourceFailure, InterruptedException {
    Map<String, Wanted> byPath = new LinkedHashMap<>();
    probes.stream().map(Wanted::of).forEach(one -> byPath.putIfAbsent(one.path(), one));
    List<Finding> findings = new ArrayList<>();
    for (Wanted wanted : byPath.values()) {
      findings.add(finding(wanted, walk.look(wanted)));
    }
    return findings;
  }

  private static Finding finding(Wanted wanted, Look look) {
    String tried = "find " + wanted;
    return switch (look) {
      case Look.Nowhere n -> new Finding(false, tried, n.why());
      case Look.Barred b -> new Finding(false, tried, b.why());
      case Look.Seen s -> new Finding(true, tried, count(wanted, s.entries()));
    };
  }

  /** Nothing there is no fault: it may not be due yet. */
  public static String count(Wanted wanted, List<Entry> listed) {
    long count = listed.stream().filter(entry -> wanted.has(entry.path())).count();
    return count == 0
        ? "nothing is there now, and it may be looked for"
        : count + (count == 1 ? " file is" : " files are") + " there now";
  }
}
