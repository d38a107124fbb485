package dev.punctual.poll;

import java.util.List;

/**
 * The service cannot start with what it was given. Each line says what is wrong, where, and what to
 * do; a command prints them and ends with 2.
 */
public class RefusedStart extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> lines;

  public RefusedStart(List<String> lines) {
    super(String.join(System.lineSeparator(), lines));
    this.lines = List.copyOf(lines);
  }

  public List<String> lines() {
    return lines;
  }
}
