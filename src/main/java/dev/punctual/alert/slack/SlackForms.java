package dev.punctual.alert.slack;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.slack.api.model.block.InputBlock;
import com.slack.api.model.block.LayoutBlock;
import com.slack.api.model.block.SectionBlock;
import com.slack.api.model.block.composition.OptionObject;
import com.slack.api.model.block.composition.PlainTextObject;
import com.slack.api.model.block.element.MultiStaticSelectElement;
import com.slack.api.model.block.element.PlainTextInputElement;
import com.slack.api.model.block.element.StaticSelectElement;
import com.slack.api.model.view.View;
import com.slack.api.model.view.ViewClose;
import com.slack.api.model.view.ViewSubmit;
import com.slack.api.model.view.ViewTitle;
import com.slack.api.util.json.GsonFactory;
import dev.punctual.alert.CardDeadlines.Listed;
import dev.punctual.ledger.CauseCategory;
import dev.punctual.ledger.ExcusalCategory;
import dev.punctual.web.Words;
import java.util.ArrayList;
import java.util.Comparator;
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

  static View form(String act, String uid, String channel, List<Listed> listed, Words words) {
    List<LayoutBlock> blocks = new ArrayList<>();
    blocks.add(deadlines(listed, words));
    if (!act.equals("rerun")) {
      blocks.addAll(why(act.equals("excuse"), words));
    }
    return modal(words.say("slack.form." + act), words)
        .callbackId(act)
        .privateMetadata(uid + " " + channel)
        .submit(
            ViewSubmit.builder()
                .type("plain_text")
                .text(words.say(act.equals("rerun") ? "slack.form.doRerun" : "slack.form.save"))
                .build())
        .blocks(blocks)
        .build();
  }

  private static View.ViewBuilder modal(String title, Words words) {
    return View.builder()
        .type("modal")
        .title(ViewTitle.builder().type("plain_text").text(title).build())
        .close(ViewClose.builder().type("plain_text").text(words.say("slack.form.close")).build());
  }

  private static List<LayoutBlock> why(boolean excuse, Words words) {
    return List.of(
        input(
            "category",
            words.say(excuse ? "slack.form.because" : "slack.form.causeIs"),
            StaticSelectElement.builder()
                .actionId("category")
                .options(
                    categories(excuse).map(c -> option(words.say("category." + c), c)).toList())
                .build(),
            false),
        input(
            "note",
            words.say(excuse ? "slack.form.reason" : "slack.form.note"),
            PlainTextInputElement.builder()
                .actionId("note")
                .multiline(true)
                .maxLength(NOTE)
                .build(),
            !excuse));
  }

  private static Stream<String> categories(boolean excuse) {
    return excuse
        ? Stream.of(ExcusalCategory.values()).map(ExcusalCategory::word)
        : Stream.of(CauseCategory.values()).map(CauseCategory::word);
  }

  /** What is unsettled comes first and is ticked; Slack takes a hundred. */
  private static InputBlock deadlines(List<Listed> listed, Words words) {
    List<OptionObject> options = new ArrayList<>();
    List<OptionObject> ticked = new ArrayList<>();
    List<Listed> openFirst =
        listed.stream().sorted(Comparator.comparing(each -> !isTicked(each))).toList();
    for (Listed each : openFirst.subList(0, Math.min(OPTIONS, openFirst.size()))) {
      OptionObject option = option(each.label(), String.valueOf(each.id()));
      options.add(option);
      if (listed.size() == 1 || isTicked(each)) {
        ticked.add(option);
      }
    }
    String label =
        listed.size() > OPTIONS
            ? words.say("slack.form.deadlinesOf", OPTIONS, listed.size())
            : words.say("slack.form.deadlines");
    return input(
        "deadlines",
        label,
        MultiStaticSelectElement.builder()
            .actionId("deadlines")
            .options(options)
            .initialOptions(ticked.isEmpty() ? null : ticked)
            .build(),
        false);
  }

  private static boolean isTicked(Listed each) {
    return each.isOpen() && !each.excused();
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
    String text = SlackText.clip(label.isBlank() ? choice : label, LABEL);
    return OptionObject.builder()
        .text(PlainTextObject.builder().text(text).build())
        .value(choice)
        .build();
  }

  static Sent read(JsonObject view) {
    JsonObject fields = SlackPress.object(SlackPress.object(view, "state"), "values");
    Set<Long> deadlines = new HashSet<>();
    JsonElement options = field(fields, "deadlines").get("selected_options");
    if (options != null && options.isJsonArray()) {
      for (JsonElement option : options.getAsJsonArray()) {
        String id = SlackPress.text(option.getAsJsonObject(), "value");
        if (id.matches("\\d{1,18}")) {
          deadlines.add(Long.valueOf(id));
        }
      }
    }
    return new Sent(
        SlackPress.text(view, "callback_id"),
        about(view)[0],
        deadlines,
        SlackPress.text(SlackPress.object(field(fields, "category"), "selected_option"), "value"),
        SlackPress.text(field(fields, "note"), "value"));
  }

  /** Where the button of a form stood; empty when it is not known. */
  static String channel(JsonObject view) {
    return about(view)[1];
  }

  private static String[] about(JsonObject view) {
    String[] parts = SlackPress.text(view, "private_metadata").split(" ", 2);
    return new String[] {parts[0], parts.length > 1 ? parts[1] : ""};
  }

  private static JsonObject field(JsonObject fields, String name) {
    return SlackPress.object(SlackPress.object(fields, name), name);
  }

  /** Words that stand where a form stood. */
  static View words(String text, Words words) {
    return modal("Punctual", words)
        .blocks(
            List.of(
                SectionBlock.builder().text(PlainTextObject.builder().text(text).build()).build()))
        .build();
  }

  /** Puts words in the place of a form. */
  static String message(String text, Words words) {
    View view = words(text, words);
    JsonObject answer = new JsonObject();
    answer.addProperty("response_action", "update");
    answer.add("view", GsonFactory.createSnakeCase().toJsonTree(view));
    return answer.toString();
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
