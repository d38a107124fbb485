package dev.punctual.whatif;

/** What was asked cannot be simulated; the message says why and what to write instead. */
public class BadVariation extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String parameter;

  BadVariation(String parameter, String message) {
    super(message);
    this.parameter = parameter;
  }

  /** The name of the wrong parameter, as {@code ready_by}. */
  public String parameter() {
    return parameter;
  }
}
