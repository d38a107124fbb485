package dev.punctual.rule;

/**
 * How much of a delivery has to be there.
 *
 * @param least number of files, at least 1
 * @param leastBytes of all of them together; 0 where the size does not matter
 */
public record FilesRule(long least, long leastBytes) {
  public FilesRule {
    if (least < 1 || leastBytes < 0) {
      throw new IllegalArgumentException(least + " files of " + leastBytes + " bytes");
    }
  }
}
