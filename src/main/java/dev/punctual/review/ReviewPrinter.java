package dev.punctual.review;

import dev.punctual.web.Words;
import io.micronaut.serde.ObjectMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;

/** A review as text: JSON for machines, Markdown for the minutes. */
@Singleton
public class ReviewPrinter {

  private final ObjectMapper json;

  ReviewPrinter(ObjectMapper json) {
    this.json = json;
  }

  /** The same text as {@code GET /api/v1/weeks/{week}}. */
  public String json(Review review) {
    try {
      return json.writeValueAsString(ReviewDocument.of(review));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** English; a page's Markdown speaks the reader's language. */
  public String markdown(Review review) {
    return new Minutes(review, Words.of(Locale.ENGLISH)).write();
  }
}
