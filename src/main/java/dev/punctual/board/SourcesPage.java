package dev.punctual.board;

import dev.punctual.ledger.RuleBook;
import dev.punctual.poll.SourceHealth;
import dev.punctual.poll.SourceHealth.Sample;
import dev.punctual.poll.SourceHealth.State;
import dev.punctual.poll.SourceHealth.Trouble;
import dev.punctual.web.Html;
import dev.punctual.web.Words;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Everything the page of sources shows. Pure: from their health to a model. */
final class SourcesPage {

  private static final int WIDTH = 168;
  private static final int HEIGHT = 30;
  private static final int POINTS = 60;
  private static final int HAPPENINGS = 6;

  private final List<SourceHealth> all;
  private final RuleBook book;
  private final Instant now;
  private final ZoneId zone;
  private final Words words;

  SourcesPage(List<SourceHealth> all, RuleBook book, Instant now, ZoneId zone, Words words) {
    this.all = all;
    this.book = book;
    this.now = now;
    this.zone = zone;
    this.words = words;
  }

  private int count(State state) {
    return (int) all.stream().filter(source -> source.state() == state).count();
  }

  private static boolean needsAttention(SourceHealth source) {
    return source.state() == State.DOWN || source.state() == State.SLOW;
  }

  Map<String, Object> model(boolean attentionOnly) {
    Map<String, Object> model = new HashMap<>();
    List<SourceHealth> shown =
        all.stream().filter(source -> !attentionOnly || needsAttention(source)).toList();
    model.put("sentence", sentence());
    model.put("lead", lead());
    model.put("tiles", tiles());
    model.put("choices", choices(attentionOnly));
    model.put("table", shown.isEmpty() ? "" : table(shown).toString());
    model.put("configured", !all.isEmpty());
    return model;
  }

  private String sentence() {
    if (all.isEmpty()) {
      return words.say("sources.none");
    }
    List<SourceHealth> down = all.stream().filter(s -> s.state() == State.DOWN).toList();
    int answering = all.size() - down.size() - count(State.IDLE);
    if (down.isEmpty()) {
      return count(State.IDLE) > 0
          ? words.say("sources.some", answering, all.size())
          : words.count("sources.all", all.size());
    }
    Trouble trouble = down.getFirst().trouble();
    String some = words.say("sources.some", answering, all.size());
    return down.size() == 1 && trouble != null
        ? words.say("sources.oneDown", some, down.getFirst().name(), time(trouble.since()))
        : words.count("sources.down", down.size(), some);
  }

  private String lead() {
    String when = words.moment(now, zone) + " " + zone;
    int rules = rulesOfDown();
    if (rules == 0) {
      return words.say("sources.lead", when);
    }
    int others = all.stream().mapToInt(SourceHealth::rules).sum() - rules;
    return words.say(
        "sources.leadDown",
        when,
        words.count("rules.rules", rules),
        words.count("rules.rules", others));
  }

  private int rulesOfDown() {
    return all.stream().filter(s -> s.state() == State.DOWN).mapToInt(SourceHealth::rules).sum();
  }

  private List<Tile> tiles() {
    int down = count(State.DOWN);
    int slow = count(State.SLOW);
    long queries = all.stream().mapToLong(SourceHealth::queriesInLastHour).sum();
    Duration worst =
        all.stream()
            .map(SourceHealth::p95)
            .filter(Objects::nonNull)
            .max(Duration::compareTo)
            .orElse(null);
    return List.of(
        Tile.toned(down > 0 ? "missed" : "", words.number(down), words.say("sources.tile.down")),
        Tile.toned(slow > 0 ? "risk" : "", words.number(slow), words.say("sources.tile.slow")),
        Tile.plain(
            words.number((long) count(State.ANSWERS) + count(State.LISTENS)),
            words.say("sources.tile.answer")),
        Tile.plain(words.number(rulesOfDown()), words.say("sources.tile.unjudged")),
        Tile.plain(words.number(queries), words.say("sources.tile.queries")),
        Tile.plain(worst == null ? "–" : latency(worst), words.say("sources.tile.worst")));
  }

