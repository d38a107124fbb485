package dev.punctual.alert.slack;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.slack.api.model.view.View;
import com.slack.api.util.json.GsonFactory;
import dev.punctual.alert.CardView;
import java.util.Map;

/**
 * How much of what Slack allows a message or form takes.
 *
 * @param characters of every text in it, options and labels included
 * @param longest list of options
 */
record SlackMeasure(int blocks, int characters, int longest) {

  /** Blocks Slack takes in a message. */
  static final int MESSAGE_BLOCKS = 50;

  /** Blocks Slack takes in a form. */
  static final int FORM_BLOCKS = 100;

  /** Options Slack takes in one list. */
  static final int OPTIONS = 100;

  static SlackMeasure of(CardView view) {
    JsonElement attachments =
        GsonFactory.createSnakeCase().toJsonTree(SlackText.attachments(view, true));
    return of(attachments).plus(new SlackMeasure(0, SlackText.text(view).length(), 0));
  }

  static SlackMeasure of(View form) {
    return of(GsonFactory.createSnakeCase().toJsonTree(form));
  }

  private static SlackMeasure of(JsonElement json) {
    SlackMeasure all = new SlackMeasure(0, 0, 0);
    if (json.isJsonArray()) {
      for (JsonElement each : json.getAsJsonArray()) {
        all = all.plus(of(each));
      }
    } else if (json.isJsonObject()) {
      for (Map.Entry<String, JsonElement> each : json.getAsJsonObject().entrySet()) {
        all = all.plus(of(each.getKey(), each.getValue()));
      }
    }
    return all;
  }

  private static SlackMeasure of(String key, JsonElement json) {
    return switch (key) {
      case "text" ->
          json.isJsonPrimitive() ? new SlackMeasure(0, json.getAsString().length(), 0) : of(json);
      case "blocks" -> of(json).plus(new SlackMeasure(size(json), 0, 0));
      case "options" -> of(json).plus(new SlackMeasure(0, 0, size(json)));
      // Ticked options stand among the options already.
      case "initial_options" -> new SlackMeasure(0, 0, 0);
      default -> of(json);
    };
  }

  private static int size(JsonElement json) {
    return json instanceof JsonArray array ? array.size() : json instanceof JsonObject ? 1 : 0;
  }

  private SlackMeasure plus(SlackMeasure other) {
    return new SlackMeasure(
        blocks + other.blocks, characters + other.characters, Math.max(longest, other.longest));
  }
}
