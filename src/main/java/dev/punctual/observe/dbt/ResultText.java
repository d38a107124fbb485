package dev.punctual.observe.dbt;

import dev.punctual.observe.LineageEvent;
import dev.punctual.observe.LineageEvent.Run;
import dev.punctual.observe.LineageEvent.State;
import dev.punctual.observe.LineageInbox.Kind;
import dev.punctual.observe.LineageInbox.Name;
import dev.punctual.observe.LineageReader.Delivery;
import dev.punctual.observe.LineageReader.Item;
import dev.punctual.observe.wire.Json;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Results of one invocation.
 *
 * @param environment the namespace of its nodes
 * @param invocation what makes its runs unique
 * @param generatedAt stands in for times that a result does not give
 * @param receivedAt the latest anything may have happened
 */
record ResultText(String environment, String invocation, Instant generatedAt, Instant receivedAt) {

  private static final int LONGEST = 500;

  static ResultText of(Json artifact, Delivery delivery) {
    Json metadata = artifact.get("metadata");
    Instant generated =
        Objects.requireNonNullElse(metadata.instant("generated_at"), delivery.receivedAt());
    String invocation = metadata.text("invocation_id", "generated " + generated);
    return new ResultText(
        Objects.requireNonNullElse(delivery.environment(), DbtSettings.ENVIRONMENT),
        invocation.length() <= 200 ? invocation : invocation.substring(0, 200),
        generated,
        delivery.receivedAt());
  }

  /** A result of {@code run_results.json}. */
  Item node(Json result) {
    Name name = name(result);
    String status = result.text("status");
    if (name == null || status == null) {
      return unreadable(name == null ? "unique_id" : "status");
    }
    Instant ended = time(result, "completed_at");
    return new Item.Read(
        event(
            name,
            new Run(
                invocation,
                state(status),
                ended,
                status.equals("fail") ? "failed" : status,
                state(status) == State.FAILED ? line(result.text("message")) : null,
                null,
                null,
                null)));
  }

  /**
   * Statuses of models, tests, seeds and snapshots. {@code no-op} and {@code reused} built nothing.
   */
  private static State state(String status) {
    return switch (status) {
      case "success", "pass", "warn" -> State.SUCCEEDED;
      case "error", "fail", "skipped", "runtime error", "partial success" -> State.FAILED;
      default -> State.OTHER;
    };
  }

  /** A result of {@code sources.json}: how new the newest row was when dbt looked. */
  Item source(Json result) {
    Name name = name(result);
    if (name == null) {
      return unreadable("unique_id");
    }
    Instant newest = result.instant("max_loaded_at");
    Instant looked = result.instant("snapshotted_at");
    Instant at = held(looked == null ? generatedAt : looked);
    return new Item.Read(
        event(
            name,
            newest == null
                ? new Run(
                    invocation,
                    State.FAILED,
                    at,
                    "failed",
                    line(String.valueOf(result.get("error").value())),
                    null,
                    null,
                    null)
                : new Run(invocation, State.SUCCEEDED, at, "failed", null, null, newest, null)));
  }

  private static LineageEvent event(Name name, Run run) {
    return new LineageEvent(name, run, List.of(), List.of());
  }

  private static Item unreadable(String member) {
    return new Item.Unreadable("/results", "each must have a " + member);
  }

  private @Nullable Name name(Json result) {
    String id = result.text("unique_id");
    return id == null || id.isBlank() || id.length() > LONGEST
        ? null
        : new Name(Kind.NODE, environment, id);
  }

  /** A time of the step that executed it; of one that never began that of the artifact. */
  private Instant time(Json result, String member) {
    List<Json> steps = result.items("timing");
    return held(
        (steps == null ? List.<Json>of() : steps)
            .stream()
                .filter(step -> step.text("name", "").equals("execute"))
                .map(step -> step.instant(member))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(generatedAt));
  }

  private Instant held(Instant at) {
    return at.isAfter(receivedAt) ? receivedAt : at;
  }

  private static @Nullable String line(@Nullable String message) {
    if (message == null) {
      return null;
    }
    String line = String.join(" ", message.replace("\0", "").strip().lines().limit(3).toList());
    String tidy = line.replaceAll("\\s+", " ").replaceFirst("\\.+$", "");
    return tidy.length() <= LONGEST ? tidy : tidy.substring(0, LONGEST - 1) + "…";
  }
}
