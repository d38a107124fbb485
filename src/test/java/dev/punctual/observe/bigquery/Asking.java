package dev.punctual.observe.bigquery;

import dev.punctual.observe.Observation;
import dev.punctual.observe.Probe;
import dev.punctual.observe.Probes;
import dev.punctual.observe.Source;
import dev.punctual.observe.Source.Ask;
import dev.punctual.observe.Source.Round;
import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.SourceType.Settings;
import dev.punctual.rule.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A source on a fake, and its day: 20 November 2026, in UTC, data of the same day. */
final class Asking {

  static final Probes DAY = Probes.on(LocalDate.parse("2026-11-20"));

  private Asking() {}

  static Source source(FakeBigQuery bigquery, Path folder, String... settings) throws IOException {
    Map<String, String> values = new HashMap<>();
    values.put("url", bigquery.url());
    values.put("project", FakeBigQuery.PROJECT);
    values.put("credentials-file", bigquery.key(folder).toString());
    for (int i = 0; i < settings.length; i += 2) {
      values.put(settings[i], settings[i + 1]);
    }
    return new BigQueryType().open(new Settings("bq", values));
  }

  /** The table a rule writes as {@code bq.mart.sales}. */
  static Target.Table table(String... names) {
    return new Target.Table("bq", List.of(names));
  }

  static Round round(Source source, Instant now, Probe... probes)
      throws SourceFailure, InterruptedException {
    return source.observe(Arrays.asList(probes), new Ask(now, Map.of(), Map.of()));
  }

  static Observation ask(Source source, Instant now, Probe probe)
      throws SourceFailure, InterruptedException {
    return round(source, now, probe).answers().getFirst().observation();
  }

  /** What was seen of each target, by its path. */
  static Map<String, Observation> seen(Round round) {
    Map<String, Observation> seen = new LinkedHashMap<>();
    round
        .answers()
        .forEach(answer -> seen.put(answer.probe().rule().target().path(), answer.observation()));
    return seen;
  }
}
