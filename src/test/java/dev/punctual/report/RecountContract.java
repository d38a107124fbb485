package dev.punctual.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.recount.Recount;
import dev.punctual.report.Chronicle.Fate;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The report of a half-year with every kind of day, against a count that shares no code with it.
 */
abstract class RecountContract {

  /** Settings of an empty database. */
  abstract Map<String, Object> database();

  @Test
  void every_figure_is_what_an_independent_count_of_the_deadlines_finds() throws Exception {
    Map<String, Object> settings = new HashMap<>(database());
    settings.put("punctual.timezone", "Asia/Tokyo");
    settings.put("punctual.engine.enabled", false);
    settings.put("test.sample", "report");
    settings.put("micronaut.server.port", -1);
    try (ApplicationContext context = ApplicationContext.run(settings, "test")) {
      Map<Fate, Integer> fates = new Chronicle(context).write();
      assertThat(fates).containsOnlyKeys(Fate.values());
      EmbeddedServer server = context.getBean(EmbeddedServer.class).start();
      Recount recount = new Recount(server.getURI());
      for (String period : new String[] {"2026H1", "2026Q2", "2026-03"}) {
        assertThat(recount.differences(period)).as(period).isEmpty();
      }
      context.getBean(Freezer.class).freezeDue(Sample.NOW);
      for (String period : new String[] {"2025H2", "2026H1", "2026Q1", "2026-05"}) {
        assertThat(recount.differences(period)).as("frozen " + period).isEmpty();
      }
    }
  }
}
