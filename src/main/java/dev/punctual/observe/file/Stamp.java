package dev.punctual.observe.file;

/** What the time of a file is worth. */
public enum Stamp {

  /**
   * The store's own: when the object was complete. Nobody can set it; writing the object again or
   * copying it onto itself moves it.
   */
  STORE,

  /**
   * The time of the last modification as file systems keep it: whoever writes the file may set it,
   * {@code cp -p}, {@code rsync -t} and {@code put -p} do. It says nothing of when the file came.
   */
  WRITER
}
