package dev.punctual.rule;

import java.nio.file.Path;
import java.util.List;

/** Reads rule files, all of them as one set that is taken whole or not at all. */
public final class RuleFolder {

  /**
   * How much is read.
   *
   * @param deadlinesPerDay a rule set with more is refused
   */
  public record Limits(int deadlinesPerDay) {

    public static final Limits STANDARD = new Limits(50_000);
  }

  private RuleFolder() {}

  /** Reads with the {@linkplain Limits#STANDARD standard limits}. */
  public static Reading read(List<Path> paths, KnownSources sources) {
    return read(paths, sources, Limits.STANDARD);
  }

  /**
   * Reads every {@code *.yaml} and {@code *.yml} below the folders and every named file, in bounded
   * memory, without waiting for pipes. A path that does not exist is a problem like any other; an
   * empty folder is a set without rules.
   *
   * @param paths files and folders; positions in messages begin with them as they are given
   */
  public static Reading read(List<Path> paths, KnownSources sources, Limits limits) {
    Problems problems = new Problems();
    RuleSetReader reader = new RuleSetReader(problems, sources, limits);
    RuleSet rules = reader.read(RuleFiles.read(paths, problems));
    return problems.hasErrors()
        ? new Reading.Rejected(problems.errors())
        : new Reading.Accepted(rules, problems.warnings());
  }
}
