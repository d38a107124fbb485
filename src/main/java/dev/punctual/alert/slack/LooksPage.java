package dev.punctual.alert.slack;

import dev.punctual.alert.CardView;
import dev.punctual.alert.Specimens;
import dev.punctual.alert.Specimens.Specimen;
import dev.punctual.web.Pages;
import dev.punctual.web.Tab;
import dev.punctual.web.Words;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Every kind of message and form as it looks in Slack, in either language, and how much of Slack's
 * limits it takes. The code that says them to Slack says them here; what they are about is
 * invented.
 */
@Controller("/alerts/looks")
@ExecuteOn(TaskExecutors.BLOCKING)
class LooksPage {

  private static final String FORMS = "forms";
  private static final List<String> PARTS = List.of("deadlines", "others", FORMS);

  private final List<Specimens> specimens;
  private final Pages pages;

  LooksPage(List<Specimens> specimens, Pages pages) {
    this.specimens = specimens;
    this.pages = pages;
  }

  /**
   * A message on the page.
   *
   * @param measured how much it takes of what Slack allows
   */
  record Shown(String id, String name, boolean reply, CardView view, String measured) {}

  /** A form on the page. */
  record ShownForm(String id, String name, LookOfForm form, String measured) {}

  @Get
  @Produces(MediaType.TEXT_HTML)
  HttpResponse<String> show(HttpRequest<?> request) {
    Words words = pages.words(request);
    Words spoken =
        request
            .getParameters()
            .get("in", String.class)
            .filter(asked -> Words.LANGUAGES.stream().anyMatch(l -> l.getLanguage().equals(asked)))
            .map(asked -> Words.of(Locale.of(asked)))
            .orElse(words);
    String asked = request.getParameters().get("show", String.class).orElse("");
    String part = PARTS.contains(asked) ? asked : PARTS.getFirst();
    Map<String, Object> model = new HashMap<>();
    model.put("spoken", spoken.language());
    model.put("part", part);
    model.put("parts", PARTS);
    model.put("messages", messages(part, spoken, words));
    boolean forms = part.equals(FORMS);
    SlackSpecimens slack = SlackSpecimens.of(spoken);
    model.put("forms", forms ? forms(slack, words) : List.of());
    model.put("answers", forms ? List.copyOf(slack.answers().values()) : List.of());
    return pages.show(request, Tab.ALERTS, "looks", words.say("looks.title"), model);
  }

  private List<Shown> messages(String part, Words spoken, Words words) {
    return specimens.stream()
        .filter(those -> those.part().equals(part))
        .flatMap(those -> those.of(spoken).stream())
        .map(each -> shown(each, words))
        .toList();
  }

  private static List<ShownForm> forms(SlackSpecimens slack, Words words) {
    return slack.forms().entrySet().stream()
        .map(
            form ->
                new ShownForm(
                    form.getKey(),
                    words.say("looks.form." + form.getKey()),
                    LookOfForm.of(form.getValue(), words),
                    measured(SlackMeasure.of(form.getValue()), words)))
        .toList();
  }

  private static Shown shown(Specimen specimen, Words words) {
    SlackMeasure measure = SlackMeasure.of(specimen.view());
    return new Shown(
        specimen.name(),
        words.say("looks.of." + specimen.name()),
        specimen.reply(),
        specimen.view(),
        words.say(
            "looks.measured",
            measure.blocks(),
            SlackMeasure.MESSAGE_BLOCKS,
            measure.characters(),
            SlackText.MESSAGE));
  }

  private static String measured(SlackMeasure measure, Words words) {
    return words.say(
        "looks.measured.form",
        measure.blocks(),
        SlackMeasure.FORM_BLOCKS,
        measure.longest(),
        SlackMeasure.OPTIONS,
        measure.characters());
  }
}
