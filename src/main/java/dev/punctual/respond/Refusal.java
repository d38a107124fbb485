package dev.punctual.respond;

import dev.punctual.web.Fields;
import dev.punctual.web.ProblemException;
import io.micronaut.http.HttpStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;

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

  /**
   * The same for programs.
   *
   * @param absent what is said where it is not there, in a few words
   */
  public ProblemException problem(String absent) {
    String detail = String.valueOf(getMessage());
    return switch (kind) {
      case ABSENT -> new ProblemException(HttpStatus.NOT_FOUND, absent, detail, members());
      case AMBIGUOUS ->
          new ProblemException(HttpStatus.CONFLICT, "Several slots", detail, members());
      case INVALID -> Fields.invalid(field, detail);
    };
  }

  private Map<String, Object> members() {
    return slots.isEmpty()
        ? Map.of()
        : Map.of("slots", slots.stream().map(Instant::toString).toList());
  }
}
