package dev.punctual.alert.slack;

import com.slack.api.model.block.InputBlock;
import com.slack.api.model.block.LayoutBlock;
import com.slack.api.model.block.SectionBlock;
import com.slack.api.model.block.composition.OptionObject;
import com.slack.api.model.block.element.BlockElement;
import com.slack.api.model.block.element.MultiStaticSelectElement;
import com.slack.api.model.block.element.PlainTextInputElement;
import com.slack.api.model.block.element.StaticSelectElement;
import com.slack.api.model.view.View;
import dev.punctual.web.Words;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A form as a page shows it.
 *
 * @param submit null where there is nothing to send
 */
record LookOfForm(String title, @Nullable String submit, String close, List<Field> fields) {

  private static final int SHOWN = 6;

  /**
   * One thing in it.
   *
   * @param label empty for plain words
   * @param kind {@code words}, {@code many}, {@code one} or {@code text}
   * @param chosen what is ticked, or the words
   * @param more what is beside that, empty for nothing
   */
  record Field(String label, String kind, List<String> chosen, String more, boolean optional) {}

  static LookOfForm of(View form, Words words) {
    return new LookOfForm(
        form.getTitle().getText(),
        form.getSubmit() == null ? null : form.getSubmit().getText(),
        form.getClose().getText(),
        form.getBlocks().stream().map(block -> field(block, words)).toList());
  }

  private static Field field(LayoutBlock block, Words words) {
    return switch (block) {
      case InputBlock input -> field(input, words);
      case SectionBlock section ->
          new Field("", "words", List.of(section.getText().getText()), "", false);
      default -> throw new IllegalArgumentException("a form holds no " + block.getType());
    };
  }

  private static Field field(InputBlock input, Words words) {
    String label = input.getLabel().getText();
    BlockElement element = input.getElement();
    return switch (element) {
      case MultiStaticSelectElement many -> {
        List<OptionObject> ticked =
            many.getInitialOptions() == null ? List.of() : many.getInitialOptions();
        int more = Math.max(0, ticked.size() - SHOWN);
        yield new Field(
            label,
            "many",
            ticked.stream().limit(SHOWN).map(o -> o.getText().getText()).toList(),
            more == 0
                ? words.say("looks.options", many.getOptions().size())
                : words.say("looks.ticked", more, many.getOptions().size()),
            input.isOptional());
      }
      case StaticSelectElement one ->
          new Field(
              label,
              "one",
              one.getOptions().stream().map(o -> o.getText().getText()).toList(),
              "",
              input.isOptional());
      case PlainTextInputElement text ->
          new Field(label, "text", List.of(), "", input.isOptional());
      default ->
          throw new IllegalArgumentException(
              "a form asks for no " + element.getClass().getSimpleName());
    };
  }
}
