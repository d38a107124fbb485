package dev.punctual.whatif;

import io.micronaut.serde.ObjectMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Simulations as text: JSON for machines, sentences and tables for terminals. */
@Singleton
public class SimulationPrinter {

  private final ObjectMapper mapper;

  SimulationPrinter(ObjectMapper mapper) {
    this.mapper = mapper;
  }

  /** The same text as {@code GET /api/v1/simulations}. */
  public String json(Overview overview) {
    try {
      return mapper.writeValueAsString(OverviewDocument.of(overview));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One rule in sentences, several as a table. */
  public String text(Overview overview) {
    return OverviewText.of(overview);
  }
}
