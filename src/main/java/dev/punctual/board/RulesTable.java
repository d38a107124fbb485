package dev.punctual.board;

import dev.punctual.ledger.RuleBook.Edition;
import dev.punctual.rule.Rule;
import dev.punctual.web.Html;
import dev.punctual.web.Words;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rules in force by team, those an edit would change, and those that are no longer there. */
final class RulesTable {

  private RulesTable() {}

  /** A rule that is no longer in force. */
  record Removed(String id, String title, @Nullable String team, String target, Instant endedAt) {}

  private static boolean isRefused(Rule rule, Edition edition) {
    return edition.problems().stream()
        .anyMatch(
            p ->
                p.file().equals(rule.origin().file())
                    && p.line() >= rule.origin().line()
                    && p.line() <= rule.origin().endLine());
  }

  static List<Choice> choices(Edition edition, List<Removed> removed, String part, Words words) {
    long refused =
        edition.rules().rules().values().stream().filter(r -> isRefused(r, edition)).count();
    List<Choice> choices = new ArrayList<>();
    choices.add(
        new Choice(
            words.say("rules.part.all", edition.rules().rules().size()),
            "/rules",
            part.equals("all")));
    if (refused > 0) {
      choices.add(
          new Choice(
              words.say("rules.part.refused", refused),
              "/rules?part=refused",
              part.equals("refused")));
    }
    choices.add(
        new Choice(
            words.say("rules.part.removed", removed.size()),
            "/rules?part=removed",
            part.equals("removed")));
    return choices;
  }

  static Html table(
      Edition edition, List<Removed> removed, String part, String query, Words words, ZoneId zone) {
    if (part.equals("removed")) {
      return removed(removed, query, words, zone);
    }
    Map<String, List<Rule>> teams =
        edition.rules().rules().values().stream()
            .filter(rule -> matches(rule, query))
            .filter(rule -> !part.equals("refused") || isRefused(rule, edition))
            .collect(
                Collectors.groupingBy(
                    rule -> Objects.requireNonNullElse(rule.team(), ""),
                    TreeMap::new,
                    Collectors.toList()));
    if (teams.isEmpty()) {
      return Html.empty();
    }
    Html html = Html.sized(edition.rules().rules().size() * 700 + 1_000);
    head(
        html,
        words,
        List.of("id", "title", "target", "due", "on", "evidence", "objective", "state"));
    PromiseText text = new PromiseText(words);
    teams.forEach(
        (team, rules) -> {
          html.add(
              "<tbody><tr class=\"group\"><th scope=\"rowgroup\""
                  + " colspan=\"8\"><b>{}</b><span>{}</span></th></tr>",
              team.isEmpty() ? words.say("team.none") : team,
              words.count("rules.rules", rules.size()));
          rules.forEach(rule -> row(html, rule, edition, text, words));
          html.put("</tbody>");
        });
    return html.put("</table>");
  }

  private static void head(Html html, Words words, List<String> heads) {
    html.put("<table class=\"dense rules\"><thead><tr>");
    for (String head : heads) {
      html.add("<th scope=\"col\" class=\"r-{}\">{}</th>", head, words.say("rules.head." + head));
    }
    html.put("</tr></thead>");
  }

  private static void row(Html html, Rule rule, Edition edition, PromiseText text, Words words) {
    html.add(
        "<tr><td class=\"clip\"><a class=\"mono\" href=\"/rules/{}\">{}</a></td>",
        rule.id(),
        rule.id());
    html.add("<td class=\"clip\">{}</td>", rule.title());
    html.add(
        "<td><span class=\"target\"><em>{}</em> {}</span></td>",
        words.say("target." + rule.target().kind()),
        Targets.name(rule));
    html.add("<td class=\"nowrap\"><b>{}</b></td>", text.due(rule));
    html.add("<td class=\"muted clip\">{}</td>", text.days(rule.promise().on()));
    html.add("<td class=\"muted clip\">{}</td>", text.evidence(rule));
    html.add("<td class=\"num\">{}</td><td>", words.objective(rule.counting().objective()));
    if (isRefused(rule, edition)) {
      html.put(Look.AT_RISK.pill(words.say("rules.state.refused")));
    } else if (rule.counting().trial()) {
      html.put(Look.WAITING.pill(words.say("board.trial")));
    } else {
      html.put(Look.MET.pill(words.say("rules.state.valid")));
    }
    html.put("</td></tr>");
  }

  private static Html removed(List<Removed> removed, String query, Words words, ZoneId zone) {
    List<Removed> wanted =
        removed.stream()
            .filter(r -> has(r.id() + " " + r.title() + " " + r.target(), query))
            .toList();
    if (wanted.isEmpty()) {
      return Html.empty();
    }
    Html html = Html.empty();
    head(html, words, List.of("id", "title", "target", "until"));
    html.put("<tbody>");
    for (Removed old : wanted) {
      LocalDate until = old.endedAt().atZone(zone).toLocalDate();
      html.add(
          "<tr><td><a class=\"mono\" href=\"/rules/{}\">{}</a></td><td>{}</td><td><span"
              + " class=\"target\">{}</span></td><td>{}</td></tr>",
          old.id(),
          old.id(),
          old.title(),
          old.target(),
          words.date(until));
    }
    return html.put("</tbody></table>");
  }

  private static boolean matches(Rule rule, String query) {
    if (query.isEmpty()) {
      return true;
    }
    String labels =
        rule.about().labels().entrySet().stream()
            .map(label -> label.getKey() + ":" + label.getValue())
            .collect(Collectors.joining(" "));
    return has(
        String.join(
            " ",
            rule.id(),
            rule.title(),
            Targets.name(rule),
            rule.source(),
            labels,
            String.valueOf(rule.team())),
        query);
  }

  private static boolean has(String text, String query) {
    String lower = text.toLowerCase(Locale.ROOT);
    return List.of(query.toLowerCase(Locale.ROOT).split("\\s+", -1)).stream()
        .allMatch(lower::contains);
  }
}
