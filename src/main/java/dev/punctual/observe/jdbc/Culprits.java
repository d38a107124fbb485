package dev.punctual.observe.jdbc;

import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Absent;
import dev.punctual.observe.Observation.Unreachable;
import dev.punctual.observe.Probe;
import dev.punctual.observe.SourceFailure;
import dev.punctual.rule.DidYouMean;
import dev.punctual.rule.Durations;
import dev.punctual.rule.Readiness.Evidence;
import dev.punctual.rule.Target;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Targets that cannot be asked, and why. Those that broke a statement are asked alone until they
 * heal; for those that are missing, the name that was meant is looked for once.
 */
final class Culprits {

  private final JdbcSettings settings;
  private final Set<Gate.Key> suspects = new HashSet<>();
  private final Map<String, Absent> missing = new HashMap<>();

  Culprits(JdbcSettings settings) {
    this.settings = settings;
  }

  boolean isSuspect(Probe probe) {
    return suspects.contains(Gate.Key.of(probe));
  }

  void acquit(Probe probe) {
    suspects.remove(Gate.Key.of(probe));
  }

  /** A statement with this probe alone failed. */
  Observation convict(Probe probe, Catalog catalog, SQLException e) {
    suspects.add(Gate.Key.of(probe));
    String target = probe.rule().target().path();
    return switch (settings.dialect().errors().fault(e)) {
      case LOCKED ->
          new Unreachable(
              target
                  + " is locked by another transaction; waited "
                  + Durations.print(settings.limits().lock()));
      case TOO_SLOW ->
          new Unreachable(
              target
                  + " took longer than "
                  + Durations.print(settings.limits().statement())
                  + "; an index may help, or a higher statement-timeout");
      case FORBIDDEN -> new Unreachable(refused(target, e) + allow(probe.rule().target(), catalog));
      case WHOLE, OTHER -> new Unreachable(refused(target, e));
    };
  }

  private String refused(String target, SQLException e) {
    return "the database refuses the statement for "
        + target
        + ": "
        + settings.dialect().errors().said(e);
  }

  private String allow(Target target, Catalog catalog) {
    String grant = target instanceof Target.Table table ? catalog.grant(table.relation()) : null;
    String user = settings.login().username();
    return grant == null
        ? "; grant it to " + (user == null ? "this login" : user)
        : "; run: " + grant;
  }

  /** There is no such table. */
  Absent missing(Target.Table table, RoundTrip.Kept kept) throws SourceFailure, SQLException {
    String path = table.path();
    Absent known = missing.get(path);
    if (known != null) {
      return known;
    }
    List<String> names = kept.catalog().names(kept.session());
    String grant = kept.catalog().grant(table.relation());
    Absent absent =
        new Absent(
            "there is no table or view "
                + path
                + " in "
                + settings.name()
                + meant(lastTwo(table), names)
                + (grant == null
                    ? ", or its schema is hidden from this login"
                    : ", or it is hidden from this login; if it is there, run: " + grant));
    missing.put(path, absent);
    return absent;
  }

  private static String lastTwo(Target.Table table) {
    List<String> relation = table.relation();
    return String.join(".", relation.subList(Math.max(0, relation.size() - 2), relation.size()));
  }

  /** There is no such column. */
  Absent missing(Evidence.Column column, Relation relation, RoundTrip.Kept kept)
      throws SourceFailure, SQLException {
    String path = relation.name().shown() + " " + column.name();
    Absent known = missing.get(path);
    if (known != null) {
      return known;
    }
    Absent absent =
        new Absent(
            relation.name().shown()
                + " has no column "
                + column.name()
                + meant(column.name(), kept.catalog().columns(kept.session(), relation)));
    missing.put(path, absent);
    return absent;
  }

  private static String meant(String written, List<String> names) {
    String near = DidYouMean.suggest(written, names);
    return near == null ? "" : "; did you mean " + near + "?";
  }
}
