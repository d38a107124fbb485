package dev.punctual.review;

import dev.punctual.web.ProblemException;
import io.micronaut.http.HttpStatus;

/** A name that is no week; the message says what to write instead. */
public class BadWeekException extends ProblemException {
  private static final long serialVersionUID = 1L;

  BadWeekException(String message) {
    super(HttpStatus.BAD_REQUEST, "That is not a week", message);
  }
}
