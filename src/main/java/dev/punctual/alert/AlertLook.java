package dev.punctual.alert;

import dev.punctual.alert.AlertBoard.Figures;
import dev.punctual.alert.AlertBoard.Item;
import dev.punctual.web.Words;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How the Alerts page puts messages into the reader's words. */
final class AlertLook {

  private final Words words;
  private final ZoneId zone;
  private final LocalDate today;
  private final SlackConfig slack;

  AlertLook(Words words, ZoneId zone, LocalDate today, SlackConfig slack) {
    this.words = words;
    this.zone = zone;
    this.today = today;
    this.slack = slack;
  }

  /**
   * A message as the template shows it.
   *
   * @param pill class of the state's pill
   * @param icon of the pill
   * @param advice what to do about a refusal, null for nothing to do
   */
  record Shown(
      String uid,
      String channel,
      String time,
      boolean edited,
      String tone,
      CardView view,
      String replies,
      String title,
      String pill,
      String icon,
      String state,
      List<Line> history,
      @Nullable String advice) {}

  /** A line of the history. */
  record Line(String time, String detail, boolean bad) {}

  public String sentence(Figures figures) {
    String messages =
        figures.messages() == 0
            ? words.say("alerts.messages.none")
            : words.count("alerts.messages", figures.messages());
    if (figures.refused() > 0) {
      return words.say(
          "alerts.sentence.refused", messages, words.count("alerts.refused", figures.refused()));
    }
    return figures.waiting() > 0
        ? words.say(
            "alerts.sentence.waiting", messages, words.count("alerts.waiting", figures.waiting()))
        : words.say("alerts.sentence.well", messages);
  }

  public String lead(Figures figures) {
    String day = words.day(today);
    if (!slack.hasToken()) {
      return words.say("alerts.lead.shown", day);
    }
    return figures.refused() > 0 && slack.hasChannel()
        ? words.say("alerts.lead.refused", day, fallback())
        : words.say("alerts.lead.well", day);
  }

  public boolean hasToken() {
    return slack.hasToken();
  }

  public boolean acting() {
    return slack.hasSigningSecret();
  }

  public String fallback() {
    return slack.hasChannel() ? String.valueOf(slack.channel()) : "–";
  }

  public String seconds(@Nullable Duration duration) {
    return duration == null
        ? "–"
        : String.format(Locale.ROOT, "%.1f s", (double) duration.toMillis() / 1_000);
  }

  /** {@code #data-sla}; a webhook keeps its word. */
  public String name(String receiver) {
    if (receiver.equals(Audience.SLACK)) {
      return words.say("alerts.channel.none");
    }
    return receiver.startsWith(Audience.SLACK) ? Courier.name(receiver) : receiver;
  }

  /** Address with one filter changed; null takes it away. */
  public String link(AlertBoard.Filter filter, String show) {
    StringBuilder link = new StringBuilder("/alerts?show=").append(show);
    if (filter.channel() != null) {
      link.append("&channel=").append(encode(filter.channel()));
    }
    if (!filter.text().isEmpty()) {
      link.append("&q=").append(encode(filter.text()));
    }
    return link.toString();
  }

  public String older(AlertBoard.Filter filter, AlertBoard.Contents contents) {
    return link(filter, filter.show().word()) + "&before=" + contents.items().getLast().card().id();
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  Shown item(Item item) {
    Card card = item.card();
    State state = state(item);
    return new Shown(
        card.uid(),
        name(card.channel()),
        card.postedAt() == null ? words.say("alerts.unsent") : stamp(card.postedAt()),
        card.edits() > 0,
        item.view().tone().name().toLowerCase(Locale.ROOT),
        item.view(),
        replies(item),
        title(item),
        state.pill(),
        state.icon(),
        state.word(),
        history(item),
        advice(card));
  }

  private record State(String pill, String icon, String word) {}

  private State state(Item item) {
    Card card = item.card();
    if (card.outcome().equals(Card.REFUSED) || card.via() != null) {
      return new State("missed", "#i-cross", words.say("alerts.state.refused"));
    }
    if (card.outcome().equals(Card.DROPPED)) {
      return new State("plain", "", words.say("alerts.state.dropped"));
    }
    if (card.outcome().equals(Card.GONE)) {
      return new State("unknown", "#i-unknown", words.say("alerts.state.gone"));
    }
    if (!card.isPosted()) {
      return new State("risk", "#i-risk", words.say("alerts.state.waiting"));
    }
    if (card.outcome().equals(Card.SHOWN)) {
      return new State("plain", "", words.say("alerts.state.shown"));
    }
    if (item.settled()) {
      return new State("met", "#i-met", words.say("alerts.state.settled"));
    }
    return new State(
        "met",
        "#i-met",
        card.edits() == 0
            ? words.say("alerts.state.sent")
            : words.count("alerts.state.edited", card.edits()));
  }

  private String title(Item item) {
    return switch (item.card().kind()) {
      case CARD -> words.count("alerts.kind.card", Math.max(1, item.misses()));
      case BREACH -> words.say("alerts.kind.breach");
      case CATCH_UP -> words.say("alerts.kind.catch_up");
      case ESCALATION -> words.say("alerts.kind.escalation");
      case SOURCE -> words.say("alerts.kind.source");
      case RULES -> words.say("alerts.kind.rules");
      case ANNOUNCE -> words.say("alerts.kind.announce");
      case DIGEST -> words.say("alerts.kind.digest");
      case BULLETIN -> words.say("alerts.kind.bulletin");
      case REFUSAL -> words.say("alerts.kind.refusal");
      case REPLY -> words.say("alerts.kind.reply");
    };
  }

  private String replies(Item item) {
    Instant last = item.lastReply();
    return item.replies() == 0 || last == null
        ? ""
        : words.count("alerts.replies", item.replies(), stamp(last));
  }

  private List<Line> history(Item item) {
    return item.events().stream()
        .map(
            e ->
                new Line(
                    words.seconds(e.at(), zone),
                    (words.has("alerts.event." + e.what())
                            ? words.say("alerts.event." + e.what())
                            : e.what())
                        + (e.detail().isBlank() ? "" : " " + words.reason(e.detail())),
                    e.what().equals("refused") || e.what().equals("gone")))
        .toList();
  }

  private @Nullable String advice(Card card) {
    if (!card.outcome().equals(Card.REFUSED) && card.via() == null) {
      return null;
    }
    String error = card.error();
    if (error == null || !error.contains(": ")) {
      return words.say("alerts.advice.again");
    }
    return words.reason(error.substring(error.indexOf(": ") + 2));
  }

  private String stamp(Instant instant) {
    return instant.atZone(zone).toLocalDate().equals(today)
        ? words.time(instant, zone)
        : words.stamp(instant, zone);
  }
}
