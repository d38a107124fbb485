package dev.punctual.web;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.prometheus.client.Collector;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;

/**
 * Everything Prometheus may scrape: what is registered with the shared {@link CollectorRegistry},
 * and every {@link Collector} bean.
 */
@Controller("/metrics")
class MetricsController {

  private final CollectorRegistry registry;

  MetricsController(CollectorRegistry registry, List<Collector> collectors) {
    this.registry = registry;
    collectors.forEach(registry::register);
  }

  @Get(produces = MediaType.ALL)
  @ExecuteOn(TaskExecutors.BLOCKING)
  HttpResponse<String> scrape(HttpRequest<?> request) throws IOException {
    String accept = String.join(",", request.getHeaders().getAll("Accept"));
    String type = TextFormat.chooseContentType(accept);
    StringWriter text = new StringWriter(1 << 14);
    TextFormat.writeFormat(type, text, registry.metricFamilySamples());
    return HttpResponse.ok(text.toString()).header("Content-Type", type);
  }
}