  private List<Choice> choices(boolean attentionOnly) {
    long attention = all.stream().filter(SourcesPage::needsAttention).count();
    return List.of(
        new Choice(words.say("sources.part.all", all.size()), "/sources", !attentionOnly),
        new Choice(
            words.say("show.attention", attention), "/sources?show=attention", attentionOnly));
  }

  private Html table(List<SourceHealth> shown) {
    Html html = Html.sized(shown.size() * 1_600 + 1_000);
    html.put("<table class=\"sources\"><thead><tr>");
    for (String head :
        List.of("source", "health", "good", "latency", "median", "queries", "rules", "note")) {
      html.add(
          "<th scope=\"col\" class=\"s-{}{}\">{}</th>",
          head,
          List.of("median", "queries", "rules").contains(head) ? " num" : "",
          words.say("sources.head." + head));
    }
    html.put("</tr></thead>");
    shown.forEach(source -> row(html, source));
    return html.put("</table>");
  }

  private void row(Html html, SourceHealth source) {
    html.add("<tbody id=\"{}\"><tr><th scope=\"row\"><b>{}</b>", source.name(), source.name());
    html.add("<span class=\"second\">{}</span></th><td>", source.description());
    html.put(pill(source.state())).put("</td><td class=\"nowrap\">").put(good(source));
    html.put("</td><td>").put(spark(source)).put("</td><td class=\"num nowrap\">");
    html.put(median(source)).put("</td><td class=\"num\"><b>");
    html.put(source.state() == State.LISTENS ? "–" : words.number(source.queriesInLastHour()));
    html.add(
        "</b></td><td class=\"num\"><a href=\"/rules?q={}\"><b>{}</b></a></td>",
        source.name(),
        words.number(source.rules()));
    html.add("<td class=\"muted small\">{}</td></tr>", note(source));
    Trouble trouble = source.trouble();
    if (trouble != null) {
      trouble(html, source, trouble);
    }
    html.put("</tbody>");
  }

  private Html pill(State state) {
    String text = words.say("sources.state." + state.name().toLowerCase(Locale.ROOT));
    return switch (state) {
      case ANSWERS, LISTENS -> Look.MET.pill(text);
      case SLOW -> Look.AT_RISK.pill(text);
      case DOWN -> Look.LATE.pill(text);
      case IDLE -> Look.WAITING.pill(text);
    };
  }

  private Html good(SourceHealth source) {
    Instant good = source.lastGoodAt();
    if (good == null) {
      return Html.text("–");
    }
    return Html.of(
        "{}<span class=\"second\">{}</span>",
        words.seconds(good, zone),
        words.say("sources.ago", words.duration(Duration.between(good, now))));
  }

  private Html median(SourceHealth source) {
    Duration median = source.median();
    Duration p95 = source.p95();
    if (median == null || p95 == null || source.state() == State.LISTENS) {
      return Html.text("–");
    }
    return Html.of("{}<span class=\"second\">p95 {}</span>", latency(median), latency(p95));
  }

  /** {@code 38 ms}, {@code 1.6 s}. */
  static String latency(Duration took) {
    long millis = took.toMillis();
    return millis < 1_000
        ? millis + " ms"
        : String.format(Locale.ROOT, "%d.%d s", millis / 1_000, millis % 1_000 / 100);
  }

  private String note(SourceHealth source) {
    List<String> notes = new ArrayList<>();
    if (!source.note().isEmpty()) {
      notes.add(words.reason(source.note()));
    }
    Duration offset = source.clockOffset();
    if (offset != null) {
      notes.add(
          words.say(
              offset.isNegative() ? "sources.clockBehind" : "sources.clockAhead",
              words.duration(offset)));
    }
    return String.join("; ", notes);
  }

