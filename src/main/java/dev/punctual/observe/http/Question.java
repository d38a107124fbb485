package dev.punctual.observe.http;

import dev.punctual.observe.Probe;
import dev.punctual.rule.Deadline;
import dev.punctual.rule.FileTemplate;
import dev.punctual.rule.Target;

/**
 * What a probe asks.
 *
 * @param path with its query, placeholders filled in, beginning with a slash
 * @param pointer a JSON Pointer; empty for the whole answer
 * @param dated whether the path names the date or slot, so that its answer belongs to no other
 */
record Question(Probe probe, String path, String pointer, boolean dated) {

  static Question of(Probe probe, Target.Item endpoint) {
    Deadline deadline = probe.deadline();
    String template = endpoint.name();
    String path = deadline == null ? template : FileTemplate.fill(template, deadline);
    return new Question(
        probe,
        path.startsWith("/") ? path : "/" + path,
        endpoint.details().getOrDefault("pointer", ""),
        template.contains("{"));
  }

  /** As reasons name it. */
  String shown() {
    return path + (pointer.isEmpty() ? "" : " at " + pointer);
  }
}
