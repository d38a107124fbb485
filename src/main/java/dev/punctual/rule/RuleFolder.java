package dev.punctual.rule;

import java.nio.file.Path;
import java.util.List;
import java.util.SequencedMap;

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
    return read(RuleFiles.read(paths, problems), problems, sources, limits);
  }

  /**
   * Reads texts that were files once, as {@link RuleSet#files()} keeps them.
   *
   * @param texts by path, in the order in which they were read
   */
  public static Reading reread(
      SequencedMap<String, String> texts, KnownSources sources, Limits limits) {
    List<TextFile> files =
        texts.entrySet().stream()
            .map(text -> new TextFile(text.getKey(), text.getValue()))
            .toList();
    return read(files, new Problems(), sources, limits);
  }

  private static Reading read(
      List<TextFile> files, Problems problems, KnownSources sources, Limits limits) {
    RuleSet rules = new RuleSetReader(problems, sources, limits).read(files);
    return problems.hasErrors()
        ? new Reading.Rejected(problems.errors())
        : new Reading.Accepted(rules, problems.warnings());
  }
}