  /** The last day's latency; hatched where there was no answer. */
  private Html spark(SourceHealth source) {
    List<Sample> samples = source.samples();
    if (source.state() == State.LISTENS || samples.isEmpty()) {
      return Html.of("<span class=\"muted small\">{}</span>", words.say("sources.nothing"));
    }
    Instant from = samples.getFirst().at();
    double span = Math.max(1, Duration.between(from, now).toMillis());
    double[] most = new double[POINTS];
    boolean[] failed = new boolean[POINTS];
    double peak = 1;
    for (Sample sample : samples) {
      int point =
          (int)
              Math.clamp(
                  Duration.between(from, sample.at()).toMillis() / span * POINTS, 0, POINTS - 1);
      if (sample.answered()) {
        most[point] = Math.max(most[point], (double) sample.took().toMillis());
        peak = Math.max(peak, most[point]);
      } else {
        failed[point] = true;
      }
    }
    return draw(most, failed, peak, source);
  }

  private Html draw(double[] most, boolean[] failed, double peak, SourceHealth source) {
    Html html =
        Html.of(
            "<svg class=\"spark\" width=\"{}\" height=\"{}\" role=\"img\" aria-label=\"{}\">",
            WIDTH + 8,
            HEIGHT,
            words.say("sources.sparkLabel", source.name()));
    StringBuilder line = new StringBuilder();
    String end = "";
    for (int i = 0; i < POINTS; i++) {
      int x = i * WIDTH / (POINTS - 1) + 2;
      if (failed[i]) {
        html.put("<rect class=\"gap\" y=\"2\" height=\"26\" width=\"4\" x=\"")
            .put(x - 2)
            .put("\"/>");
      } else if (most[i] > 0) {
        int y = (int) (HEIGHT - 5 - most[i] / peak * (HEIGHT - 12));
        line.append(x).append(',').append(y).append(' ');
        end = "<circle r=\"3\" cx=\"" + x + "\" cy=\"" + y + "\"/>";
      }
    }
    html.put("<polyline points=\"").put(line.toString()).put("\"/>");
    return html.put(source.state() == State.DOWN ? "" : end).put("</svg>");
  }

  private void trouble(Html html, SourceHealth source, Trouble trouble) {
    html.put("<tr class=\"panel\"><td colspan=\"8\"><div class=\"trouble\"><div>");
    html.add("<h3>{}</h3><p>{}</p>", words.say("trouble.wrong"), words.reason(trouble.text()));
    html.add(
        "<h3>{}</h3><p>{}</p></div><div>",
        words.say("trouble.means"),
        words.say("trouble.meansText", words.count("rules.rules", source.rules()), source.name()));
    html.add(
        "<h3>{}</h3><p>{}</p>",
        words.say("trouble.todo"),
        words.say("trouble.todoText", source.name()));
    html.add("<p>{}</p>", retry(trouble));
    html.add(
        "<form method=\"post\" action=\"/sources/{}/ask\"><button"
            + " class=\"small\">{}</button></form></div>",
        source.name(),
        words.say("rule.ask"));
    html.add("<div><h3>{}</h3><ul class=\"happenings\">", words.say("trouble.happened"));
    source.happenings().stream()
        .limit(HAPPENINGS)
        .toList()
        .reversed()
        .forEach(
            one ->
                html.add(
                    "<li><span>{}</span>{}</li>",
                    words.seconds(one.at(), zone),
                    words.reason(one.text())));
    html.put("</ul></div></div></td></tr>");
  }

  private String retry(Trouble trouble) {
    Instant retry = trouble.retryAt();
    return retry == null
        ? words.count("trouble.failures", trouble.failures(), time(trouble.since()))
        : words.say(
            "trouble.retry", trouble.failures(), time(trouble.since()), words.seconds(retry, zone));
  }

  private String time(@Nullable Instant instant) {
    return instant == null ? "–" : words.timeOn(instant, zone, now.atZone(zone).toLocalDate());
  }

  /** How many rules there are in all; for the empty page. */
  int rules() {
    return book.rules().rules().size();
  }
}
