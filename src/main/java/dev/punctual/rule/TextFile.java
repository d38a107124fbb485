package dev.punctual.rule;

/**
 * A file that was read.
 *
 * @param path as shown to people: as it was given, and how it was found below that
 * @param text without a byte order mark
 */
record TextFile(String path, String text) {}
