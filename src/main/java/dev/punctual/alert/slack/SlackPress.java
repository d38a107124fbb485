package dev.punctual.alert.slack;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something a person did in Slack.
 *
 * @param said as Slack sent it, its signature checked
 * @param key what makes it the same request when it is sent again
 * @param at when it came
 */
record SlackPress(JsonObject said, String key, Instant at) {

  /** {@code block_actions}, {@code view_submission}, … */
  String type() {
    return text(said, "type");
  }

  boolean isForm() {
    return type().equals("view_submission");
  }

  String user() {
    return text(object(said, "user"), "id");
  }

  /** Where it was pressed; a form remembers where its button stood. Empty when it is not known. */
  String channel() {
    return isForm()
        ? SlackForms.channel(object(said, "view"))
        : text(object(said, "channel"), "id");
  }

  /** The pressed button; an empty object for none. */
  JsonObject action() {
    JsonElement actions = said.get("actions");
    return actions != null && actions.isJsonArray() && !actions.getAsJsonArray().isEmpty()
        ? actions.getAsJsonArray().get(0).getAsJsonObject()
        : new JsonObject();
  }

  static JsonObject object(@Nullable JsonObject parent, String name) {
    JsonElement found = parent == null ? null : parent.get(name);
    return found == null || !found.isJsonObject() ? new JsonObject() : found.getAsJsonObject();
  }

  static String text(@Nullable JsonObject object, String name) {
    JsonElement found = object == null ? null : object.get(name);
    return found == null || !found.isJsonPrimitive() ? "" : found.getAsString();
  }

  /** What became of it. */
  sealed interface Done {

    /** Written; the card shows it. {@code words} say it to who had to wait. */
    record Written(String words) implements Done {}

    /** Something to say to the one who pressed, and to nobody else. */
    record Told(String words) implements Done {}

    /** A field of a form is wrong. */
    record Wrong(String field, String words) implements Done {}

    /** Nothing to do and nothing to say. */
    record Quiet() implements Done {}
  }
}
