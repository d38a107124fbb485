package dev.punctual.respond;

import java.time.Instant;
import java.util.List;

/** What a person asked for cannot be done; the message says what to do instead. */
public class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What is wrong, for the status of an answer. */
  public enum Kind {
    /** No such rule, date or slot: 404. */
    ABSENT,
    /** Several slots, none named: 409. */
    AMBIGUOUS,
    /** A field is missing or wrong: 422. */
    INVALID
  }

  private final Kind kind;
  private final transient List<Instant> slots;
  private final String field;

  Refusal(Kind kind, String message, List<Instant> slots) {
    this(kind, message, slots, "");
  }

  private Refusal(Kind kind, String message, List<Instant> slots, String field) {
    super(message);
    this.kind = kind;
    this.slots = List.copyOf(slots);
    this.field = field;
  }

  public static Refusal absent(String message) {
    return new Refusal(Kind.ABSENT, message, List.of(), "");
  }

  public static Refusal invalid(String field, String message) {
    return new Refusal(Kind.INVALID, message, List.of(), field);
  }

  public Kind kind() {
    return kind;
  }

  /** The slots of the date, where one of them has to be named. */
  public List<Instant> slots() {
    return slots;
  }

  /** The field that is wrong; empty where none is. */
  public String field() {
    return field;
  }
}
