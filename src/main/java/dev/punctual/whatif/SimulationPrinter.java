package dev.punctual.whatif;

import dev.punctual.whatif.SimulationDocument.SimulationList;
import io.micronaut.serde.ObjectMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Simulations as text: JSON for machines, sentences and tables for terminals. */
@Singleton
public class SimulationPrinter {

  private final ObjectMapper mapper;

  SimulationPrinter(ObjectMapper mapper) {
    this.mapper = mapper;
  }

  /** The same text as {@code GET /api/v1/simulations}. */
  public String json(List<Simulation> simulations) {
    try {
      return mapper.writeValueAsString(
          new SimulationList(simulations.stream().map(SimulationDocument::of).toList()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One rule in sentences, several as a table. */
  public String text(List<Simulation> simulations) {
    return simulations.size() == 1
        ? SimulationText.of(simulations.getFirst())
        : SimulationText.table(simulations);
  }
}
