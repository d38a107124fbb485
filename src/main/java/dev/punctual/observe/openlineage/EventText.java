package dev.punctual.observe.openlineage;

import dev.punctual.observe.LineageEvent;
import dev.punctual.observe.LineageEvent.Run;
import dev.punctual.observe.LineageEvent.Span;
import dev.punctual.observe.LineageEvent.State;
import dev.punctual.observe.LineageInbox.Kind;
import dev.punctual.observe.LineageInbox.Name;
import dev.punctual.observe.LineageReader.Item;
import dev.punctual.observe.wire.Json;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One event. Facets and fields that are not known are passed over; what is needed and missing makes
 * the event unreadable.
 *
 * @param at when it happened; a clock that runs ahead is held to when it was received
 */
record EventText(Json event, Instant at) {

  private static final int LONGEST_NOTE = 500;

  /** A member that has to be there and is not, or is none that can be read. */
  private static final class Wrong extends Exception {
    private static final long serialVersionUID = 1L;

    private final String pointer;

    Wrong(String pointer, String detail) {
      super(detail);
      this.pointer = pointer;
    }
  }

  static Item read(Json event, String pointer, Instant receivedAt) {
    try {
      Instant at = event.instant("eventTime");
      if (at == null) {
        throw new Wrong("/eventTime", "must be a time with its zone, as 2026-11-20T09:00:00Z");
      }
      EventText text = new EventText(event, at.isAfter(receivedAt) ? receivedAt : at);
      return new Item.Read(text.read());
    } catch (Wrong wrong) {
      return new Item.Unreadable(pointer + wrong.pointer, String.valueOf(wrong.getMessage()));
    }
  }

  private LineageEvent read() throws Wrong {
    if (event.get("job").isObject()) {
      Name job = name(event.get("job"), "/job", Kind.JOB);
      Run run = event.get("run").isObject() ? run() : null;
      return new LineageEvent(
          job,
          run,
          DatasetText.outputs(event.items("outputs")),
          DatasetText.inputs(event.items("inputs")));
    }
    if (event.get("dataset").isObject()) {
      return dataset();
    }
    throw new Wrong("/job", "must be there, or dataset: this is no event of a run, job or dataset");
  }

  private Run run() throws Wrong {
    Json run = event.get("run");
    String id = run.text("runId");
    if (id == null || id.isBlank() || id.length() > 200) {
      throw new Wrong("/run/runId", "must be a text that is not empty");
    }
    String type = event.text("eventType", "OTHER").toUpperCase(Locale.ROOT);
    Json facets = run.get("facets");
    return new Run(
        id,
        state(type),
        at,
        type.equals("ABORT") ? "aborted" : "failed",
        line(facets.get("errorMessage").text("message")),
        nominal(facets.get("nominalTime")),
        null,
        parent(facets.get("parent")));
  }

  private static State state(String type) {
    return switch (type) {
      case "START", "RUNNING" -> State.STARTED;
      case "COMPLETE" -> State.SUCCEEDED;
      case "FAIL", "ABORT" -> State.FAILED;
      default -> State.OTHER;
    };
  }

  private static @Nullable Span nominal(Json facet) {
    Instant start = facet.instant("nominalStartTime");
    Instant end = facet.instant("nominalEndTime");
    return start == null ? end == null ? null : new Span(end, end) : new Span(start, end);
  }

  private static @Nullable String parent(Json facet) {
    String run = facet.get("run").text("runId");
    Json job = facet.get("job");
    return run == null
        ? null
        : cut(job.text("namespace", "") + "/" + job.text("name", "") + "/" + run);
  }

  private static @Nullable String line(@Nullable String message) {
    return message == null
        ? null
        : cut(message.strip().lines().findFirst().orElse("").replace("\0", ""));
  }

  private static String cut(String text) {
    return text.length() <= LONGEST_NOTE ? text : text.substring(0, LONGEST_NOTE - 1) + "…";
  }

  private static Name name(Json object, String pointer, Kind kind) throws Wrong {
    Name name = DatasetText.name(object, kind);
    if (name == null) {
      throw new Wrong(
          pointer, "must have a namespace and a name, at most 500 and 1,000 bytes long");
    }
    return name;
  }

  /**
   * What is said of a dataset without a run. Metadata alone is no writing: only a change of state
   * that fills it, or a version of its data, which is the same one however often it is told of.
   */
  private LineageEvent dataset() throws Wrong {
    Json dataset = event.get("dataset");
    Name name = name(dataset, "/dataset", Kind.DATASET);
    String version = dataset.get("facets").get("datasetVersion").text("datasetVersion");
    boolean changed = Boolean.TRUE.equals(DatasetText.written(dataset));
    if (version == null && !changed) {
      return new LineageEvent(name, null, List.of(), List.of());
    }
    String id = version == null ? "change " + at : "version " + version;
    Run run =
        new Run(
            id.length() <= 200 ? id : id.substring(0, 200),
            State.SUCCEEDED,
            at,
            "failed",
            null,
            null,
            null,
            null);
    return new LineageEvent(name, run, DatasetText.outputs(List.of(dataset)), List.of());
  }
}
