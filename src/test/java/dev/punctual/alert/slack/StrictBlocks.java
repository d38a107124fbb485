package dev.punctual.alert.slack;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Slack's limits on blocks and metadata. Answers begin with Slack's word for what is wrong. */
final class StrictBlocks {

  private static final Set<String> ATTACHMENT = Set.of("color", "fallback", "blocks");
  private static final Set<String> COLOURS = Set.of("good", "warning", "danger");
  private static final int BLOCKS = 50;
  private static final int SECTION = 3_000;
  private static final Pattern MARKUP =
      Pattern.compile("<(?![@#!]|https?://|mailto:)|&(?!amp;|lt;|gt;)");

  private int blocks;
  private int characters;
  private final Set<String> actions = new HashSet<>();

  int characters() {
    return characters;
  }

  @Nullable String attachments(JsonArray attachments) {
    for (JsonElement each : attachments) {
      JsonObject attachment = each.getAsJsonObject();
      for (String key : attachment.keySet()) {
        if (!ATTACHMENT.contains(key)) {
          return "invalid_attachments unknown key " + key;
        }
      }
      String color = text(attachment, "color");
      if (!color.isEmpty() && !COLOURS.contains(color) && !color.matches("#[0-9a-f]{6}")) {
        return "invalid_attachments color " + color;
      }
      for (JsonElement block : attachment.getAsJsonArray("blocks")) {
        String problem = block(block.getAsJsonObject());
        if (problem != null) {
          return "invalid_blocks " + problem;
        }
      }
    }
    return blocks > BLOCKS ? "invalid_blocks " + blocks + " blocks" : null;
  }

  private @Nullable String block(JsonObject block) {
    blocks++;
    return switch (text(block, "type")) {
      case "section" -> mrkdwn(block.getAsJsonObject("text"), SECTION);
      case "context" -> context(block.getAsJsonArray("elements"));
      case "actions" -> actions(block.getAsJsonArray("elements"));
      default -> "unexpected block " + block;
    };
  }

  private @Nullable String context(JsonArray elements) {
    if (elements.isEmpty() || elements.size() > 10) {
      return "context of " + elements.size();
    }
    for (JsonElement each : elements) {
      String problem = mrkdwn(each.getAsJsonObject(), SECTION);
      if (problem != null) {
        return problem;
      }
    }
    return null;
  }

  private @Nullable String actions(JsonArray elements) {
    if (elements.isEmpty() || elements.size() > 25) {
      return "actions of " + elements.size();
    }
    for (JsonElement each : elements) {
      String problem = element(each.getAsJsonObject());
      if (problem != null) {
        return problem;
      }
    }
    return null;
  }

  private @Nullable String element(JsonObject element) {
    String action = text(element, "action_id");
    if (action.isEmpty() || action.length() > 255 || !actions.add(action)) {
      return "action_id " + action;
    }
    if (text(element, "type").equals("static_select")) {
      return options(element.getAsJsonArray("options"));
    }
    if (!text(element, "type").equals("button")) {
      return "unexpected element " + element;
    }
    if (text(element, "url").length() > 3_000 || text(element, "value").length() > 2_000) {
      return "url or value too long";
    }
    return plain(element.getAsJsonObject("text"));
  }

  private @Nullable String options(JsonArray options) {
    if (options.isEmpty() || options.size() > 100) {
      return "options of " + options.size();
    }
    for (JsonElement each : options) {
      JsonObject option = each.getAsJsonObject();
      String problem = plain(option.getAsJsonObject("text"));
      if (problem != null || text(option, "value").length() > 75) {
        return problem == null ? "option value too long" : problem;
      }
    }
    return null;
  }

  private @Nullable String mrkdwn(JsonObject text, int most) {
    String content = text(text, "text");
    characters += content.length();
    if (!text(text, "type").equals("mrkdwn") || content.isEmpty() || content.length() > most) {
      return "text of " + content.length();
    }
    return badMarkup(content) ? "unescaped characters in: " + content : null;
  }

  private @Nullable String plain(JsonObject text) {
    String content = text(text, "text");
    characters += content.length();
    return !text(text, "type").equals("plain_text") || content.isEmpty() || content.length() > 75
        ? "plain text of " + content.length()
        : null;
  }

  static boolean badMarkup(String text) {
    return MARKUP.matcher(text).find();
  }

  static @Nullable String metadata(@Nullable JsonObject metadata) {
    if (metadata == null) {
      return null;
    }
    if (!metadata.keySet().equals(Set.of("event_type", "event_payload"))) {
      return "invalid_metadata_format keys " + metadata.keySet();
    }
    for (JsonElement each : metadata.getAsJsonObject("event_payload").asMap().values()) {
      if (!each.isJsonPrimitive()) {
        return "invalid_metadata_schema " + each;
      }
    }
    return null;
  }

  private static String text(JsonObject object, String key) {
    JsonElement found = object.get(key);
    return found == null || found.isJsonNull() ? "" : found.getAsString();
  }
}
