package dev.punctual.web;

import io.micronaut.http.HttpStatus;
import java.util.Map;

/**
 * A request that cannot be answered as asked. Becomes a page for people and an RFC 9457 body for
 * programs ({@code /api/…}).
 */
public class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final HttpStatus status;
  private final String title;
  private final transient Map<String, Object> members;

  /**
   * @param title what is wrong, a few words
   * @param detail what it means and what to do, a sentence
   */
  public ProblemException(HttpStatus status, String title, String detail) {
    this(status, title, detail, Map.of());
  }

  /**
   * @param members further members of the body, in snake case
   */
  public ProblemException(
      HttpStatus status, String title, String detail, Map<String, Object> members) {
    super(detail);
    this.status = status;
    this.title = title;
    this.members = Map.copyOf(members);
  }

  /** Something that is not there. */
  public static ProblemException notFound(String title, String detail) {
    return new ProblemException(HttpStatus.NOT_FOUND, title, detail);
  }

  /** A parameter or body that cannot be understood. */
  public static ProblemException badRequest(String title, String detail) {
    return new ProblemException(HttpStatus.BAD_REQUEST, title, detail);
  }

  public HttpStatus status() {
    return status;
  }

  public String title() {
    return title;
  }

  public String detail() {
    return String.valueOf(getMessage());
  }

  public Map<String, Object> members() {
    return members;
  }
}
