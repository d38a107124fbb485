package dev.punctual.observe.bigquery;

import static dev.punctual.observe.bigquery.Asking.DAY;
import static dev.punctual.observe.bigquery.Asking.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.punctual.observe.Probe;
import dev.punctual.observe.Source;
import dev.punctual.observe.wire.Discovery;
import dev.punctual.observe.wire.Discovery.Exchange;
import dev.punctual.rule.Readiness.Evidence;
import dev.punctual.rule.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Holds what the source sends, and what the fake answers, against the description that Google
 * publishes. That is not part of the project: the test is skipped, and says so, where it is not at
 * hand. {@code -Dpunctual.contract} or {@code PUNCTUAL_CONTRACT} name its folder.
 */
class BigQueryDescriptionTest {

  @TempDir Path folder;

  @Test
  void requests_and_answers_fit_the_published_description() throws Exception {
    Path file = Discovery.folder().resolve("google-bigquery.v2.json");
    assumeTrue(
        Files.isReadable(file), () -> "skipped: there is no " + file + "; set PUNCTUAL_CONTRACT");
    Discovery description = Discovery.read(file);
    List<Exchange> exchanges = everything();
    List<String> wrong = new ArrayList<>();
    exchanges.forEach(exchange -> wrong.addAll(description.objections(exchange)));
    assertThat(exchanges).hasSizeGreaterThan(60);
    assertThat(wrong).isEmpty();
  }

  /** Rounds and a check that use every request there is. */
  private List<Exchange> everything() throws Exception {
    try (FakeBigQuery bigquery = new FakeBigQuery();
        Source source = Asking.source(bigquery, folder, "query-timeout", "1s")) {
      List<Probe> probes = new ArrayList<>();
      for (int i = 0; i < 55; i++) {
        FakeBigQuery.Table one = bigquery.table("mart", "t" + i, "dt DATE").byTime("DAY", "dt");
        one.modified("2026-11-19T08:00:00Z").buffered = Instant.parse("2026-11-20T08:00:00Z");
        bigquery.partition(one, "20261120", 5, "2026-11-20T08:00:00Z");
        probes.add(DAY.of(table("mart", "t" + i), new Evidence.Modified()));
      }
      probes.add(DAY.of(table("mart", "t1"), new Evidence.Partition(":data_date")));
      probes.add(DAY.of(table("mart", "t2"), new Evidence.Column("dt")));
      probes.add(DAY.of(table("mart", "t3"), new Evidence.Where("dt = :data_date")));
      probes.add(DAY.of(table("mart", "none"), new Evidence.Where("dt = :data_date")));
      probes.add(DAY.of(new Target.Query("bq", "select current_date")));
      bigquery.pageSize = 2;
      source.observe(probes, new Source.Ask(DAY.dueAt(), Map.of(), Map.of()));
      source.check(probes);
      bigquery.notDoneFor.set(Integer.MAX_VALUE);
      source.observe(probes, new Source.Ask(DAY.dueAt(), Map.of(), Map.of()));
      return List.copyOf(bigquery.exchanges);
    }
  }
}
