package dev.punctual.report;

import dev.punctual.web.ProblemException;
import io.micronaut.http.HttpStatus;
import java.util.Map;

/** The name of a period cannot be read. The message says what is wrong and shows the right form. */
public final class BadPeriodException extends ProblemException {
  private static final long serialVersionUID = 1L;

  BadPeriodException(String message) {
    super(HttpStatus.BAD_REQUEST, "There is no such period.", message, Map.of());
  }
}
