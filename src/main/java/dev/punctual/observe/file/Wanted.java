package dev.punctual.observe.file;

import dev.punctual.observe.Probe;
import dev.punctual.rule.Deadline;
import dev.punctual.rule.FileTemplate;
import dev.punctual.rule.FilesRule;
import dev.punctual.rule.Target;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The files that a probe asks for. */
public final class Wanted {

  /** Ends of names that say only that others are complete; so does a {@code _} before the name. */
  private static final Set<String> MARKERS =
      Set.of("done", "ok", "success", "complete", "completed", "ready", "end", "fin", "flag");

  private final Probe probe;
  private final String path;
  private final Glob glob;
  private final String home;
  private final boolean dated;

  private Wanted(Probe probe, String template, String path, boolean dated) {
    this.probe = probe;
    this.home = home(template);
    this.path = path;
    this.glob = new Glob(path);
    this.dated = dated;
  }

  /**
   * What a probe of a {@link Target.File} asks for.
   *
   * @throws IllegalArgumentException for another target
   */
  public static Wanted of(Probe probe) {
    if (!(probe.rule().target() instanceof Target.File file)) {
      throw new IllegalArgumentException("no file: " + probe.rule().target());
    }
    return of(probe, file.template());
  }

  /**
   * The same with a path that the source has cut from the target's, as by the bucket before it.
   *
   * @param template with placeholders
   */
  public static Wanted of(Probe probe, String template) {
    String plain = template.replaceFirst("^/+", "");
    Deadline deadline = probe.deadline();
    return deadline == null
        ? new Wanted(probe, plain, plain, false)
        : new Wanted(
            probe, plain, FileTemplate.fill(plain, deadline), isDated(plain, deadline, probe));
  }

  /**
   * Whether no other deadline has this path. Siblings share {@code {data_date}} when they are
   * slots, {@code {data_date:yyyyMM}} when they are daily, {@code {data_date:MMdd}} when years
   * pass.
   */
  private static boolean isDated(String template, Deadline deadline, Probe probe) {
    String path = FileTemplate.fill(template, deadline);
    Instant next = probe.nextOpensAt();
    Duration step = next == null ? null : Duration.between(deadline.opensAt(), next);
    return !path.equals(FileTemplate.fill(template, moved(deadline, 4 * 365 + 1, Duration.ZERO)))
        && (step == null || isApart(template, deadline, step))
        && (step == null || isApart(template, deadline, step.negated()));
  }

  private static boolean isApart(String template, Deadline deadline, Duration step) {
    ZoneId zone = deadline.timezone();
    long days =
        deadline.slot() != null
            ? 0
            : ChronoUnit.DAYS.between(
                deadline.opensAt().atZone(zone).toLocalDate(),
                deadline.opensAt().plus(step).atZone(zone).toLocalDate());
    Deadline other = moved(deadline, days, deadline.slot() == null ? Duration.ZERO : step);
    return !FileTemplate.fill(template, other).equals(FileTemplate.fill(template, deadline));
  }

  private static Deadline moved(Deadline d, long days, Duration step) {
    ZoneId zone = d.timezone();
    Instant slot = d.slot();
    return new Deadline(
        d.rule(),
        d.businessDate().plusDays(days),
        slot == null ? null : slot.atZone(zone).plusDays(days).toInstant().plus(step),
        d.dataDate().plusDays(days),
        d.opensAt().atZone(zone).plusDays(days).toInstant().plus(step),
        d.dueAt(),
        d.closesAt(),
        zone,
        d.objective());
  }

  /**
   * What comes before all that changes. Without a date the last folder may be made anew each time.
   */
  private static String home(String template) {
    String steady = template.split("[{*?]", 2)[0];
    String folder = steady.substring(0, steady.lastIndexOf('/') + 1);
    return template.indexOf('{') >= 0 || folder.matches("([^/]+/)?")
        ? folder
        : folder.replaceFirst("[^/]+/$", "");
  }

  public Probe probe() {
    return probe;
  }

  /** The path of the deadline, wildcards as they are; for people. */
  public String path() {
    return path;
  }

  /**
   * Whether it is the path of this deadline alone: what lies there is its data, whenever it came.
   */
  public boolean isDated() {
    return dated;
  }

  /** Whether only one file can be meant. */
  boolean isOne() {
    return !glob.isWild();
  }

  /** Whether this file is one of them. */
  public boolean has(String file) {
    return glob.matches(file);
  }

  /** What every path to be listed begins with; the files beside a marker are among them. */
  public String prefix() {
    String literal = glob.literal();
    if (!isMarker() || !dated) {
      return literal;
    }
    return isUnderscored() || glob.isWild()
        ? literal.substring(0, literal.lastIndexOf('/') + 1)
        : literal.substring(0, literal.length() - glob.name().length()) + stem(glob.name());
  }

  /** The folder that holds all of them, with a slash at its end; empty for the topmost. */
  public String folder() {
    return prefix().substring(0, prefix().lastIndexOf('/') + 1);
  }

  /**
   * The folder that is there on every day, with a slash at its end; empty for the topmost. Where it
   * is missing the rule is wrong, not the delivery late.
   */
  public String home() {
    return home;
  }

  /** Whether the path tries to lead elsewhere, by a part {@code ..} or {@code .}. */
  boolean isCrooked() {
    return path.matches("(.*/)?\\.\\.?(/.*)?");
  }

  /** Whether all that is needed lies in {@link #folder()} itself, nothing in folders below it. */
  public boolean isFlat() {
    boolean deep = isMarker() && dated && isUnderscored();
    return !deep && !glob.name().equals("**") && glob.literal().startsWith(glob.folder());
  }

  /**
   * Whether a walk has to look into this folder.
   *
   * @param at without a slash at its end; empty for the topmost
   */
  public boolean leadsThrough(String at) {
    boolean besideMarker =
        isMarker() && dated && isUnderscored() && !glob.isWild() && (at + "/").startsWith(folder());
    return besideMarker || glob.leadsThrough(at);
  }

  /** Whether it is a file like {@code _SUCCESS}, empty by nature, that tells of others. */
  public boolean isMarker() {
    return !Glob.isWild(glob.name()) && isMarker(glob.name());
  }

  private boolean isUnderscored() {
    return glob.name().startsWith("_");
  }

  static boolean isMarker(String name) {
    String end = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return name.startsWith("_") || (name.indexOf('.') > 0 && MARKERS.contains(end));
  }

  /** Whether a file is data that this marker tells of. */
  boolean tellsOf(String marker, String file) {
    String beside = marker.substring(0, marker.lastIndexOf('/') + 1);
    String name = file.substring(file.lastIndexOf('/') + 1);
    if (!file.startsWith(beside) || name.startsWith(".") || isMarker(name)) {
      return false;
    }
    return isUnderscored() || file.startsWith(stem(marker));
  }

  private static String stem(String marker) {
    return marker.substring(0, marker.lastIndexOf('.'));
  }

  FilesRule files() {
    FilesRule files = probe.rule().readiness().files();
    return files == null ? new FilesRule(1, 0) : files;
  }

  @Nullable Duration stableFor() {
    return probe.rule().readiness().stableFor();
  }

  @Override
  public String toString() {
    return path;
  }
}
