package dev.punctual.alert.slack;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Slack's limits on forms. */
final class StrictViews {

  private static final int SIZE = 250_000;
  private static final int BLOCKS = 100;
  private static final int OPTIONS = 100;
  private static final int NAME = 255;
  private static final int SHORT = 24;
  private static final int OPTION = 75;
  private static final int LONG = 3_000;
  private static final int LABEL = 2_000;

  private final Set<String> names = new HashSet<>();

  /** What Slack would refuse; null when nothing. */
  static @Nullable String problem(JsonObject view) {
    String json = view.toString();
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > SIZE) {
      return "view of " + bytes.length + " bytes";
    }
    if (!new String(bytes, StandardCharsets.UTF_8).equals(json)) {
      return "half a character";
    }
    return new StrictViews().view(view);
  }

  private @Nullable String view(JsonObject view) {
    for (String part : new String[] {"title", "submit", "close"}) {
      JsonElement text = view.get(part);
      if ((part.equals("title") || text != null) && isWrong(text, SHORT)) {
        return part + " " + text;
      }
    }
    if (text(view, "private_metadata").length() > LONG
        || text(view, "callback_id").length() > NAME) {
      return "private_metadata or callback_id too long";
    }
    JsonArray blocks = view.getAsJsonArray("blocks");
    if (blocks.isEmpty() || blocks.size() > BLOCKS) {
      return blocks.size() + " blocks";
    }
    for (JsonElement block : blocks) {
      String problem = block(block.getAsJsonObject());
      if (problem != null) {
        return problem;
      }
    }
    return null;
  }

  private @Nullable String block(JsonObject block) {
    if (text(block, "type").equals("section")) {
      return isWrong(block.get("text"), LONG) ? "section " + block : null;
    }
    if (!text(block, "type").equals("input")) {
      return "unexpected block " + block;
    }
    String name = text(block, "block_id");
    if (name.isEmpty() || name.length() > NAME || !names.add(name)) {
      return "block_id " + name;
    }
    if (isWrong(block.get("label"), LABEL)) {
      return "label " + block.get("label");
    }
    return element(block.getAsJsonObject("element"));
  }

  private static @Nullable String element(JsonObject element) {
    return switch (text(element, "type")) {
      case "plain_text_input" ->
          element.get("max_length").getAsInt() > LONG ? "max_length " + element : null;
      case "static_select" -> options(element.getAsJsonArray("options"));
      case "multi_static_select" -> {
        JsonArray options = element.getAsJsonArray("options");
        JsonArray ticked = element.getAsJsonArray("initial_options");
        boolean known =
            ticked == null || (!ticked.isEmpty() && options.asList().containsAll(ticked.asList()));
        yield known ? options(options) : "initial_options " + ticked;
      }
      default -> "unexpected element " + element;
    };
  }

  private static @Nullable String options(JsonArray options) {
    if (options.isEmpty() || options.size() > OPTIONS) {
      return options.size() + " options";
    }
    for (JsonElement each : options) {
      JsonObject option = each.getAsJsonObject();
      String value = text(option, "value");
      if (isWrong(option.get("text"), OPTION) || value.isEmpty() || value.length() > OPTION) {
        return "option " + option;
      }
    }
    return null;
  }

  private static boolean isWrong(@Nullable JsonElement text, int most) {
    if (text == null || !text.isJsonObject()) {
      return true;
    }
    String words = text(text.getAsJsonObject(), "text");
    return !text(text.getAsJsonObject(), "type").equals("plain_text")
        || words.isBlank()
        || words.length() > most;
  }

  private static String text(JsonObject object, String key) {
    JsonElement found = object.get(key);
    return found == null || found.isJsonNull() ? "" : found.getAsString();
  }
}
