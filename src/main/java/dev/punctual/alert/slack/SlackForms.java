package dev.punctual.alert.slack;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.slack.api.model.block.InputBlock;
import com.slack.api.model.block.LayoutBlock;
import com.slack.api.model.block.composition.OptionObject;
import com.slack.api.model.block.composition.PlainTextObject;
import com.slack.api.model.block.element.MultiStaticSelectElement;
import com.slack.api.model.block.element.PlainTextInputElement;
import com.slack.api.model.block.element.StaticSelectElement;
import com.slack.api.model.view.View;
import com.slack.api.model.view.ViewClose;
import com.slack.api.model.view.ViewSubmit;
import com.slack.api.model.view.ViewTitle;
import dev.punctual.alert.CardDeadlines.Listed;
import dev.punctual.ledger.CauseCategory;
import dev.punctual.ledger.ExcusalCategory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The forms behind Excuse… and Cause…: which deadlines, which category, and a note. */
final class SlackForms {

  private static final int OPTIONS = 100;
  private static final int LABEL = 75;
  private static final int NOTE = 3_000;

  private SlackForms() {}

  /** A form that was sent. */
  record Sent(String act, String uid, Set<Long> deadlines, String category, String note) {}

  static View form(String act, String uid, List<Listed> alarms) {
    boolean excuse = act.equals("excuse");
    List<LayoutBlock> blocks = new ArrayList<>();
    blocks.add(deadlines(alarms));
    blocks.add(
        input(
            "category",
            excuse ? "It does not count because of" : "Cause",
            StaticSelectElement.builder()
                .actionId("category")
                .options(categories(excuse).map(c -> option(c.replace('_', ' '), c)).toList())
                .build(),
            false));
    blocks.add(
        input(
            "note",
            excuse ? "Reason (stands in the report)" : "Note",
            PlainTextInputElement.builder()
                .actionId("note")
                .multiline(true)
                .maxLength(NOTE)
                .build(),
            !excuse));
    return View.builder()
        .type("modal")
        .callbackId(act)
        .privateMetadata(uid)
        .title(ViewTitle.builder().type("plain_text").text(excuse ? "Excuse" : "Cause").build())
        .submit(ViewSubmit.builder().type("plain_text").text("Save").build())
        .close(ViewClose.builder().type("plain_text").text("Cancel").build())
        .blocks(blocks)
        .build();
  }

  private static Stream<String> categories(boolean excuse) {
    return excuse
        ? Stream.of(ExcusalCategory.values()).map(ExcusalCategory::word)
        : Stream.of(CauseCategory.values()).map(CauseCategory::word);
  }

  private static InputBlock deadlines(List<Listed> alarms) {
    List<OptionObject> options = new ArrayList<>();
    List<OptionObject> ticked = new ArrayList<>();
    for (Listed each : alarms.subList(0, Math.min(OPTIONS, alarms.size()))) {
      OptionObject option = option(each.label(), String.valueOf(each.id()));
      options.add(option);
      if (alarms.size() == 1 || each.isOpen()) {
        ticked.add(option);
      }
    }
    return input(
        "deadlines",
        "Deadlines",
        MultiStaticSelectElement.builder()
            .actionId("deadlines")
            .options(options)
            .initialOptions(ticked.isEmpty() ? null : ticked)
            .build(),
        false);
  }

  private static InputBlock input(
      String id,
      String label,
      com.slack.api.model.block.element.BlockElement element,
      boolean optional) {
    return InputBlock.builder()
        .blockId(id)
        .label(PlainTextObject.builder().text(label).build())
        .element(element)
        .optional(optional)
        .build();
  }

  private static OptionObject option(String label, String choice) {
    String text = label.length() <= LABEL ? label : label.substring(0, LABEL - 1) + "…";
    return OptionObject.builder()
        .text(PlainTextObject.builder().text(text).build())
        .value(choice)
        .build();
  }

  static Sent read(JsonObject view) {
    JsonObject fields = view.getAsJsonObject("state").getAsJsonObject("values");
    Set<Long> deadlines = new HashSet<>();
    for (JsonElement option :
        field(fields, "deadlines").getAsJsonArray("selected_options").asList()) {
      String id = SlackHands.text(option.getAsJsonObject(), "value");
      if (id.matches("\\d{1,18}")) {
        deadlines.add(Long.valueOf(id));
      }
    }
    JsonElement category = field(fields, "category").get("selected_option");
    return new Sent(
        SlackHands.text(view, "callback_id"),
        SlackHands.text(view, "private_metadata"),
        deadlines,
        category == null || !category.isJsonObject()
            ? ""
            : SlackHands.text(category.getAsJsonObject(), "value"),
        SlackHands.text(field(fields, "note"), "value"));
  }

  private static JsonObject field(JsonObject fields, String name) {
    return fields.getAsJsonObject(name).getAsJsonObject(name);
  }

  /** Answers a form with words at one of its fields. */
  static String error(String block, String words) {
    JsonObject errors = new JsonObject();
    errors.addProperty(block, words);
    JsonObject answer = new JsonObject();
    answer.addProperty("response_action", "errors");
    answer.add("errors", errors);
    return answer.toString();
  }
}
