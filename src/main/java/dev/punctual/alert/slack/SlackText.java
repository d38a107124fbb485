package dev.punctual.alert.slack;

import com.slack.api.model.Attachment;
import com.slack.api.model.block.ActionsBlock;
import com.slack.api.model.block.ContextBlock;
import com.slack.api.model.block.LayoutBlock;
import com.slack.api.model.block.SectionBlock;
import com.slack.api.model.block.composition.MarkdownTextObject;
import com.slack.api.model.block.composition.OptionObject;
import com.slack.api.model.block.composition.PlainTextObject;
import com.slack.api.model.block.element.BlockElement;
import com.slack.api.model.block.element.ButtonElement;
import com.slack.api.model.block.element.StaticSelectElement;
import dev.punctual.alert.CardView;
import dev.punctual.alert.CardView.Button;
import dev.punctual.alert.CardView.Line;
import dev.punctual.alert.CardView.Span;
import dev.punctual.web.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A view in Slack's words: the headline is the text (notifications show it), the rest an attachment
 * with a coloured bar. Stays under Slack's limits whatever comes in.
 */
final class SlackText {

  /** Of one section; Slack refuses more than 3,000. */
  static final int SECTION = 2_900;

  /** Of a whole message; Slack refuses somewhat above 13,000. */
  static final int MESSAGE = 12_000;

  private static final int HEADLINE = 2_000;
  private static final int NOTE = 1_900;
  private static final int LABEL = 75;
  private static final int SECTIONS = 20;
  private static final int NOTES = 10;
  private static final int BUTTONS = 10;
  private static final List<String> SNOOZES = List.of("30m", "1h", "4h", "tomorrow");

  private SlackText() {}

  /** The text of the message, in mrkdwn. */
  static String text(CardView view) {
    return line(view.headline(), HEADLINE);
  }

  /**
   * What stands under the text.
   *
   * @param acting whether pressed buttons are heard
   */
  static List<Attachment> attachments(CardView view, boolean acting) {
    List<LayoutBlock> blocks = new ArrayList<>();
    int left = MESSAGE - text(view).length();
    for (String text : sections(view.lines(), left)) {
      blocks.add(SectionBlock.builder().text(mrkdwn(text)).build());
      left -= text.length();
    }
    notes(view.notes(), left).ifPresent(blocks::add);
    List<BlockElement> buttons = buttons(view, acting);
    if (!buttons.isEmpty()) {
      blocks.add(ActionsBlock.builder().elements(buttons).build());
    }
    return blocks.isEmpty()
        ? List.of()
        : List.of(
            Attachment.builder()
                .color(color(view.tone()))
                .fallback(clip(view.headline().text(), HEADLINE))
                .blocks(blocks)
                .build());
  }

  private static List<String> sections(List<Line> lines, int budget) {
    List<String> sections = new ArrayList<>();
    StringBuilder open = new StringBuilder();
    int left = budget - 500;
    for (Line each : lines) {
      String text = line(each, SECTION);
      if (text.length() + 1 > left) {
        break;
      }
      if (open.length() + text.length() + 1 > SECTION) {
        sections.add(open.toString());
        open.setLength(0);
      }
      open.append(open.isEmpty() ? "" : "\n").append(text);
      left -= text.length() + 1;
    }
    if (!open.isEmpty()) {
      sections.add(open.toString());
    }
    return sections.size() > SECTIONS ? sections.subList(0, SECTIONS) : sections;
  }

  private static java.util.Optional<LayoutBlock> notes(List<Line> notes, int budget) {
    List<com.slack.api.model.block.ContextBlockElement> elements = new ArrayList<>();
    int left = budget;
    for (Line note : notes) {
      String text = line(note, NOTE);
      if (elements.size() < NOTES && text.length() <= left && !text.isEmpty()) {
        elements.add(mrkdwn(text));
        left -= text.length();
      }
    }
    return elements.isEmpty()
        ? java.util.Optional.empty()
        : java.util.Optional.of(ContextBlock.builder().elements(elements).build());
  }

  private static List<BlockElement> buttons(CardView view, boolean acting) {
    Words words = Words.of(Locale.of(view.language()));
    List<BlockElement> elements = new ArrayList<>();
    for (Button button : view.buttons()) {
      if (elements.size() < BUTTONS) {
        element(button, acting, elements.size(), words).ifPresent(elements::add);
      }
    }
    return elements;
  }

  private static java.util.Optional<BlockElement> element(
      Button button, boolean acting, int at, Words words) {
    String label = clip(button.label(), LABEL);
    if (button.url() != null) {
      return java.util.Optional.of(
          ButtonElement.builder()
              .text(plain(label))
              .url(button.url())
              .actionId("open-" + at)
              .build());
    }
    String action = button.action();
    if (!acting || action == null) {
      return java.util.Optional.empty();
    }
    return java.util.Optional.of(
        action.equals("snooze")
            ? snooze(label, button.argument(), words)
            : ButtonElement.builder()
                .text(plain(label))
                .actionId(action)
                .value(button.argument())
                .build());
  }

  private static BlockElement snooze(String label, @Nullable String argument, Words words) {
    return StaticSelectElement.builder()
        .actionId("snooze")
        .placeholder(plain(label))
        .options(
            SNOOZES.stream()
                .map(each -> option(words.say("message.snooze." + each), argument + " " + each))
                .toList())
        .build();
  }

  private static OptionObject option(String label, String value) {
    return OptionObject.builder().text(plain(label)).value(value).build();
  }

  /** One line in mrkdwn, at most {@code most} characters; never cut inside an escape or markup. */
  static String line(Line line, int most) {
    StringBuilder text = new StringBuilder();
    for (Span span : line.spans()) {
      String piece = span(span);
      if (text.length() + piece.length() > most) {
        int room = most - text.length() - 16;
        return room > 0 ? text.append(escape(clip(span.text(), room / 5))).toString() : text + "…";
      }
      text.append(piece);
    }
    return text.toString();
  }

  private static String span(Span span) {
    String text = escape(span.text());
    return switch (span.style()) {
      case PLAIN -> text;
      case STRONG -> text.isBlank() ? text : "*" + text.replace('*', '∗') + "*";
      case CODE -> text.isBlank() ? text : "`" + text.replace('`', 'ˋ') + "`";
      case MENTION -> span.text();
      case LINK -> "<" + span.url() + "|" + text.replace('|', '¦') + ">";
    };
  }

  /** The three characters that mean something in Slack's markup, and lines stay lines. */
  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace('\n', ' ')
        .replace('\r', ' ');
  }

  /** At most so many characters; never half of one. */
  static String clip(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    int end = Math.max(0, most - 1);
    if (end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end) + "…";
  }

  private static MarkdownTextObject mrkdwn(String text) {
    return MarkdownTextObject.builder().text(text).build();
  }

  private static PlainTextObject plain(String text) {
    return PlainTextObject.builder().text(text).build();
  }

  private static String color(CardView.Tone tone) {
    return switch (tone) {
      case WAITING -> "#8a93a3";
      case RISK -> "#e9b949";
      case OVERDUE -> "#d1382f";
      case LATE -> "#ec948d";
      case UNKNOWN -> "#b6bbc2";
      case MET -> "#2f9e6e";
      case PLAIN -> "#6f7887";
    };
  }
}
