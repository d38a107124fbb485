package dev.punctual.web;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import jakarta.inject.Singleton;

/** Answers a {@link ProblemException} with its status. */
@Singleton
class ProblemHandler implements ExceptionHandler<ProblemException, HttpResponse<?>> {

  private final Problems problems;

  ProblemHandler(Problems problems) {
    this.problems = problems;
  }

  @Override
  @SuppressWarnings("rawtypes")
  public HttpResponse<?> handle(HttpRequest request, ProblemException problem) {
    HttpRequest<?> asked = request;
    return problems.processResponse(
        ErrorContext.builder(asked).cause(problem).build(),
        HttpResponse.status(HttpStatus.valueOf(problem.status().getCode())));
  }
}
